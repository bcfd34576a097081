"""The version of the distribution, for pyproject.toml and for the User-Agent."""

__version__ = "0.1.0"
