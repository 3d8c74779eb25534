// The labels that the store knows, those without nodes included.
CALL db.labels() YIELD label
RETURN label
