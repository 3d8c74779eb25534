"""What waits for a person, and what people decided: names, pairs of units, conflicts (docs/review.md)."""
