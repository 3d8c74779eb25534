// All is there and proved: the mark of the restore goes.
MATCH (r:Restore)
DELETE r
