// Which store this is.
CALL db.info() YIELD id
RETURN id
