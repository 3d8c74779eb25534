// These areas, with their labels and the codes of the areas above.
UNWIND $codes AS code
MATCH (a:Area {code: code})
RETURN a.code AS code, labels(a) AS labels, a.city AS city, a.district AS district, a.street AS street, a.community AS community
