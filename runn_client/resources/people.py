"""People, and placeholders for people."""

import datetime as dt

from clientcore.operation import operation
from clientcore.paging.pager import Pager
from clientcore.resource import Resource
from clientcore.unset import UNSET, Unset
from runn_client.models.contract import Contract
from runn_client.models.person import Person
from runn_client.resources.common import Order, SortBy
from runn_client.service import PAGES_OF_200, PAGES_OF_500, PageOf200, PageOf500


class People(Resource):
    """People, and placeholders for people."""

    @operation("GET", "/people/", pages=PAGES_OF_200)
    def list(
        self,
        *,
        email: str | Unset = UNSET,
        first_name: str | Unset = UNSET,
        last_name: str | Unset = UNSET,
        external_id: str | Unset = UNSET,
        include_placeholders: bool | Unset = UNSET,
        modified_after: dt.date | dt.datetime | Unset = UNSET,
        sort_by: SortBy | Unset = UNSET,
        order: Order | Unset = UNSET,
        page_size: PageOf200 = UNSET,
    ) -> Pager[Person]:
        """People, archived ones among them; notes, skills and custom fields only with `get`.

        Args:
            email: Part of the e-mail address, in any case: check for the whole one yourself.
            first_name: Part of the first name, in any case.
            last_name: Part of the last name, in any case.
            external_id: The id in any other system that a reference names.
            include_placeholders: Placeholders as well; they are left out by default.
            modified_after: Changed since then in name, e-mail, references, tags or archiving.
            sort_by: By id unless given.
            order: Ascending unless given.
            page_size: People per request, 1 to 200.
        """
        ...

    @operation("GET", "/people/{personId}")
    async def get(self, person_id: int) -> Person:
        """One person, or one placeholder, with notes, skills and custom fields.

        Args:
            person_id: The person's id.
        """
        ...

    @operation("GET", "/people/contracts/current", pages=PAGES_OF_500)
    def list_current_contracts(
        self,
        *,
        modified_after: dt.date | dt.datetime | Unset = UNSET,
        page_size: PageOf500 = UNSET,
    ) -> Pager[Contract]:
        """The contract in force today of each person: role, cost and hours.

        Args:
            modified_after: Changed since then.
            page_size: Contracts per request, 1 to 500.
        """
        ...
