"""The API key itself."""

from clientcore.operation import Operation
from clientcore.resource import Resource
from runn_client.models.me import Me
from runn_client.service import V1

GET = Operation("me.get", "GET", "/me/", Me, editions=V1)


class ApiKey(Resource):
    """The API key itself."""

    async def get(self) -> Me:
        """Whose key the client uses; a cheap check that it works.

        Raises:
            AuthenticationError: It does not.

        Source: `GET /me/`
        """
        return await self._call(GET)
