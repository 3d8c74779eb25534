// The neighbours of many nodes: `// branches` stands for the questions (`stored`, `derived`) for each of their labels. The condition
// on the far end stands once behind all of them: a query with one for each takes seconds to plan.
CALL () {
// branches
}
WITH label, code, type, outgoing, mode, agreement, m
WHERE true/* seen */
RETURN label, code, type, outgoing, mode, agreement, labels(m) AS labels, m.code AS other, coalesce(m.name, m.code) AS name,
       m.kind AS kind
LIMIT $rows
