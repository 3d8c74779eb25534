// The sheets that were read from this very file under this very declaration, with what was said of them.
MATCH (s:Sheet {sha256: $sha256, state: 'done'})
WHERE s.current AND NOT s.pending AND s.fingerprint = $fingerprint
  AND s.file = $file AND s.sheet = $sheet AND s.dataset = $dataset AND s.given_area = $given_area
MATCH (source:Source {code: s.source})
RETURN s.code AS code, s.tables AS tables, s.report AS report, source.code AS source, source.edition AS edition,
       s.listed AS listed, s.unkeyed AS unkeyed
