"""RunnSandbox: the fake Runn as users of it see it."""

import datetime as dt
import math
from collections.abc import Mapping
from http.client import responses

from clientcore.codec.naming import camel_case
from clientcore.registry import operations_of
from clientcore.sandbox import BadRow, Refused, Sandbox
from clientcore.sandbox.window import FixedWindow
from clientcore.sandbox.wire import WireRequest, WireResponse
from runn_client.client import RunnClient
from runn_client.models.common import Reference
from runn_client.models.project import TimesheetLock
from runn_client.sandbox.account import RunnAccount
from runn_client.sandbox.rules import RULES
from runn_client.service import RUNN

NONE: Mapping[str, str] = {}  # ids in other systems, by their names
LONG_AGO = dt.date(2020, 1, 1)


class RunnSandbox(
    Sandbox[RunnAccount], service=RUNN, operations=operations_of(RunnClient),
    account=RunnAccount, rules=RULES,
):  # fmt: skip
    """A fake Runn with one account, empty at first.

    What it was filled with can be changed: `sandbox.state.projects.change(project_id, team_id=7)`.

    Attributes:
        token: What it accepts.
    """

    token = "TEST_sandbox"  # noqa: S105 - opens nothing but this

    def client(self, *, strict: bool = True) -> RunnClient:
        """A client that is connected to this sandbox, without a network, and strict by default."""
        http_client = self.http_client()
        return RunnClient(self.token, http_client=http_client, clock=self.clock, strict=strict)

    # Filling the account

    def add_client(self, name: str, **columns: object) -> int:
        """Add a client; its id."""
        return self.state.clients.add(name=name, **columns).id

    def add_role(self, name: str, **columns: object) -> int:
        """Add a role; its id."""
        return self.state.roles.add(name=name, **columns).id

    def add_person(
        self,
        first_name: str,
        last_name: str = "",
        *,
        email: str | None = None,
        role_id: int | None = None,
        references: Mapping[str, str] = NONE,
        is_placeholder: bool = False,
        **columns: object,
    ) -> int:
        """Add a person, with a contract since 2020 if there is a role for it; the person's id."""
        self.state.contracts.check({"role_id": role_id})
        columns = {**columns, "email": email, "references": _references(references)}
        person = self.state.people.add(first_name=first_name, last_name=last_name, **columns)
        if is_placeholder:
            self.state.placeholders.add(person.id)
        if role_id is not None:
            self.add_contract(person.id, role_id)
        return person.id

    def add_contract(
        self, person_id: int, role_id: int, start_date: dt.date = LONG_AGO, **columns: object
    ) -> int:
        """Add a full-time contract, which ends the one before it; its id."""
        contracts, eve = self.state.contracts, start_date - dt.timedelta(days=1)
        before = [c.id for c in contracts.values() if c.person_id == person_id and not c.end_date]
        columns = {**columns, "person_id": person_id, "role_id": role_id}
        added = contracts.add(start_date=start_date, **columns)
        for contract_id in before:
            contracts.change(contract_id, end_date=eve)
        return added.id

    def add_project(
        self, name: str, client_id: int, *, references: Mapping[str, str] = NONE, **columns: object
    ) -> int:
        """Add a project, confirmed and billed by time unless said otherwise; its id."""
        columns = {**columns, "references": _references(references)}
        return self.state.projects.add(name=name, client_id=client_id, **columns).id

    def add_member(self, project_id: int, person_id: int, role_id: int, **columns: object) -> int:
        """Make a person a member of a project in a role; the membership's id."""
        columns = {"is_placeholder": person_id in self.state.placeholders, **columns}
        columns |= {"project_id": project_id, "person_id": person_id, "role_id": role_id}
        return self.state.project_members.add(**columns).id

    def add_assignment(
        self,
        person_id: int,
        project_id: int,
        role_id: int,
        start_date: dt.date,
        end_date: dt.date,
        **columns: object,
    ) -> int:
        """Plan a person on a project, full days unless said otherwise; the assignment's id."""
        columns = {"is_placeholder": person_id in self.state.placeholders, **columns}
        columns |= {"project_id": project_id, "person_id": person_id, "role_id": role_id}
        columns |= {"start_date": start_date, "end_date": end_date}
        return self.state.assignments.add(**columns).id

    def lock_timesheets(self, project_id: int, until: dt.date) -> None:
        """Lock a project's timesheets up to a day, that day included."""
        self.state.projects.found(project_id)
        self.state.locks[project_id] = TimesheetLock(
            status="LOCKED",
            locked_until=dt.datetime.combine(until, dt.time(), dt.UTC),
            last_updated_by="Sandbox",
            updated_at=self.clock.now(),
        )

    # How the service answers

    def check_credentials(self, request: WireRequest) -> None:
        """A Bearer token and the version; a request without them is refused."""
        if request.headers.get("authorization") != f"Bearer {self.token}":
            raise Refused(401, "Unauthorized")
        if request.headers.get("accept-version") != RUNN.headers["Accept-Version"]:
            raise Refused(400, "headers must have required property 'accept-version'")

    def check_content_type(self, request: WireRequest) -> None:
        """The real one's framework reads JSON and nothing else, and JSON is never empty."""
        is_json = request.content_type == "application/json"
        if is_json and not request.content:
            said = "Body cannot be empty when content-type is set to 'application/json'"
            raise Refused(400, said, "FST_ERR_CTP_EMPTY_JSON_BODY")
        if request.content and not is_json:
            said = f"Unsupported Media Type: {request.headers.get('content-type', '')}"
            raise Refused(415, said, "FST_ERR_CTP_INVALID_MEDIA_TYPE")

    def refusal(self, refused: Refused) -> WireResponse:
        """`{error, message, statusCode}`, and a code where the framework refuses."""
        status, code = refused.status, {"code": refused.code} if refused.code else {}
        body = {"statusCode": status, "error": responses.get(status, "Error"), **code}
        return WireResponse.of_json(status, {**body, "message": refused.message})

    def refuse_row(self, problem: BadRow) -> Refused:
        """Words that were seen in answers, as far as any were."""
        kind, column, value = problem.kind, camel_case(problem.column), problem.value
        words = {
            "missing": f"{kind} not found",
            "dangling": f"{kind} with id {value} not found.",
            "taken": f"{kind} with {column} {value} already exists",
            "empty": f"body/{column} must NOT have fewer than 1 characters",
        }
        return Refused(404 if problem.reason == "missing" else 400, words[problem.reason])

    def refuse_bulk(self, name: str, reasons: Mapping[int, str]) -> Refused:
        """The real service puts all reasons into one text that is no JSON."""
        said = ", ".join(f"{name}[{index}]: '{reason}'" for index, reason in reasons.items())
        return Refused(400, f"{{ {said} }}")

    def moment_text(self, moment: dt.datetime) -> str:
        """To the millisecond, in UTC."""
        text = moment.astimezone(dt.UTC).isoformat(timespec="milliseconds")
        return text.replace("+00:00", "Z")

    def limit_headers(self, window: FixedWindow, *, admitted: bool) -> Mapping[str, str]:
        """On every answer; the reset is in seconds."""
        reset = str(math.ceil(window.reset))
        headers = window.headers("x-ratelimit", reset)
        return headers if admitted else {**headers, "retry-after": reset}


def _references(ids: Mapping[str, str]) -> list[Reference]:
    return [Reference(reference_name=name, external_id=ids[name]) for name in ids]
