import fakeredis
import pytest

from bridge.lease import LeaseTakenError, LeaseUnknownError, key_of, lease
from clientcore import ArgumentError
from tests.bridge.test_meanwhile import go
from tests.bridge.world import HOUR, MONDAY, World

KEY = key_of("live")


@pytest.fixture
def redis() -> fakeredis.FakeRedis:
    return fakeredis.FakeRedis()


async def test_only_one_machine_writes_at_a_time(world: World, redis: fakeredis.FakeRedis) -> None:
    world.work(world.worker("Anna"), world.job("Moon"), MONDAY, HOUR)
    async with lease(redis, "live"):
        with pytest.raises(LeaseTakenError):
            await go(world, apply=True, lease=lease(redis, "live"))
        assert world.bulks == []
        await go(world, apply=True, lease=lease(redis, "test"))
    assert len(world.bulks) == 1


async def test_it_is_given_back_whatever_happens(redis: fakeredis.FakeRedis) -> None:
    with pytest.raises(ArgumentError):
        async with lease(redis, "live"):
            raise ArgumentError("no")
    async with lease(redis, "live"):
        pass
    assert redis.get(KEY) is None


async def test_one_that_somebody_else_has_taken_since_is_not_given_back(
    redis: fakeredis.FakeRedis,
) -> None:
    async with lease(redis, "live"):
        redis.set(KEY, "somebody else")
    assert redis.get(KEY) == b"somebody else"


async def test_it_ends_by_itself_where_its_holder_was_killed(redis: fakeredis.FakeRedis) -> None:
    async with lease(redis, "live"):
        assert 0 < redis.ttl(KEY) <= 3600
        assert "live" not in KEY


async def test_nothing_is_written_where_it_cannot_be_asked_for(world: World) -> None:
    world.work(world.worker("Anna"), world.job("Moon"), MONDAY, HOUR)
    server = fakeredis.FakeServer()
    server.connected = False
    gone = fakeredis.FakeRedis(server=server)

    with pytest.raises(LeaseUnknownError, match=r"^Redis, where machines take turns, failed"):
        await go(world, apply=True, lease=lease(gone, "live"))
    assert world.bulks == []


async def test_what_was_done_is_done_where_it_cannot_be_given_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    server = fakeredis.FakeServer()
    redis = fakeredis.FakeRedis(server=server)
    async with lease(redis, "live"):
        server.connected = False
    assert "the lease is held for up to 3600 s" in caplog.text
