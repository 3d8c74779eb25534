"""Loaders: files in, tables of raw cells out."""
