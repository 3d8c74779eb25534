// The relationships that a rule's patterns find, those whose two ends are among the nodes `$seen`: `// ways` stands for a question
// (`evidence-way`) for each pattern.
CALL () {
// ways
}
WITH DISTINCT element AS link
WITH link, startNode(link) AS start, endNode(link) AS end
WHERE elementId(start) IN $seen AND elementId(end) IN $seen
RETURN type(link) AS type, labels(start) AS start_labels, start.code AS start, labels(end) AS end_labels, end.code AS end,
       properties(link) AS properties
