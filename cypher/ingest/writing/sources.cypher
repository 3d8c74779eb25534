// What the store has of these sources.
UNWIND $codes AS code
MATCH (s:Source {code: code})
RETURN s.code AS code, s.edition AS edition, s.state AS state
