// Where a rule looks for a dataset or an indicator that it does not look for at the subject's home.
MATCH (subject:Community/* label */ {code: $subject})
MATCH way = (place)/* pattern */
WHERE all(link IN relationships(way) WHERE link.closed_on IS NULL)
RETURN DISTINCT place.code AS code, place.city AS city, place.district AS district, place.street AS street,
       place.community AS community, place.grid AS grid
