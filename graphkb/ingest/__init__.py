"""The load: judged rows in, one graph out, every fact traceable to its row."""
