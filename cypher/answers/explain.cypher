// The verdict of one rule on one subject: `// rule` stands for the rule's text, bound to the subject's home.
CALL () {
// rule
}
WITH subject, home, covered, because, facts, coalesce(home.district, home.city) AS above
WHERE subject.code = $subject
OPTIONAL MATCH (district:Area {code: above})
RETURN subject.name AS name, covered, because, facts, home.code AS area, home.name AS area_name,
       home.city AS city, home.district AS district, home.street AS street, home.community AS community, home.grid AS grid,
       CASE WHEN $within IS NULL OR $within IN [district.city, district.district, district.street] THEN district.name END AS district_name
