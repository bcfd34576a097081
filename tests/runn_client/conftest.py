import pytest

from tests.runn_client.account import Account, make


@pytest.fixture
def account() -> Account:
    return make()
