"""Time worked elsewhere becomes actuals in Runn.

As in Runn's own tutorial: get the report, the projects and the people, look both up by their
external references, and write the minutes.
"""

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attrs import evolve

from bridge.accounts import Accounts
from bridge.plan import Plan
from bridge.timesheets.facts import Facts, Rules
from bridge.timesheets.owners import Owners
from bridge.timesheets.planner import plan_days
from bridge.timesheets.snapshot import read_locks, read_snapshot
from bridge.timesheets.source import TimeSource
from bridge.timesheets.steps import TimesheetStep
from bridge.timesheets.writer import ActualsWriter
from clientcore import ArgumentError


class Timesheets:
    """Time worked becomes actuals: a workflow.

    Args:
        source: Where the time is.
        first: The first day.
        last: The last day.
        time_zone: Whose calendar tells what is in the future, such as `America/Sao_Paulo`; the
            source's unless given.
        alone: Nobody types time by hand in this account: the source is the only truth, and no
            marks are written.
        take_over: Names of people and projects whose time may be overwritten, whoever typed it;
            `all` for everybody's.
        adopt: Names of people and projects whose time is marked as written by the bridge where its
            sum is right; `all` for everybody's.
        prune: Set to 0 what was written and the source has no more.
        zeros: Write an explicit 0 where somebody was planned and did not work.

    Raises:
        ArgumentError: `first` or `last` is no day, or they are the wrong way round.
    """

    step = TimesheetStep

    def __init__(
        self,
        source: TimeSource,
        first: dt.date,
        last: dt.date,
        *,
        time_zone: str | None = None,
        alone: bool = False,
        take_over: frozenset[str] = frozenset(),
        adopt: frozenset[str] = frozenset(),
        prune: bool = False,
        zeros: bool = False,
    ) -> None:
        for day in (first, last):
            if not isinstance(day, dt.date) or isinstance(day, dt.datetime):  # pyright: ignore[reportUnnecessaryIsInstance] - what Python passes
                raise ArgumentError(f"first and last are days, as dt.date has them, not {day!r}")
        if first > last:
            raise ArgumentError(f"the first day, {first}, is after the last, {last}")
        self._source = source
        self._first = first
        self._last = last
        self._time_zone = time_zone
        owners = Owners(source.name, alone, take_over, adopt)
        self._rules = Rules(
            source=source.name, reference=source.reference, owners=owners, prune=prune, zeros=zeros
        )

    async def read(self, accounts: Accounts) -> Facts:
        """Read the report, and what Runn has of the same days.

        Raises:
            ArgumentError: There is no such time zone.
            SDKError: One of the two services did not answer as it should.
        """
        zone = zone_of(self._time_zone or await self._source.time_zone())
        read_at = await accounts.now()
        facts = Facts(
            worked=await self._source.read(self._first, self._last),
            snapshot=await read_snapshot(accounts, self._first, self._last),
            today=accounts.clock.now().astimezone(zone).date(),
            zone=zone,
            account=accounts.described,
            read_at=read_at,
        )
        # Only of projects on which something is to be written: each is a request of its own
        changes = self.plan(facts).changes
        projects = {step.after.project_id for step in changes if step.after}
        return evolve(facts, locks=await read_locks(accounts.runn, projects))

    def plan(self, facts: Facts) -> Plan[TimesheetStep]:
        """Match people and projects, and compare the minutes."""
        return plan_days(facts, self._rules)

    def writer(self, accounts: Accounts, plan: Plan[TimesheetStep]) -> ActualsWriter:
        """Overwrites the actuals."""
        return ActualsWriter(accounts, plan.read_at)


def zone_of(name: str) -> ZoneInfo:
    """A time zone by its name.

    Args:
        name: Its name; empty where the source does not say.

    Raises:
        ArgumentError: There is none of that name.
    """
    if not name:
        raise ArgumentError(
            "the source does not say whose calendar its days are of: pass a time zone "
            "such as America/Sao_Paulo (--time-zone, or time_zone in the settings)"
        )
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder of zones is an OSError
        pass
    raise ArgumentError(f"there is no time zone {name!r}; pass one such as America/Sao_Paulo")
