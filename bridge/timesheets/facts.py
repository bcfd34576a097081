"""What a plan for timesheets follows from: what both sides have, and what is wanted."""

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from attrs import field, frozen

from bridge.timesheets.owners import Owners
from bridge.timesheets.snapshot import Snapshot
from bridge.timesheets.source import Worked


@frozen(kw_only=True)
class Facts:
    """All that a plan for timesheets follows from.

    Attributes:
        worked: What the source has.
        snapshot: What Runn has.
        today: The last day that can be recorded, by the account's calendar.
        zone: The account's time zone.
        locks: The last locked day by project.
        account: In words, which accounts.
        read_at: When it was read, by Runn's clock.
    """

    worked: Worked
    snapshot: Snapshot
    today: dt.date
    zone: ZoneInfo
    locks: Mapping[int, dt.date] = field(factory=dict[int, dt.date])
    account: str
    read_at: dt.datetime


@frozen(kw_only=True)
class Rules:
    """What is wanted.

    Attributes:
        source: What the source is called.
        reference: The name of the references that lead to it.
        owners: Whose actuals are whose.
        prune: Clear what we wrote and the source has no more.
        zeros: Write an explicit 0 where somebody was planned and did not work.
    """

    source: str
    reference: str
    owners: Owners
    prune: bool = False
    zeros: bool = False
