// Every decision that a person took about a pair, oldest first, those taken back included.
MATCH (d:Decision)
RETURN d.code AS id, d.item AS item, d.kind AS kind, d.one AS one, d.other AS other, d.judgement AS judgement, d.score AS score,
       d.by AS by, d.at AS at, d.undone_by AS undone_by, d.undone_at AS undone_at, d.about AS about
ORDER BY at, id
