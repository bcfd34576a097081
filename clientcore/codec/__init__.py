"""Between JSON and Python."""
