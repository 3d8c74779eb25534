// How many neighbours many nodes have, by type and direction: `// branches` stands for the questions (`stored`, `derived`).
CALL () {
// branches
}
WITH type, outgoing, m
WHERE true/* seen */
RETURN type, outgoing, labels(m) AS labels, count(DISTINCT m) AS found
