"""A limiter that lets everything through."""

from clientcore import RateLimit


class Free:
    """For figures that no waiting must be part of."""

    async def acquire(self, max_pause: float) -> float | None:
        return None

    async def release(self, rate_limit: RateLimit | None) -> None:
        pass

    async def pause(self, seconds: float) -> None:
        pass
