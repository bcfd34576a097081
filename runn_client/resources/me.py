"""The API key itself."""

from clientcore.operation import operation
from clientcore.resource import Resource
from runn_client.models.me import Me


class ApiKey(Resource):
    """The API key itself."""

    @operation("GET", "/me/")
    async def get(self) -> Me:
        """Whose key the client uses; a cheap check that it works.

        Raises:
            AuthenticationError: It does not.
        """
        ...
