// The open nodes of one label whose code begins with `$begins`, for labels whose names say no more than their codes.
MATCH (n)/* node */
WHERE n:Agreement/* label */ AND n.closed_on IS NULL AND n.code STARTS WITH $begins AND NOT n.code IN $codes AND true/* inside */
RETURN n, CASE WHEN n.name IN $texts THEN 1 ELSE 2 END AS rank
