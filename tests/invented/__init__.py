"""A label that the product does not have, with its ledger, relationship and rule, and a file format: what a release with them is
made of, and a walk through all that it can be asked."""
