// title = "节点数"
// title_en = "Counts of nodes"
// why = "图里每种对象有多少，其中已关闭的有多少。"
// why_en = "How many there are of each label in the graph, and how many of them are closed."
// [columns]
// label = "标签"
// nodes = "节点数"
// closed = "已关闭"
// [columns_en]
// label = "Label"
// nodes = "Nodes"
// closed = "Closed"

MATCH (node)
UNWIND labels(node) AS label
RETURN label, count(*) AS nodes, count(node.closed_on) AS closed
ORDER BY label
