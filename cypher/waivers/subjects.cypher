// Which of these codes are nodes of a label, by one way home: their names and the areas that they belong to.
MATCH (node:Grid/* label */)-[:LIES_IN]->/* way */(home:Area)
WHERE node.code IN $codes AND (true/* inside */)
RETURN 'Grid/* label */' AS label, node.code AS code, node.name AS name, home.code AS area, home.city AS city,
       home.district AS district, home.street AS street, home.community AS community, home.grid AS grid
