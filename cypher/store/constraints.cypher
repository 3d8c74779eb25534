// The constraints of the store.
SHOW CONSTRAINTS YIELD type, labelsOrTypes, properties
