"""Requests that mean no good, or were damaged on their way: endless, and the same for the same seed."""

import random
from collections.abc import Callable, Iterator

from raw_http import post, request
from wecom_by_hand import encrypt, envelope, seal, signed, typed

ROUTES = (
    "/", "/callback/wecom", "/callback/feishu", "/callback/", "/health/live", "/health/ready", "/metrics", "/api/v1/tasks",
    "/api/v1/tasks/1", "/api/v1/tasks/1/updates", "/api/v1/obligations", "/api/v1/units", "/api/v1/people", "/api/v1/messages/inbox",
    "/api/v1/messages/outbox", "/api/v1/messages/inbox/1/release", "/api/v1/openapi.json", "/sandbox/clock", "/sandbox", "/admin/", "/m/",
)  # fmt: skip
METHODS = ("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "get", "BREW", "")
BODIES = (
    b"", b"\x00" * 300, b"\xff\xfe\xfd", b"{" * 20000, b"[" * 20000, b"<xml>" * 5000, b'{"a":1' + b"0" * 5000 + b"}", b'{"advance_minutes":NaN}',
    b'{"advance_minutes":1e999}', b'{"now":"\\ud800"}', b'{"now":"9999-12-31T23:59:59+00:00"}', b"null", b"[]", b'"x"', b"\xef\xbb\xbf{}",
    b'<!DOCTYPE x [<!ENTITY a "b">]><xml><Encrypt>&a;</Encrypt></xml>', b"<xml><Encrypt></Encrypt></xml>", b"--x\r\n\r\n--x--",
)  # fmt: skip
HEADERS = (
    {}, {"Content-Type": "application/json; charset=nosuch"}, {"Content-Type": "multipart/form-data; boundary=x"}, {"Content-Encoding": "gzip"},
    {"Content-Encoding": "deflate"}, {"Content-Length": "-1"}, {"Content-Length": "99999999999"}, {"Content-Length": "12"}, {"Transfer-Encoding": "chunked"},
    {"Transfer-Encoding": "gzip, chunked"}, {"Expect": "100-continue"}, {"Host": ""}, {"Cookie": "a=" + "b" * 4000}, {"X": "y" * 9000},
    {"Authorization": "Bearer msk_" + "x" * 43}, {"Authorization": "Bearer \udcff"}, {"Range": "bytes=0-1"}, {"If-Modified-Since": "nonsense"},
    {"Upgrade": "websocket", "Connection": "Upgrade"}, {"Content-Type": "\udcff"},
)  # fmt: skip
ENDINGS = (
    "",
    "?",
    "?limit=-1",
    "?limit=x&limit=2",
    "?cursor=%00",
    "?cursor=%ff%fe",
    "/%00",
    "/..%2f..%2fetc/passwd",
    "?a=%",
    "#",
    "?" + "a=1&" * 900,
    "/" + "x" * 9000,
    ";x",
    "?timestamp=1;nonce=2",
)


def many(count: int, seed: int = 0) -> Iterator[bytes]:
    dice = random.Random(seed)
    kinds: tuple[Callable[[random.Random], bytes], ...] = (
        _odd,
        _odd,
        _damaged,
        _signed_rubbish,
        _signed_plaintext,
        _torn,
    )
    for _ in range(count):
        yield dice.choice(kinds)(dice)


def _odd(dice: random.Random) -> bytes:
    """Any method, route, header and body together."""
    return request(
        dice.choice(METHODS), dice.choice(ROUTES) + dice.choice(ENDINGS), dice.choice(BODIES), dice.choice(HEADERS)
    )


def _good() -> bytes:
    sealed = seal(typed("head01", "1号进度40%").xml().encode())
    return post(signed(sealed), envelope(sealed))


def _damaged(dice: random.Random) -> bytes:
    """A good callback with a few bytes changed, doubled or gone."""
    raw = bytearray(_good())
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(raw))
        match dice.randint(0, 2):
            case 0:
                raw[at] = dice.randrange(256)
            case 1:
                del raw[at : at + dice.randint(1, 40)]
            case _:
                raw[at:at] = raw[at : at + dice.randint(1, 40)]
    return bytes(raw)


def _signed_rubbish(dice: random.Random) -> bytes:
    """What only a broken platform sends: rightly signed, and nothing sensible inside."""
    rubbish = dice.randbytes(16 * dice.randint(0, 10) + dice.choice((0, 0, 5)))
    sealed = encrypt(rubbish[: len(rubbish) // 16 * 16]) if dice.random() < 0.7 else rubbish.hex()
    return post(signed(sealed), envelope(sealed))


def _signed_plaintext(dice: random.Random) -> bytes:
    """Rightly sealed, the text inside damaged or of somebody nobody knows."""
    xml = typed(
        dice.choice(("head01", "@all", "a|b", "x" * 70, "", "\udcff", "生人", "<b>")), dice.choice(_TEXTS)
    ).xml()
    plain = bytearray(xml.encode("utf-8", "surrogateescape"))
    if dice.random() < 0.6:
        at = dice.randrange(len(plain))
        plain[at : at + dice.randint(0, 9)] = dice.randbytes(dice.randint(0, 9))
    sealed = seal(bytes(plain))
    return post(signed(sealed), envelope(sealed))


_TEXTS = (
    "1号进度40%", "\x00", "]]>", "<!DOCTYPE a>", "&#0;", "😀" * 400, "１" * 3000, "进度" * 900 + "%", "{{7*7}}", "'; DROP TABLE inbox; --", "\u2028\u202e", "9" * 2000 + "%",
    "更正 " * 300, "撤销", "为什么提醒我", "交办 市第一工程建设管理局 " + "x" * 2000, "=HYPERLINK(1)", "((((" * 500, "1号 2号 3号 " * 100,
)  # fmt: skip


def _torn(dice: random.Random) -> bytes:
    """The beginning of a request, and then nothing or rubbish."""
    raw = _good()
    return raw[: dice.randrange(len(raw))] + dice.choice((b"", b"\r\n\r\n", b"\x00" * 50, dice.randbytes(200)))
