// title = "居民网格划在社区内"
// title_en = "A residents' grid belongs to a community"
// why = "居民网格在社区以下划分；直接挂在街道下的居民网格没有社区负责。"
// why_en = "Residents' grids are drawn within communities; no community is responsible for one placed directly below a street."
// subject = "Grid"
// needs = []
// explain = ["(subject)<-[:CONTAINS]-(:Area)"]
// [sentences]
// street = "居民网格“{name}”直接挂在“{parents}”下，没有划入社区。"
// none = "居民网格“{name}”没有上级社区。"
// [sentences_en]
// street = "The residents' grid “{name}” is placed directly below “{parents}” and belongs to no community."
// none = "The residents' grid “{name}” has no community above it."

// scope
MATCH (home:Grid {kind: '居民网格'}) WHERE home.closed_on IS NULL
WITH home, EXISTS { MATCH (home)<-[contains:CONTAINS]-(:Community) WHERE contains.closed_on IS NULL } AS found
WITH home, found,
     CASE WHEN found THEN [] ELSE COLLECT {
       MATCH (home)<-[contains:CONTAINS]-(parent:Area) WHERE contains.closed_on IS NULL
       RETURN parent.name
     } END AS parents
RETURN home AS subject, home, found AS covered,
       CASE WHEN found THEN null WHEN size(parents) > 0 THEN 'street' ELSE 'none' END AS because,
       {parents: parents} AS facts
