// Where the areas found of one label lie.
UNWIND $codes/* codes */ AS code
MATCH (home:Community/* label */ {code: code})
RETURN 'Community'/* label */ AS label, home.code AS code, home.city AS city, home.district AS district, home.street AS street,
       home.community AS community, home.grid AS grid
