"""The process that draws: values of pictures on standard input, a JSON list; PNGs on standard output, in Base64.

Run as `python -m bot.pictures.child`. The rasteriser holds the interpreter while it draws, so it has one to itself.
"""

import base64
import json
import sys

from bot.pictures.drawing import png
from models.rules.standing_picture import from_json


def drawn(value: str) -> dict[str, str]:
    """One that cannot be drawn keeps no other from it."""
    try:
        return {"png": base64.b64encode(png(from_json(value.encode()))).decode()}
    except (LookupError, TypeError, ValueError) as error:
        return {"error": f"{type(error).__name__}: {error}"[:500]}


def main() -> None:
    sys.stdout.write(json.dumps([drawn(value) for value in json.load(sys.stdin)]))


if __name__ == "__main__":
    main()
