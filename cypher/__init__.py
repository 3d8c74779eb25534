"""Every query the product runs, one per file."""
