// The form in which the record is kept from now on.
MERGE (f:Form {code: 'record'})
SET f.name = 'record', f.form = $form
