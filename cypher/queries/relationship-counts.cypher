// title = "关系数"
// title_en = "Counts of relationships"
// why = "图里每种关系有多少，其中已关闭的有多少。"
// why_en = "How many relationships there are of each type in the graph, and how many of them are closed."
// [columns]
// type = "类型"
// relationships = "关系数"
// closed = "已关闭"
// [columns_en]
// type = "Type"
// relationships = "Relationships"
// closed = "Closed"

MATCH ()-[link]->()
RETURN type(link) AS type, count(*) AS relationships, count(link.closed_on) AS closed
ORDER BY type
