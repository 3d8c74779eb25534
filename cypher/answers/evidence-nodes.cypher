// The nodes that a rule's patterns find: `// ways` stands for a question (`evidence-way`) for each pattern. What lies outside the
// viewer's area comes without anything but its id, and its name only if it stands in `$texts`. The condition of the area stands
// once behind all patterns: a query with one for each takes seconds to plan.
CALL () {
// ways
}
WITH DISTINCT element AS node
WITH node, coalesce(true/* inside */, false) AS seen
RETURN CASE WHEN seen THEN labels(node) END AS labels, CASE WHEN seen THEN properties(node) END AS properties,
       elementId(node) AS id, seen,
       CASE WHEN NOT seen AND node.name IN $texts THEN node.name END AS name
