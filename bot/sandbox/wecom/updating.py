"""message/update_template_card: greys a card's buttons, or puts another card in its place.

Follows developer.work.weixin.qq.com/document/path/94888 (2025-07-24).
"""

from bot.sandbox.errors import ApiError
from bot.sandbox.phones import Entry
from bot.sandbox.roster import fold
from bot.sandbox.wecom.cards import check_card
from bot.sandbox.wecom.faces import CALLS_BACK
from bot.sandbox.wecom.sending import ESCAPED, Call, check_agent
from bot.sandbox.wire import Json, number_of, object_of, strings_of, text_of


def update_card(call: Call) -> Json:
    if ESCAPED.search(call.raw):
        raise ApiError(40033, "unicode escapes in the body")
    _check_app(call)
    ticket = call.state.tickets.find(text_of(call.body, "response_code"), call.now)
    cards = {entry.user: entry for entry in call.world.phones.sent_as(ticket.msgid)}
    targets = _targets(call, list(cards))
    reached = [user for user in targets if user in cards]
    if not reached:
        raise ApiError(82102, "no target received the message")
    changes = _changes(call.body, cards[reached[0]])
    call.state.tickets.use(ticket)
    for user in reached:
        call.world.phones.change(cards[user].id, **changes)
    return {"invaliduser": [user for user in targets if user not in cards]}


def _check_app(call: Call) -> None:
    try:
        check_agent(call, missing=41011)
    except ApiError as error:
        raise (ApiError(42015, "not the app that sent the card") if error.errcode == 301002 else error) from None


def _targets(call: Call, receivers: list[str]) -> list[str]:
    if number_of(call.body, "atall") == 1:
        return receivers
    if "userids" in call.body and not isinstance(call.body["userids"], list):
        raise ApiError(40063, "userids must be an array")
    users = [fold(user) for user in strings_of(call.body, "userids")]
    if not users:
        raise ApiError(82101, "targets empty")
    return list(dict.fromkeys(users))


def _changes(body: Json, entry: Entry) -> dict[str, object]:
    if card := object_of(body, "template_card"):
        check_card(card, is_update=True)
        return {"card": card, "settled": text_of(card, "replace_text"), "pressed": ""}
    word = text_of(object_of(body, "button"), "replace_name")
    if not word:
        raise ApiError(42020, "button.replace_name missing")
    if text_of(entry.card or {}, "card_type") not in CALLS_BACK:
        raise ApiError(42017, "the card has no buttons")
    return {"settled": word, "pressed": ""}
