// Every waiver that was ever set, the latest first.
MATCH (w:Waiver)
RETURN w.code AS id, w.form AS form, w.rule AS rule, w.label AS label, w.subject AS subject, w.area AS area, w.reason AS reason,
       w.until AS until, w.by AS by, w.at AS at, w.taken_back AS taken_back, w.taken_back_by AS taken_back_by
ORDER BY w.at DESC, w.code
