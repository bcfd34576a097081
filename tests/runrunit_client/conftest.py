import pytest

from tests.runrunit_client.account import Account, make


@pytest.fixture
def account() -> Account:
    return make()
