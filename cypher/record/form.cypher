// The form in which the record is kept (null where it does not say), and whether there is any record.
OPTIONAL MATCH (f:Form {code: 'record'})
RETURN f.form AS form, EXISTS { MATCH (:Statements) } AS recorded
