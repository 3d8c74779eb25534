// The sheets that loads were cut short in, and that no later load of their source has taken the place of.
MATCH (s:Sheet {state: 'loading'})
RETURN s.code AS code
