// How many open areas there are of one level.
MATCH (a:Grid/* label */)
WHERE a.closed_on IS NULL
RETURN count(a) AS n
