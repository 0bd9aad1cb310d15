"""Pictures that people send are looked at by their content, turned upright, bared of everything but pixels, or refused."""

import base64
import io
import struct
import zlib

import pytest
from PIL import Image
from scenes import OTHERS, PAPERS, photographed, red_head

from bot.photos import child, limits
from bot.photos.darkroom import Darkroom, Developed, Unusable
from models.rules.red_head import SIDE, looks_like_red_head

MISSED: frozenset[str] = frozenset()
MISTAKEN = frozenset({"a certificate"})  # red letters over words on white: held, and released by a tap


def is_held(picture: Image.Image) -> bool:
    small = picture.copy()
    small.thumbnail((SIDE, SIDE), Image.Resampling.BOX)
    data = small.tobytes()
    return looks_like_red_head(
        small.width, small.height, [(data[at], data[at + 1], data[at + 2]) for at in range(0, len(data), 3)]
    )


@pytest.mark.parametrize("name", PAPERS)
def test_a_red_head_is_held(name: str) -> None:
    assert is_held(PAPERS[name]()) is (name not in MISSED)


@pytest.mark.parametrize("name", OTHERS)
def test_work_with_red_in_it_is_ordinary_work(name: str) -> None:
    assert is_held(OTHERS[name]()) is (name in MISTAKEN)


def written(picture: Image.Image, form: str, **how: object) -> bytes:
    made = io.BytesIO()
    picture.save(made, form, **how)  # type: ignore[arg-type]
    return made.getvalue()


def made_of(answer: dict[str, object]) -> Image.Image:
    shown = Image.open(io.BytesIO(base64.b64decode(str(answer["jpeg"]))))
    shown.load()
    return shown


def two_coloured(width: int, height: int) -> Image.Image:
    """Green above, blue below."""
    made = Image.new("RGB", (width, height), (20, 160, 40))
    made.paste((30, 40, 200), (0, height // 2, width, height))
    return made


def test_where_and_when_it_was_taken_stays_behind_and_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held on its side
    exif[0x010F] = "PHONE"
    exif.get_ifd(0x8825).update({1: "N", 2: (28.0, 13.0, 5.0), 3: "E", 4: (112.0, 56.0, 9.0)})
    sent = written(two_coloured(1200, 800), "JPEG", exif=exif, comment=b"desk of the mayor")
    assert b"PHONE" in sent
    shown = made_of(child.develop(sent))
    assert (shown.width, shown.height) == (800, 1200)
    assert dict(shown.getexif()) == {}
    assert "comment" not in shown.info
    assert shown.getpixel((700, 600))[1] > 100  # type: ignore[index]
    assert shown.getpixel((100, 600))[2] > 100  # type: ignore[index]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_what_people_send_becomes_a_jpeg_no_larger_than_is_kept(form: str) -> None:
    shown = made_of(child.develop(written(two_coloured(3000, 2250), form)))
    assert (shown.format, shown.width, shown.height) == ("JPEG", 2048, 1536)


def test_what_is_transparent_stands_on_white() -> None:
    shown = made_of(child.develop(written(Image.new("RGBA", (60, 60), (255, 0, 0, 0)), "PNG")))
    assert min(shown.getpixel((30, 30))) > 250  # type: ignore[arg-type,type-var]


def png(width: int, height: int, data: bytes) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", data) + chunk(b"IEND", b"")


PHOTO = written(two_coloured(400, 300), "JPEG")
BOMB = png(30_000, 30_000, zlib.compress(bytes(1000)))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (BOMB, "large"),
        (PHOTO + bytes(limits.PACKED_BYTES), "large"),
        (PHOTO[: len(PHOTO) // 2], "broken"),
        (png(100, 100, b"no zlib"), "broken"),
        (b"\x89PNG\r\n\x1a\n" + b"rubbish" * 30, "broken"),
        (b"<svg onload='x'/>", "foreign"),
        (b"MZ\x90\x00 a program that is called photo.jpg", "foreign"),
        (written(two_coloured(40, 30), "GIF"), "foreign"),
        (written(two_coloured(40, 30), "TIFF"), "foreign"),
        (b"", "foreign"),
    ],
    ids=["a bomb", "too many bytes", "half a file", "no data", "a head alone", "svg", "a program", "gif", "tiff", "nothing"],
)  # fmt: skip
def test_what_is_no_picture_of_ours_is_refused(content: bytes, why: str) -> None:
    assert child.develop(content) == {"refused": why}


async def test_it_is_done_by_a_process_of_its_own() -> None:
    room = Darkroom()
    kept = await room.develop(written(photographed(red_head(), angle=3), "JPEG", quality=80))
    assert isinstance(kept, Developed)
    assert kept.is_red_head
    assert await room.develop(BOMB) == Unusable("large")


async def test_what_costs_too_much_ends_with_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = "import os, signal; os.kill(os.getpid(), signal.SIGXCPU)"
    monkeypatch.setattr("bot.photos.darkroom._COMMAND", ("/usr/bin/env", "python3", "-c", busy))
    assert await Darkroom().develop(PHOTO) == Unusable("costly")
    monkeypatch.setattr("bot.photos.darkroom._COMMAND", ("/usr/bin/env", "python3", "-c", "raise SystemExit(1)"))
    assert await Darkroom().develop(PHOTO) is None  # not the picture's fault: another time
