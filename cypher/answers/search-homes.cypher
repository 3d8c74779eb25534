// Where the nodes found of one label lie, by one way home.
UNWIND $codes/* codes */ AS code
MATCH (n:Grid/* label */ {code: code})-[:LIES_IN]->/* way */(home:Area)
WHERE true/* inside */
RETURN 'Grid'/* label */ AS label, n.code AS code, home.city AS city, home.district AS district, home.street AS street,
       home.community AS community, home.grid AS grid
