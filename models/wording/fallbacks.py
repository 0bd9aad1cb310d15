"""What a platform cannot show, said in what it can: buttons by number, a picture or a file by its name."""

from dataclasses import replace

from models.messages import Button, Capabilities, Card, Outgoing, OutgoingKind

CHOICE, MARK = "选", "#"
CODE_CHARS = 4


def fitted(message: Outgoing, can: Capabilities) -> Outgoing | None:
    """The message as this platform shows it; None where nothing of it can be shown."""
    match message.kind:
        case OutgoingKind.CARD_UPDATE if not can.card_updates:
            return None
        case OutgoingKind.RECALL if not can.recall_s:
            return Outgoing(OutgoingKind.TEXT, message.text, ref=message.ref) if message.text else None
        case OutgoingKind.CARD if message.card and not can.cards:
            return _spoken(message, message.card, can)
        case OutgoingKind.IMAGE | OutgoingKind.FILE if not can.media_s:
            return _named(message)
        case _:
            return message


def code_of(card_id: str) -> str:
    """What tells this card from the others on a phone, short enough to be typed."""
    return card_id[-CODE_CHARS:]


def choice(number: int, button: Button, card: Card) -> str:
    """选2 逐项看 #7f3a: what a press types, read by `handlers.choosing`."""
    return f"{CHOICE}{number} {button.text} {MARK}{code_of(card.id)}"


def _spoken(message: Outgoing, card: Card, can: Capabilities) -> Outgoing:
    if not card.buttons:
        return message if can.typed_buttons else Outgoing(OutgoingKind.TEXT, _as_text(card), ref=message.ref)
    if len(card.buttons) <= can.typed_buttons:
        buttons = tuple(replace(b, says=choice(n, b, card)) for n, b in enumerate(card.buttons, start=1))
        body = "\n".join(part for part in (card.body, _hint(card)) if part)
        return replace(message, card=replace(card, body=body, buttons=buttons))
    numbered = [f"{CHOICE}{n} {button.text}" for n, button in enumerate(card.buttons, start=1)]
    return Outgoing(OutgoingKind.TEXT, "\n".join([_as_text(card), *numbered, _how(card)]), ref=message.ref)


def _hint(card: Card) -> str:
    return f"按钮点不动时，{_how(card)}"


def _how(card: Card) -> str:
    several = len(card.buttons) > 1
    return f"回“{CHOICE}1”即选第一个。" if several else f"回“{CHOICE}1”即可。"


def _as_text(card: Card) -> str:
    lines = [card.title, card.body, *(f"{name}：{value}" for name, value in card.fields)]
    return "\n".join(line for line in lines if line)


def _named(message: Outgoing) -> Outgoing:
    what = "图片" if message.kind is OutgoingKind.IMAGE else "文件"
    name = f"《{message.file.name}》" if message.file else ""
    said = f"{message.text}\n" if message.text else ""
    return Outgoing(OutgoingKind.TEXT, f"{said}（{what}{name}在这个应用里发不出来，请向督查室索取）", ref=message.ref)
