"""The API key itself."""

from collections.abc import Mapping

from attrs import frozen

from clientcore.codec.codec import extra_field


@frozen(kw_only=True)
class Me:
    """Whose key it is that the client uses."""

    name: str
    extra: Mapping[str, object] = extra_field()
