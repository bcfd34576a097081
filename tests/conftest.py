"""Every async test runs on asyncio and on trio."""

import pytest

pytest.register_assert_rewrite("tests.golden")


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)
