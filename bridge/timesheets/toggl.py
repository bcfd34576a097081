"""Time worked in Toggl Track: its weekly report, and the files team.json and projects.json."""

import base64
import datetime as dt
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, Self

from bridge.accounts import require
from bridge.settings import TogglSettings
from bridge.timesheets.source import Covers, TimeEntry, Worked
from clientcore import ArgumentError, Clock, DecodeError
from clientcore.client import BaseClient
from clientcore.codec.naming import snake_case
from clientcore.http.connection import HttpClient
from clientcore.http.credentials import Credentials, Secret
from clientcore.service import Service

REPORT = "/reports/api/v2/weekly"
WEEK = dt.timedelta(days=7)


class TogglTime(BaseClient):
    """Toggl's weekly report.

    Args:
        token: An API token.
        settings: Which workspace, and where the exported files are.
        http_client: An HTTP client to use; it is not closed with this one.
        clock: For tests.
    """

    service: ClassVar[Service] = Service(
        name="Toggl", base_url="https://api.track.toggl.com", naming=snake_case, requests=60
    )
    name = "Toggl"

    def __init__(
        self,
        token: str,
        settings: TogglSettings,
        *,
        http_client: HttpClient | None = None,
        clock: Clock | None = None,
    ) -> None:
        secret = Secret("token", token)
        del token  # as in the clients: what shows variables shows no secret
        key = Secret("token", _basic(f"{secret.reveal()}:api_token"), "Basic ")
        super().__init__(
            Credentials({"Authorization": key}, [secret]),
            base_url=self.service.base_url,
            http_client=http_client,
            limiter=None,
            retry=None,
            timeout=None,
            strict=False,
            app_name=None,
            on_attempt=None,
            clock=clock,
        )
        self.reference: str = settings.reference
        self._settings = settings

    @classmethod
    def from_env(cls, settings: TogglSettings) -> Self:
        """One by the environment: TOGGL_API_TOKEN.

        Args:
            settings: Which workspace, and where the exported files are.

        Raises:
            MissingCredentialsError: It is not set.
        """
        require("TOGGL_API_TOKEN")
        return cls(os.environ["TOGGL_API_TOKEN"], settings)

    async def time_zone(self) -> str:
        """The report does not say."""
        return ""

    async def read(self, first: dt.date, last: dt.date) -> Worked:
        """See `TimeSource.read`."""
        emails = {str(user["id"]): user.get("email") for user in _exported(self._settings.team)}
        projects = {str(project["id"]) for project in _exported(self._settings.projects)}
        entries: list[TimeEntry] = []
        since = first
        while since <= last:
            query = {
                "user_agent": self._settings.email,
                "workspace_id": self._settings.workspace,
                "since": since,
                "until": min(since + WEEK - dt.timedelta(days=1), last),
            }
            answer = await self.request("GET", REPORT, query=query)
            try:
                entries += _entries(answer.json(), since, emails)
            except (KeyError, TypeError, AttributeError, ValueError) as error:
                said = f"not a weekly report: {error!r}"
                raise DecodeError(
                    said, source="GET /reports/api/v2/weekly", service="Toggl"
                ) from None
            since += WEEK
        users = {**{entry.user_id: entry.email for entry in entries}, **emails}
        return Worked(entries, Covers(first=first, last=last, users=users, projects=projects))


def _basic(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _entries(report: Any, since: dt.date, emails: dict[str, str | None]) -> Iterator[TimeEntry]:
    for item in report["data"]:
        for person in item["details"]:
            *days, _ = person["totals"]  # milliseconds; the last of them is the sum
            for n, milliseconds in enumerate(days):
                if milliseconds:
                    yield TimeEntry(
                        date=since + dt.timedelta(days=n),
                        user_id=str(person["uid"]),
                        user_name=person["title"]["user"],
                        email=emails.get(str(person["uid"])) or None,
                        project_id=None if item["pid"] is None else str(item["pid"]),
                        project_name=item["title"]["project"] or "without a project",
                        seconds=round(milliseconds / 1000),
                    )


def _exported(path: str) -> list[dict[str, Any]]:
    """What one of the exported files has; nothing where none is named."""
    if not path:
        return []
    try:
        rows: list[dict[str, Any]] = json.loads(Path(path).read_text(encoding="utf-8"))
        return [{"id": row["id"], **row} for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArgumentError(f"{path} is not a list that Toggl exported: {error!r}") from None
