// Waivers that are taken back: they are kept, and hold no more.
MATCH (w:Waiver)
WHERE w.code IN $ids AND w.taken_back IS NULL
SET w.taken_back = $at, w.taken_back_by = $by
