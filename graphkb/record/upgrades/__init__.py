"""The steps that bring a record from one form into the next, each named after the form it leads to."""
