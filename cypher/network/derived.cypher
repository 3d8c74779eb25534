// Who builds with these communities or units on the day: what agreements in force say, a relationship that is never stored.
UNWIND $codes/* codes */ AS code
MATCH (n:Community/* label */ {code: code})-[signs:PARTY_TO]->(agreement:Agreement)<-[joins:PARTY_TO]-(m:PartnerUnit/* other */)
WHERE signs.closed_on IS NULL AND joins.closed_on IS NULL AND agreement.closed_on IS NULL AND m.closed_on IS NULL
  AND agreement.signed <= $as_of AND NOT 'expires' IN coalesce(agreement.unknown, [])
  AND (agreement.expires IS NULL OR agreement.expires >= $as_of)
RETURN 'Community'/* label */ AS label, n.code AS code, 'CO_BUILDS_WITH' AS type, false/* outgoing */ AS outgoing, null AS mode,
       agreement.code AS agreement, m
