// The ledgers of which the store has a source.
MATCH (s:Source)
RETURN DISTINCT s.dataset AS dataset
