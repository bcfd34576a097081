"""A world for each test."""

import pytest

pytest.register_assert_rewrite("tests.bridge.world")

from tests.bridge.world import World  # noqa: E402 - its assertions are to be rewritten first


@pytest.fixture
def world() -> World:
    return World()
