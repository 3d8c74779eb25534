// Holders and chains, as they are after this load, to the posts.
UNWIND $rows AS row
MATCH (p:Post {code: row.code})
SET p.holder = row.holder, p.chain = row.chain
