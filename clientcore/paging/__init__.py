"""Lists on a server, walked page by page."""
