"""The process that looks at one picture: bytes on standard input, what became of them as JSON on standard output.

Run as `python -m bot.photos.child`. It binds itself before it looks at the first byte, so that a hostile file can cost
no more than this process. What goes in may be JPEG, PNG or WebP, told by its content; what comes out is a JPEG that
holds pixels and nothing else: no place, no time, no device.
"""

import base64
import io
import json
import resource
import sys
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.photos import limits
from models.rules import red_head

FORMATS = ("JPEG", "PNG", "WEBP")
RESOLUTION = "RGB"


class Refused(Exception):
    """Why it is not kept: foreign (no picture of ours), broken, large."""


def bind() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY_BYTES, limits.MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CPU_S, limits.CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def develop(data: bytes) -> dict[str, object]:
    """{"jpeg": Base64, "is_red_head": bool}, or {"refused": why}."""
    try:
        if len(data) > limits.PACKED_BYTES:
            raise Refused("large")
        shown = _upright(_opened(data))
        return {"jpeg": base64.b64encode(_jpeg(shown)).decode(), "is_red_head": _is_red_head(shown)}
    except Refused as refusal:
        return {"refused": str(refusal)}
    except (MemoryError, Image.DecompressionBombError):
        return {"refused": "large"}
    except (OSError, SyntaxError, ValueError, EOFError, OverflowError):  # whatever a decoder makes of half a file
        return {"refused": "broken"}


def _opened(data: bytes) -> Image.Image:
    try:
        found = Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError:
        raise Refused("foreign") from None
    most = limits.JPEG_PIXELS if found.format == "JPEG" else limits.PIXELS
    if found.width * found.height > most:
        raise Refused("large")
    found.draft(RESOLUTION, (limits.SIDE, limits.SIDE))
    found.load()
    return found


def _upright(found: Image.Image) -> Image.Image:
    """As it was held when it was taken, on white where it was transparent, no larger than is kept."""
    found.thumbnail((limits.SIDE, limits.SIDE), Image.Resampling.LANCZOS)
    turned = ImageOps.exif_transpose(found)
    if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
        seen = turned.convert("RGBA")
        turned = Image.new(RESOLUTION, seen.size, "white")
        turned.paste(seen, mask=seen.getchannel("A"))
    return turned.convert(RESOLUTION)


def _jpeg(shown: Image.Image) -> bytes:
    """From its pixels alone: nothing that came with them goes along."""
    bare = Image.frombytes(RESOLUTION, shown.size, shown.tobytes())
    written = io.BytesIO()
    bare.save(written, "JPEG", quality=limits.QUALITY, optimize=True)
    return written.getvalue()


def _is_red_head(shown: Image.Image) -> bool:
    small = shown.copy()
    small.thumbnail((red_head.SIDE, red_head.SIDE), Image.Resampling.BOX)
    data = small.tobytes()
    pixels = [(data[at], data[at + 1], data[at + 2]) for at in range(0, len(data), 3)]
    return red_head.looks_like_red_head(small.width, small.height, pixels)


def main() -> None:
    bind()
    warnings.simplefilter("ignore")
    sys.stdout.write(json.dumps(develop(sys.stdin.buffer.read(limits.PACKED_BYTES + 1))))


if __name__ == "__main__":
    main()
