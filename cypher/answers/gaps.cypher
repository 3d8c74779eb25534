// The subjects of one rule that are not covered: `// rule` stands for the rule's text.
CALL () {
// rule
}
WITH subject, home, covered, because, facts
WHERE covered = false OR covered IS NULL AND $not_assessable
RETURN subject.code AS code, subject.name AS name, covered, because, facts, home.code AS area, home.name AS area_name,
       home.city AS city, home.district AS district, home.street AS street, home.community AS community, home.grid AS grid
ORDER BY city, coalesce(district, ''), coalesce(street, ''), coalesce(community, ''), coalesce(grid, ''), code
