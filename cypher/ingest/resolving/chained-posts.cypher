// The posts chained to these, with what is known of them.
UNWIND $codes AS code
MATCH (p:Post {code: code})
WHERE p.closed_on IS NULL
OPTIONAL MATCH (p)-[same:SAME_HOLDER]-(q:Post)
WHERE same.closed_on IS NULL AND q.closed_on IS NULL
RETURN p.code AS code, q.code AS other, p.chain AS chain, 'other_posts' IN coalesce(p.unknown, []) AS open
