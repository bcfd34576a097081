"""Types that the arguments of several resources share."""

from typing import Literal

SortBy = Literal["id", "createdAt", "updatedAt"]
Order = Literal["asc", "desc"]
