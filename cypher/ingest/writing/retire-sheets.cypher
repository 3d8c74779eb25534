// Sheets of earlier loads speak for these sources no more, nor do those that a load was cut short in.
UNWIND $sources AS source
MATCH (s:Sheet {source: source})
WHERE s.load <> $load AND NOT s.code IN $kept AND (s.current OR s.state = 'loading')
SET s.current = false, s.state = CASE s.state WHEN 'loading' THEN 'abandoned' ELSE s.state END
