"""The loop that the bot itself runs on, and no pencil: a quarter has hundreds of pictures, and how one is drawn is shown elsewhere."""

import asyncio
from collections.abc import Callable, Sequence

import pytest
import uvloop

from bot.pictures import studio


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture(autouse=True)
def _undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    async def blank(values: Sequence[bytes]) -> list[bytes]:
        return [b"\x89PNG\r\n\x1a\n"] * len(values)

    monkeypatch.setattr(studio, "draw", blank)
