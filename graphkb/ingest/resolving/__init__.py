"""Which rows stand, what they refer to, and to which source each belongs. Writes nothing."""
