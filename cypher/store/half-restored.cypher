// The restore that has not come to its end, if there is one.
MATCH (r:Restore)
RETURN r.file AS file, r.since AS since
