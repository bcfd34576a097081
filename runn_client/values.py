"""Values that stand in several arguments and models, with the limits that Runn documents."""

from typing import Annotated

from clientcore.marks import Length, Range

Name = Annotated[str, Length(1)]
"""A text that is not empty."""
Minutes = Annotated[int, Range(0)]
"""Whole minutes."""
Money = Annotated[float, Range(0)]
"""In units of the account's currency."""
