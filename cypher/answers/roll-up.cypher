// One rule's numbers by area, and its gaps if $gaps: `// rule` stands for the rule's text. Levels finer than asked for are put
// together here, in the store. Each row packs the areas of one district as lists side by side ('' where a level does not exist),
// because a million short rows cost more than the counting.
CALL () {
// rule
}
WITH home.city AS city, home.district AS district,
     CASE WHEN 'street' IN $levels THEN coalesce(home.street, '') ELSE '' END AS street,
     CASE WHEN 'community' IN $levels THEN coalesce(home.community, '') ELSE '' END AS community,
     CASE WHEN 'grid' IN $levels THEN coalesce(home.grid, '') ELSE '' END AS grid,
     sum(CASE covered WHEN true THEN 1 ELSE 0 END) AS covered,
     sum(CASE covered WHEN false THEN 1 ELSE 0 END) AS gap,
     count(*) AS subjects,
     collect(CASE WHEN $gaps AND covered = false THEN [subject.code, home.code, because] END) AS gaps
RETURN city, district,
       collect(street) AS streets, collect(community) AS communities, collect(grid) AS grids,
       collect(covered) AS covered, collect(gap) AS gap, collect(subjects) AS subjects,
       collect(CASE WHEN size(gaps) > 0 THEN gaps END) AS gaps
ORDER BY city, coalesce(district, '')
