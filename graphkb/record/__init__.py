"""The record: what every row stated, by whom and when; readable without loading anything."""
