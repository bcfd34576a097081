from collections.abc import AsyncIterator

import anyio
import pytest

from tests.support import LiveClock, runn, runrunit


@pytest.fixture
async def live_clock() -> AsyncIterator[LiveClock]:
    clock = LiveClock()
    async with anyio.create_task_group() as group:
        group.start_soon(clock.run)
        yield clock
        group.cancel_scope.cancel()


@pytest.fixture(params=[runn, runrunit], ids=["runn", "runrunit"])
def make_client(request: pytest.FixtureRequest) -> object:
    """The two clients, each on the handler that it is given."""
    return request.param
