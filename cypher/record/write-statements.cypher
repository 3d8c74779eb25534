// Batches of ledger rows into the record, each saying which columns its values belong to.
UNWIND $batches AS b
CREATE (s:Statements {code: b.code, name: b.code, source: b.source, sheet: b.sheet, position: b.position, form: b.form,
                      columns: b.columns, kinds: b.kinds, digest: b.digest, rows: b.rows, linked: b.linked, closed: b.closed,
                      data: b.data})
