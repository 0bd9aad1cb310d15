"""Frames of the long connection: by hand, by another implementation, and rubbish."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.feishu_frames import BadFrame, Frame, read, write
from bot.sandbox.feishu import frames as theirs

BY_HAND = bytes.fromhex("0801 1000 1896 01 2001 2a0d 0a04 74797065 1205 6576656e74 4202 7b7d".replace(" ", ""))


def test_a_frame_laid_out_by_hand():
    frame = Frame(method=1, headers={"type": "event"}, payload=b"{}", sequence=1, service=150)
    assert read(BY_HAND) == frame
    assert write(frame) == BY_HAND


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 1), st.dictionaries(st.text(min_size=1, max_size=9), st.text(max_size=20), max_size=5), st.binary(max_size=400),
    st.integers(0, 2**63), st.integers(0, 2**31 - 1),
)  # fmt: skip
def test_another_implementation_agrees_both_ways(method, headers, payload, sequence, service):
    told = theirs.encode(theirs.Frame(method, headers, payload, sequence, service))
    ours = read(told)
    assert ours == Frame(method, headers, payload, sequence, service=service)
    assert theirs.decode(write(ours)) == theirs.Frame(method, headers, payload, sequence, service)


def test_what_is_unknown_is_left_out():
    assert read(BY_HAND + bytes.fromhex("9206023132" + "3d00000000" + "790000000000000000")) == read(BY_HAND)


@pytest.mark.parametrize(
    "raw", ["", "0801", "20", "2001 42ff", "2001 43", "2001 4280", "2001 2a04 0a02fffe", "ff" * 12]
)
def test_what_is_no_frame_is_said_to_be_none(raw):
    with pytest.raises(BadFrame):
        read(bytes.fromhex(raw.replace(" ", "")))


def test_rubbish_raises_nothing_else():
    dice = random.Random(7)
    for _ in range(5000):
        try:
            read(dice.randbytes(dice.randrange(40)))
        except BadFrame:
            continue
