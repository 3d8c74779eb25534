// The areas that the bearers of these names belong to, by one way home.
MATCH (node:PartnerUnit/* label */)
WHERE node.name IN $names
MATCH (node)-[:LIES_IN]->/* way */(home:Area)
RETURN DISTINCT node.name AS name, home.city AS city, home.district AS district, home.street AS street,
       home.community AS community, home.grid AS grid
