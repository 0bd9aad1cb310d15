"""What the log says of a peer that is gone before it is answered: nothing, for it is no fault of the program."""

import logging

import pytest
from aiohttp import ClientConnectionResetError, web

from bot.web import server


@pytest.fixture
def server_log() -> logging.Logger:
    server.build([])
    return logging.getLogger("aiohttp.server")


def is_logged(log: logging.Logger, error: Exception) -> bool:
    record = log.makeRecord(
        log.name, logging.ERROR, __file__, 1, "Error handling request", (), (type(error), error, None)
    )
    return bool(log.filter(record))


@pytest.mark.parametrize(
    "error", [ClientConnectionResetError("Cannot write to closing transport"), ConnectionResetError()]
)
def test_a_peer_that_hangs_up_leaves_no_traceback(server_log: logging.Logger, error: Exception) -> None:
    assert not is_logged(server_log, error)


@pytest.mark.parametrize("error", [KeyError("x"), RuntimeError("ours"), web.HTTPInternalServerError()])
def test_a_fault_of_our_own_is_logged(server_log: logging.Logger, error: Exception) -> None:
    assert is_logged(server_log, error)
