"""Bodies of HTML forms, as Rails reads them: `client[name]=x` is `{"client": {"name": "x"}}`."""

import re
from typing import Any
from urllib.parse import parse_qsl

from clientcore.codec.scalars import is_object
from clientcore.sandbox.wire import Refused, Row

_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\]){0,8})")


def read_form(content: bytes) -> Row:
    """A form as the JSON that it stands for: objects, and texts in them. Lists are not known.

    Raises:
        Refused: It is no form, or has text and object under one name.
    """
    try:
        pairs = parse_qsl(content.decode(), keep_blank_values=True, max_num_fields=1000)
    except ValueError:
        raise Refused(400, "Body is not a valid form") from None
    form: Row = {}
    for name, text in pairs:
        match = _NAME.fullmatch(name)
        *outer, last = [match[1], *re.findall(r"\[(.*?)\]", match[2])] if match else [name]
        inner: Any = form
        for key in outer:
            inner = inner.setdefault(key, {})
            if not is_object(inner):
                raise Refused(400, f"{key} is a text and an object")
        inner[last] = text
    return form
