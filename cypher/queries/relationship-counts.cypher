// title = "关系数"
// title_en = "Counts of relationships"
// why = "图里每种关系有多少，其中已关闭的有多少。"
// [columns]
// type = "类型"
// relationships = "关系数"
// closed = "已关闭"

MATCH ()-[link]->()
RETURN type(link) AS type, count(*) AS relationships, count(link.closed_on) AS closed
ORDER BY type
