// The area that an area is counted in: itself.
MATCH (home:Community/* label */ {code: $subject})
WHERE true/* inside */
RETURN home.code AS code, home.city AS city, home.district AS district, home.street AS street, home.community AS community,
       home.grid AS grid
