"""Co-building: who builds together with whom."""
