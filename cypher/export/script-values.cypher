// What columns could not hold of nodes of a label.
// rows
MATCH (n:Area/* label */ {code: row[0]})
SET n += row[1]
