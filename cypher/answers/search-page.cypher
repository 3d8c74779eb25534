// The best of what one of the questions for a label finds, behind a place: `// found` stands for the question.
CALL () {
// found
}
WITH n, rank
WHERE rank > $rank OR rank = $rank AND n.code > $after
RETURN 'Community'/* label */ AS label, n.code AS code, coalesce(n.name, n.code) AS name, n.kind AS kind, rank
ORDER BY rank, code
LIMIT $limit
