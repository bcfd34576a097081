"""The resources of Runrun.it's API: one module each, loaded on first use."""
