"""One `run` per SQLite file; short commands work beside it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import OperatorError


@contextmanager
def only_one(database_url: str) -> Iterator[None]:
    """Held as long as the bot runs; several replicas share a PostgreSQL."""
    if not database_url.startswith("sqlite://"):
        yield
        return
    path = Path(database_url.removeprefix("sqlite://") + ".running")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = path.open("w")
    except OSError as error:
        raise OperatorError(
            f"no database can be kept in {path.parent}: {error.strerror}. Check DATABASE_URL and the rights of its folder"
        ) from None
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OperatorError(
                f"another mashang already runs on {path.with_suffix('')}; stop it first, or use PostgreSQL for several replicas"
            ) from None
        yield
