// What is waived for the same subject or area until now is taken back.
MATCH (w:Waiver {rule: $rule})
WHERE w.taken_back IS NULL AND coalesce(w.subject, '') = coalesce($subject, '') AND coalesce(w.area, '') = coalesce($area, '')
SET w.taken_back = $at, w.taken_back_by = $by
