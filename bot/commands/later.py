"""Commands that the program names and does not do yet: they say so and change nothing."""

import argparse

from models.errors import NotYet


def add(parser: argparse.ArgumentParser, name: str):  # type: ignore[no-untyped-def]
    parser.add_argument("rest", nargs=argparse.REMAINDER)

    def run(args: argparse.Namespace) -> int:
        raise NotYet(f"mashang {name} is not built yet; nothing was changed")

    return run
