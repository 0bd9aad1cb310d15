"""The envelope: known answers, another implementation as witness, and rubbish."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wechatpy.work.crypto import WeChatCrypto
from wecom_parts import AES_KEY, CORP, TOKEN, VECTORS, envelope

from bot.channels.envelope import Envelope
from models.errors import CallbackRefused, OperatorError


def opened(vector):
    box = Envelope(vector["token"], vector["encoding_aes_key"], vector["receive_id"])
    box.verify(vector["msg_signature"], vector["timestamp"], vector["nonce"], vector["encrypt"])
    return box.open(vector["encrypt"])


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_every_known_answer(vector):
    if vector["valid"]:
        assert opened(vector) == vector["plaintext"]
    else:
        with pytest.raises(CallbackRefused) as refused:
            opened(vector)
        assert refused.value.cause == vector["expected_error"]


def test_the_vendors_own_sample():
    box = Envelope("QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7")
    echo = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
    box.verify("5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3", "1409659589", "263014780", echo)
    assert box.open(echo) == "1616140317555161061"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=1365))
def test_what_is_sealed_opens_again(text):
    sealed = envelope().seal(text, "1767578400", "n7")
    envelope().verify(sealed.signature, sealed.timestamp, sealed.nonce, sealed.encrypt)
    assert envelope().open(sealed.encrypt) == text


@pytest.mark.parametrize("size", [0, 1, 31, 32, 33, 1023, 4095, 4096])
def test_every_size_fills_whole_blocks(size):
    sealed = envelope().seal("x" * size, "1767578400", "n7", prefix=bytes(range(16)))
    assert envelope().open(sealed.encrypt) == "x" * size
    assert len(sealed.encrypt) * 3 // 4 - sealed.encrypt.count("=") >= size + 20
    assert sealed == envelope().seal("x" * size, "1767578400", "n7", prefix=bytes(range(16)))


@pytest.mark.parametrize("text", ["R-204 done", "已完成，见附件\n第二行", "👩‍👩‍👧 e\u0301", "a" * 4000])
def test_another_implementation_agrees_both_ways(text):
    witness = WeChatCrypto(TOKEN, AES_KEY, CORP)
    theirs = witness.encrypt_message(text, "n7", "1767578400")
    encrypt = theirs.partition("<Encrypt><![CDATA[")[2].partition("]]>")[0]
    signature = theirs.partition("<MsgSignature><![CDATA[")[2].partition("]]>")[0]
    envelope().verify(signature, "1767578400", "n7", encrypt)
    assert envelope().open(encrypt) == text
    ours = envelope().seal(text, "1767578400", "n7")
    body = f"<xml><Encrypt>{ours.encrypt}</Encrypt></xml>"
    read = witness.decrypt_message(body, ours.signature, "1767578400", "n7")
    assert (read.decode() if isinstance(read, bytes) else read) == text


def test_rubbish_is_refused_and_raises_nothing_else():
    dice, box, causes = random.Random(7), envelope(), set()
    for _ in range(20_000):
        raw = dice.randbytes(dice.choice((0, 1, 15, 16, 17, 32, 48, 64, 160)))
        with pytest.raises(CallbackRefused) as refused:
            box.open(_base64(raw))
        causes.add(refused.value.cause)
    assert causes >= {"bad_length", "bad_padding"}


@pytest.mark.parametrize(
    ("encrypt", "cause"),
    [
        ("", "bad_length"),
        ("!!!!", "bad_base64"),
        ("密文", "bad_base64"),
        ("\ud800", "bad_base64"),
        ("AAA", "bad_base64"),
        ("AAAA AAAA", "bad_base64"),
        ("AAAA\nAAAA", "bad_base64"),
        ("AAAA", "bad_length"),
    ],
)
def test_what_is_no_ciphertext_is_named(encrypt, cause):
    with pytest.raises(CallbackRefused) as refused:
        envelope().open(encrypt)
    assert refused.value.cause == cause


@pytest.mark.parametrize("signature", ["", "0" * 40, "签名", "\ud800", "0" * 100_000])
def test_a_foreign_signature_is_refused(signature):
    with pytest.raises(CallbackRefused, match="bad_signature"):
        envelope().verify(signature, "1767578400", "n7", "AAAA")


def test_a_frame_shorter_than_its_head_is_refused():
    box = envelope()
    encryptor = box._cipher.encryptor()
    short = encryptor.update(b"0123456789" + bytes([6]) * 6) + encryptor.finalize()
    with pytest.raises(CallbackRefused, match="bad_msg_len"):
        box.open(_base64(short))


@pytest.mark.parametrize("key", ["", "short", "A" * 42, "A" * 44, "密" * 43])
def test_a_wrong_key_is_the_operators_to_mend(key):
    with pytest.raises(OperatorError, match="EncodingAESKey"):
        Envelope(TOKEN, key, CORP)


def _base64(raw):
    import base64

    return base64.b64encode(raw).decode()
