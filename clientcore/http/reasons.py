"""Why a connection failed, in the words of whoever noticed first."""


def first_words(error: BaseException) -> str:
    """What the first error in a chain says: httpx' own only says where it was met."""
    inside: tuple[BaseException, ...] = ()
    if isinstance(error, BaseExceptionGroup):
        inside = error.exceptions  # of the addresses of a host, one is as good as another
    before = inside[0] if inside else error.__cause__ or error.__context__
    if before is not None:
        return first_words(before)
    return getattr(error, "strerror", None) or str(error)
