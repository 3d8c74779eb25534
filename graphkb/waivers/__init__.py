"""Waivers: gaps that somebody has taken off the to-do list for a time. They stay gaps; every number stays as it is."""
