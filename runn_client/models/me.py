"""The API key itself."""

from clientcore.model import Model, model


@model
class Me(Model):
    """Whose key it is that the client uses."""

    name: str
