import pytest

from bridge.verify import verify
from clientcore import ArgumentError
from clientcore.sandbox import Call
from runn_client import RunnClient
from runn_client.resources.actuals import Actuals
from tests.bridge.world import World


async def test_what_the_marks_need_holds_on_the_sandbox_and_nothing_is_left(world: World) -> None:
    world.worker("Anna")
    world.job("Moon")
    found = [answer async for answer in verify(world.target)]
    assert [question for question, _, fits in found if not fits] == []
    assert len(found) == 7
    assert world.table() == []


async def test_what_does_not_hold_is_told_and_nothing_is_left(world: World) -> None:
    world.worker("Anna")
    world.job("Moon")

    def forgetful(call: Call) -> object:
        answer = world.runn.usual(call)
        actuals = world.runn.state.actuals
        for row in [row for row in actuals.values() if not row.minutes]:
            actuals.change(row.id, billable_note=None)
        return answer

    world.runn.handle(Actuals.create_bulk, forgetful)
    found = [answer async for answer in verify(world.target)]
    bad = [question for question, _, fits in found if not fits]
    assert bad == ["a note stays on no minutes"]
    assert world.table() == []


async def test_it_is_not_tried_on_a_live_account(world: World) -> None:
    async with RunnClient("LIVE_x", http_client=world.runn.http_client()) as live:
        with pytest.raises(ArgumentError, match="test account only"):
            [_ async for _ in verify(live)]
    assert world.runn.calls == []
