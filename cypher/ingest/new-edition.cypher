// These sheets and their sources hold for a later edition too.
UNWIND $codes AS code
MATCH (s:Sheet {code: code})
MATCH (source:Source {code: s.source})
SET s.first_edition = coalesce(s.first_edition, s.edition), s.edition = $edition, source.edition = $edition
