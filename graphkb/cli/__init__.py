"""The command line: `graphkb` (interface, "Command line")."""
