"""The whole store in the forms that other programs read."""
