"""Users: people with an account."""

from collections.abc import Sequence

from clientcore.operation import LinkPages, Operation
from clientcore.paging.pager import Pager
from clientcore.resource import Resource
from clientcore.unset import UNSET, Unset
from runrunit_client.models.user import User
from runrunit_client.service import BOTH, PAGE, UNDOCUMENTED

LIST = Operation("users.list", "GET", "/users", User, pages=LinkPages(PAGE), editions=BOTH)
GET = Operation("users.get", "GET", "/users/:user_id", User, editions=BOTH)
ME = Operation("users.me", "GET", "/users/me", User, editions=UNDOCUMENTED)


class Users(Resource):
    """Users: people with an account."""

    def list(
        self,
        *,
        ids: Sequence[str] | Unset = UNSET,
        team_id: int | Unset = UNSET,
        search_term: str | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> Pager[User]:
        """Users: all of them for an administrator, otherwise the people of one's teams.

        Args:
            ids: Only these.
            team_id: Only the members of this team.
            search_term: Only those whom it is found in.
            page_size: Users per request, 1 to 100.

        Source: `GET /users`
        """
        query = {"ids": ids, "team_id": team_id, "search_term": search_term}
        return self._list(LIST, query=query, page_size=page_size)

    async def get(self, user_id: str) -> User:
        """One user.

        Args:
            user_id: The user's id, a short text such as `john-snow`.

        Raises:
            NotFoundError: There is none.

        Source: `GET /users/:user_id`
        """
        return await self._call(GET, user_id)

    async def me(self) -> User:
        """The user whose token the client uses; every write is made in this user's name.

        Raises:
            AuthenticationError: The App-Key or the User-Token is wrong.

        Source: `GET /users/me`, not documented but used by the vendor itself
        """
        return await self._call(ME)
