// Whether the node that the check of a store wrote is there.
MATCH (n:StoreCheck {code: $code})
RETURN count(n) AS rows
