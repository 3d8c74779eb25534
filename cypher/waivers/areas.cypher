// Which of these areas may be seen.
MATCH (home:Area)
WHERE home.code IN $codes AND (true/* inside */)
RETURN home.code AS code
