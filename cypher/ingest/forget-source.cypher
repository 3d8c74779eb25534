// A source is taken back: it is complete for nothing.
MATCH (s:Source {code: $source})
SET s.state = 'forgotten'
WITH s
MATCH (s)-[d:DESCRIBES]->(:Area)
WHERE d.closed_on IS NULL
SET d.closed_on = $day
