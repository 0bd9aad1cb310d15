"""What a platform without cards or files is told instead."""

import pytest

from models.messages import Button, Capabilities, Card, FileRef, Outgoing, OutgoingKind
from models.wording.fallbacks import choice, code_of, fitted

CARD = Card(
    "c00000000000000007f3a", "46号", "断头路12条", (("牵头", "市住建局"),), (Button("y", "认领"), Button("n", "逐项看"))
)
SHOWN = Outgoing(OutgoingKind.CARD, card=CARD, ref="5")


def can(**more):
    plain = {"text_bytes": 2048, "cards": False, "card_buttons": 1, "card_updates": False, "safe_repeat_s": 0}
    return Capabilities(**plain | {"per_person_minute": 1, "per_person_hour": 1} | more)


def test_a_platform_that_calls_back_gets_the_card_as_it_is():
    assert fitted(SHOWN, can(cards=True)) is SHOWN


def test_buttons_that_type_say_which_of_which_card():
    card = fitted(SHOWN, can(typed_buttons=5)).card
    assert [button.says for button in card.buttons] == ["选1 认领 #7f3a", "选2 逐项看 #7f3a"]
    assert card.body == "断头路12条\n按钮点不动时，回“选1”即选第一个。"


@pytest.mark.parametrize("typed", [0, 1])
def test_more_buttons_than_can_be_typed_are_lines(typed):
    message = fitted(SHOWN, can(typed_buttons=typed))
    assert (message.kind, message.ref) == (OutgoingKind.TEXT, "5")
    assert message.text == "46号\n断头路12条\n牵头：市住建局\n选1 认领\n选2 逐项看\n回“选1”即选第一个。"


def test_a_single_button_needs_no_counting():
    one = Card("c1", "46号", buttons=(Button("y", "认领"),))
    assert fitted(Outgoing(OutgoingKind.CARD, card=one), can()).text == "46号\n选1 认领\n回“选1”即可。"


def test_a_card_without_buttons_is_its_words():
    settled = Card("c1", "46号", "已认领")
    assert fitted(Outgoing(OutgoingKind.CARD, card=settled), can()).text == "46号\n已认领"


def test_a_file_is_named_where_it_cannot_go():
    paper = Outgoing(OutgoingKind.FILE, "督查通报", file=FileRef("0" * 64, "通报.docx"))
    assert fitted(paper, can(media_s=60)) is paper
    assert fitted(paper, can()).text == "督查通报\n（文件《通报.docx》在这个应用里发不出来，请向督查室索取）"


def test_a_change_of_a_card_needs_a_card_that_changes():
    change = Outgoing(OutgoingKind.CARD_UPDATE, ticket="t")
    assert fitted(change, can()) is None
    assert fitted(change, can(cards=True, card_updates=True)) is change


def test_a_choice_names_its_card():
    assert choice(2, CARD.buttons[1], CARD) == f"选2 逐项看 #{code_of(CARD.id)}"
