// What the store has of who is above whom, from these codes on upwards.
UNWIND $codes AS code
MATCH (o:PartyOrganization {code: code})-[r:SUBORDINATE_TO]->(s:PartyOrganization)
WHERE r.closed_on IS NULL
RETURN o.code AS code, s.code AS superior
