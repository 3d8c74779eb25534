// How many areas the list has.
MATCH (area)/* areas */
WHERE area.closed_on IS NULL AND true/* inside */
RETURN count(area) AS total
