// The owners' committees of these codes, and whether each is closed.
UNWIND $codes AS code
MATCH (c:OwnersCommittee {code: code})
RETURN c.code AS code, c.closed_on IS NOT NULL AS closed
