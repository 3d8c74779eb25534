// The posts of the area and below it by kind, in it alone and altogether, by one way home.
MATCH way = (post:Post)-[:POST_OF]->/* way */(area:Area {district/* level */: $code})
WHERE post.closed_on IS NULL AND all(link IN relationships(way) WHERE link.closed_on IS NULL)
RETURN post.kind AS kind, count(*) AS below, sum(CASE WHEN area.code = $code THEN 1 ELSE 0 END) AS own
