"""Users: people with an account."""

from collections.abc import Sequence

from clientcore.operation import operation
from clientcore.paging.pager import Pager
from clientcore.resource import Resource
from clientcore.unset import UNSET, Unset
from runrunit_client.models.user import User
from runrunit_client.service import PAGES_OF_100, UNDOCUMENTED, PageOf100


class Users(Resource):
    """Users: people with an account."""

    @operation("GET", "/users", pages=PAGES_OF_100)
    def list(
        self,
        *,
        ids: Sequence[str] | Unset = UNSET,
        team_id: int | Unset = UNSET,
        search_term: str | Unset = UNSET,
        page_size: PageOf100 = UNSET,
    ) -> Pager[User]:
        """Users: all of them for an administrator, otherwise the people of one's teams.

        Args:
            ids: Only these.
            team_id: Only the members of this team.
            search_term: Only those whom it is found in.
            page_size: Users per request, 1 to 100.
        """
        ...

    @operation("GET", "/users/:user_id")
    async def get(self, user_id: str) -> User:
        """One user.

        Args:
            user_id: The user's id, a short text such as `john-snow`.
        """
        ...

    @operation("GET", "/users/me", editions=UNDOCUMENTED)
    async def me(self) -> User:
        """The user whose token the client uses; every write is made in this user's name.

        Raises:
            AuthenticationError: The App-Key or the User-Token is wrong.
        """
        ...
