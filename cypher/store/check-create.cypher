// Writes a node that the check of a store looks for.
CREATE (n:StoreCheck {code: $code})
