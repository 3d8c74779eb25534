// The areas with these codes, with their levels and the codes above them.
UNWIND $codes AS code
MATCH (a:Area {code: code})
WHERE a.closed_on IS NULL
RETURN a.code AS code, labels(a) AS labels, a.city AS city, a.district AS district, a.street AS street,
       a.community AS community
