"""The command line: `mashang …` or `python -m bot …`. Each command is a module of bot/commands, loaded when it is called."""

import sys


def main(argv: list[str] | None = None) -> int:
    from bot.commands import dispatch

    return dispatch(sys.argv[1:] if argv is None else argv)


if __name__ == "__main__":
    sys.exit(main())
