// Units of a kind that no reliable code tells apart: name, kind, the areas that each lies in, and the rows that state it.
MATCH (unit:PartnerUnit/* label */)
WHERE unit.closed_on IS NULL
OPTIONAL MATCH (unit)-[lies:LIES_IN]->(home:Area)
WHERE lies.closed_on IS NULL
RETURN unit.code AS code, unit.name AS name, unit.kind AS kind, unit.sources AS sources,
       [area IN [home.city, home.district, home.street, home.community, home.grid] WHERE area IS NOT NULL] AS path
ORDER BY code
