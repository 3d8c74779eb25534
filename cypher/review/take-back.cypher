// The decision that stands about an item is taken back, and kept.
MATCH (d:Decision {item: $item})
WHERE d.undone_at IS NULL
SET d.undone_at = $at, d.undone_by = $by
