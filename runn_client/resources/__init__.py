"""The resources of Runn's API: one module each, loaded on first use."""
