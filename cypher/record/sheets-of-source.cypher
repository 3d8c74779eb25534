// The sheets of a source, each with the load that read it, the day of its edition and that of the first one it stood for.
MATCH (s:Sheet {source: $source})
RETURN s.code AS code, s.state AS state, s.load AS load, s.edition AS edition, s.first_edition AS first_edition
