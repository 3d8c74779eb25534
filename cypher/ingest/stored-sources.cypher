// Every source, with its ledger, and whether it is complete for its area.
MATCH (s:Source)
RETURN s.code AS code, s.dataset AS dataset,
       EXISTS { MATCH (s)-[describes:DESCRIBES]->(:Area) WHERE describes.closed_on IS NULL } AS complete
