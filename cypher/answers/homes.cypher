// The areas that a node may be counted in, by one way home.
MATCH (subject:Grid/* label */ {code: $subject})-[:LIES_IN]->/* way */(home:Area)
WHERE true/* inside */
RETURN home.code AS code, home.city AS city, home.district AS district, home.street AS street, home.community AS community,
       home.grid AS grid
