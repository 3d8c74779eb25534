// The sheets that these sources were read from.
UNWIND $codes AS source
MATCH (s:Sheet {source: source})
RETURN s.code AS code, s.source AS source, s.file AS file, s.sheet AS sheet, s.sha256 AS sha256, s.state AS state,
       s.given_area AS given_area, s.current AS current, s.fingerprint AS fingerprint, s.edition AS edition
