"""Why a connection failed, in the words of whoever noticed first."""


def first_words(error: BaseException) -> str:
    """What the first error in a chain says: httpx' own only says where it was met."""
    # Of a group, as of the tries at all addresses of a host, one is as good as another
    inside: tuple[BaseException, ...] = getattr(error, "exceptions", ())
    before = inside[0] if inside else error.__cause__ or error.__context__
    if before is not None:
        return first_words(before)
    return getattr(error, "strerror", None) or str(error)
