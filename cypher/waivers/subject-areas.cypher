// Which of these codes are areas of a label: their names, and themselves as the areas that they belong to.
MATCH (home:Grid/* label */)
WHERE home.code IN $codes AND (true/* inside */)
RETURN 'Grid/* label */' AS label, home.code AS code, home.name AS name, home.code AS area, home.city AS city,
       home.district AS district, home.street AS street, home.community AS community, home.grid AS grid
