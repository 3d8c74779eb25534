// What decides how much a source is trusted: its edition and the level of its area.
MATCH (s:Source {code: $code})
OPTIONAL MATCH (a:Area {code: s.area})
RETURN s.edition AS edition, labels(a) AS labels
