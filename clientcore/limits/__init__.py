"""Keeping to a service's limit: what its headers say, and who may send when."""
