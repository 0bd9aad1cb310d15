"""The envelope of Feishu's events: known answers, another implementation as witness, and rubbish."""

import base64
import json
import random
from hashlib import sha256
from pathlib import Path

import pytest
from Crypto.Cipher import AES
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels import feishu_envelope
from bot.channels.feishu_envelope import Envelope
from models.errors import CallbackRefused

VECTORS = json.loads((Path(__file__).parent.parent / "data" / "feishu_vectors.json").read_text())
KEY = "demo-encrypt-key-01"


def witness(plaintext: str, *, key: str = KEY, iv: bytes = bytes(range(16))) -> str:
    """The platform's side of the page, in another library."""
    raw = plaintext.encode()
    padding = 16 - len(raw) % 16
    cipher = AES.new(sha256(key.encode()).digest(), AES.MODE_CBC, iv)
    return base64.b64encode(iv + cipher.encrypt(raw + bytes([padding]) * padding)).decode()


def _as_event(encrypt_key: str, encrypt: str) -> dict:
    return json.loads(Envelope(encrypt_key).open(encrypt))


@pytest.mark.parametrize("vector", VECTORS["decrypt"], ids=lambda vector: vector["id"])
def test_every_known_answer(vector):
    if vector["expect"] == "accept":
        assert Envelope(vector["encrypt_key"]).open(vector["encrypt"]) == vector["plaintext"]
    else:
        with pytest.raises((CallbackRefused, json.JSONDecodeError)):
            _as_event(vector["encrypt_key"], vector["encrypt"])


@pytest.mark.parametrize("vector", VECTORS["published_vectors"], ids=lambda vector: vector["source"])
def test_the_vendors_own_sample(vector):
    assert Envelope(vector["encrypt_key"]).open(vector["encrypt"]) == vector["plaintext"]


@pytest.mark.parametrize("vector", VECTORS["signature"], ids=lambda vector: vector["id"])
def test_every_known_signature(vector):
    headers = vector["headers"]
    parts = {
        "signature": headers["X-Lark-Signature"],
        "timestamp": headers["X-Lark-Request-Timestamp"],
        "nonce": headers["X-Lark-Request-Nonce"],
        "body": vector["raw_body"].encode(),
    }
    if vector["expect"] == "accept":
        feishu_envelope.verify(vector["encrypt_key"], **parts)
    else:
        with pytest.raises(CallbackRefused, match="bad_signature"):
            feishu_envelope.verify(vector["encrypt_key"], **parts)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), st.text(min_size=1, max_size=40), st.binary(min_size=16, max_size=16))
def test_what_the_witness_seals_opens(text, key, iv):
    assert Envelope(key).open(witness(text, key=key, iv=iv)) == text


@pytest.mark.parametrize("signature", ["", "0" * 64, "签名", "\ud800", "0" * 100_000])
def test_a_foreign_signature_is_refused(signature):
    with pytest.raises(CallbackRefused, match="bad_signature"):
        feishu_envelope.verify(KEY, signature=signature, timestamp="1788000404", nonce="n", body=b"{}")


@pytest.mark.parametrize(
    ("encrypt", "cause"),
    [
        ("", "bad_length"),
        ("!!!!", "bad_base64"),
        ("密文", "bad_base64"),
        ("\ud800", "bad_base64"),
        ("AAA", "bad_base64"),
        ("AAAA AAAA", "bad_base64"),
        ("AAAA", "bad_length"),
        (base64.b64encode(bytes(16)).decode(), "bad_length"),
        (base64.b64encode(bytes(47)).decode(), "bad_length"),
    ],
)
def test_what_is_no_ciphertext_is_named(encrypt, cause):
    with pytest.raises(CallbackRefused) as refused:
        Envelope(KEY).open(encrypt)
    assert refused.value.cause == cause


@pytest.mark.parametrize("padding", [b"\0" * 16, b"\x11" * 16, b"\xff" * 16, b"x" * 14 + b"\x01\x02"])
def test_a_padding_that_is_none_is_refused(padding):
    cipher = AES.new(sha256(KEY.encode()).digest(), AES.MODE_CBC, bytes(16))
    with pytest.raises(CallbackRefused, match="bad_padding"):
        Envelope(KEY).open(base64.b64encode(bytes(16) + cipher.encrypt(padding)).decode())


def test_what_is_no_text_is_refused():
    cipher = AES.new(sha256(KEY.encode()).digest(), AES.MODE_CBC, bytes(16))
    with pytest.raises(CallbackRefused, match="bad_utf8"):
        Envelope(KEY).open(base64.b64encode(bytes(16) + cipher.encrypt(b"\xff\xfe" + b"\x0e" * 14)).decode())


def test_rubbish_is_refused_and_raises_nothing_else():
    dice, causes = random.Random(7), set()
    for _ in range(10_000):
        raw = dice.randbytes(dice.choice((0, 1, 15, 16, 17, 32, 48, 64, 160)))
        with pytest.raises(CallbackRefused) as refused:
            Envelope(KEY).open(base64.b64encode(raw).decode())
        causes.add(refused.value.cause)
    assert causes >= {"bad_length", "bad_padding"}
