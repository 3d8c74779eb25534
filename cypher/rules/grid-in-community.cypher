// title = "居民网格划在社区内"
// title_en = "A residents' grid belongs to a community"
// why = "居民网格在社区以下划分；直接挂在街道下的居民网格没有社区负责。"
// subject = "Grid"
// needs = []
// [sentences]
// street = "居民网格“{name}”直接挂在“{parents}”下，没有划入社区。"
// none = "居民网格“{name}”没有上级社区。"

// scope
MATCH (home:Grid {kind: '居民网格'}) WHERE home.closed_on IS NULL
OPTIONAL MATCH (home)<-[contains:CONTAINS]-(parent:Area) WHERE contains.closed_on IS NULL
WITH home, sum(CASE WHEN parent:Community THEN 1 ELSE 0 END) AS communities, collect(parent.name) AS parents
RETURN home AS subject, home, communities > 0 AS covered,
       CASE WHEN communities > 0 THEN null WHEN size(parents) > 0 THEN 'street' ELSE 'none' END AS because,
       {parents: parents} AS facts
