// The open nodes of one label whose code begins with `$begins` or whose name holds one of the texts, with how well they fit: the
// whole name, the beginning of the code, the beginning of the name, what stands within it. Those of `$codes` are found elsewhere.
MATCH (n)/* node */
WHERE n:Community/* label */ AND n.closed_on IS NULL AND NOT n.code IN $codes
  AND (n.code STARTS WITH $begins OR any(text IN $texts WHERE n.name CONTAINS text)) AND true/* inside */
RETURN n, CASE WHEN n.name IN $texts THEN 1
               WHEN n.code STARTS WITH $begins THEN 2
               WHEN any(text IN $texts WHERE n.name STARTS WITH text) THEN 3
               ELSE 4 END AS rank
