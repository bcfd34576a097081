"""Workflows between Runrun.it and Runn: each reads both sides, plans, and applies on request."""
