// Takes away the node that the check of a store wrote.
MATCH (n:StoreCheck {code: $code})
DELETE n
