// One rule's numbers by area, and its gaps if $gaps: `// rule` stands for the rule's text. Levels finer than asked for are put
// together here, in the store; each row packs the areas of one district, because a million short rows cost more than the counting.
CALL () {
// rule
}
WITH home.city AS city, home.district AS district,
     CASE WHEN 'street' IN $levels THEN home.street END AS street,
     CASE WHEN 'community' IN $levels THEN home.community END AS community,
     CASE WHEN 'grid' IN $levels THEN home.grid END AS grid,
     sum(CASE covered WHEN true THEN 1 ELSE 0 END) AS covered,
     sum(CASE covered WHEN false THEN 1 ELSE 0 END) AS gap,
     count(*) AS subjects,
     collect(CASE WHEN $gaps AND covered = false THEN
       [subject.code, subject.name, because, facts, home.code, home.name, home.street, home.community, home.grid] END) AS gaps
RETURN city, district,
       collect([street, community, grid, covered, gap, subjects - covered - gap]) AS counts,
       collect(CASE WHEN size(gaps) > 0 THEN gaps END) AS gaps
ORDER BY city, district
