"""The messenger's own envelope against known answers."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.wecom.envelope import BadEnvelope, Envelope
from bot.sandbox.wecom.plaintext import cdata

VECTORS = json.loads((Path(__file__).parents[1] / "data" / "wecom_vectors.json").read_text(encoding="utf-8"))
OFFICIAL_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["id"] for vector in VECTORS])
def test_a_known_answer_opens_or_is_refused_for_its_cause(vector: dict) -> None:
    envelope = Envelope(vector["token"], vector["encoding_aes_key"], vector["receive_id"])

    def open_it() -> str:
        envelope.check(
            vector["msg_signature"],
            timestamp=vector["timestamp"],
            nonce=vector["nonce"],
            encrypt=vector["encrypt"],
        )
        return envelope.decrypt(vector["encrypt"])

    if vector["valid"]:
        assert open_it() == vector["plaintext"]
        return
    with pytest.raises(BadEnvelope) as refused:
        open_it()
    assert refused.value.cause == vector["expected_error"]


@pytest.mark.parametrize("vector", [one for one in VECTORS if one["valid"]], ids=lambda one: one["id"])
def test_sealing_with_the_same_prefix_gives_the_same_bytes(vector: dict) -> None:
    envelope = Envelope(vector["token"], vector["encoding_aes_key"], vector["receive_id"])
    prefix = envelope._open(vector["encrypt"])[:16]
    assert envelope.encrypt(vector["plaintext"], prefix=prefix) == vector["encrypt"]


def test_the_vendors_own_sample_opens() -> None:
    envelope = Envelope("QDG6eK", OFFICIAL_KEY, "wx5823bf96d3bd56c7")
    echo = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
    signature = "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3"
    assert envelope.sign(timestamp="1409659589", nonce="263014780", encrypt=echo) == signature
    assert envelope.decrypt(echo) == "1616140317555161061"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=1500))
def test_whatever_is_sealed_opens_again(text: str) -> None:
    text = text.encode(errors="ignore").decode()
    envelope = Envelope("t", OFFICIAL_KEY, "ww1")
    assert envelope.decrypt(envelope.encrypt(text)) == text


def test_the_end_of_a_cdata_section_is_split_over_two() -> None:
    assert cdata("a]]>b") == "<![CDATA[a]]]]><![CDATA[>b]]>"
