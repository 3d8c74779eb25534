"""A judged table on its way into the graph: its rows on disk, its keys in memory."""
