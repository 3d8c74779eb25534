// The waivers that hold on a day.
MATCH (w:Waiver)
WHERE w.taken_back IS NULL AND w.until >= $as_of
RETURN w.code AS id, w.form AS form, w.rule AS rule, w.subject AS subject, w.area AS area, w.reason AS reason, w.until AS until,
       w.by AS by, w.at AS at
ORDER BY w.until DESC, w.at DESC, w.code
