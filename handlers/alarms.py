"""The card of whoever is on duty: ［收到］, ［我来处置］, ［列为应急任务］."""

from handlers.hearing import Hearing
from models import alarms, emergency_tasks
from models.conversations import ShownCard
from models.emergencies import Answer, Emergency, EmergencyCall, State
from models.wording import emergencies as words

CARD = alarms.CARD


async def tapped(hearing: Hearing, card: ShownCard) -> None:
    call = await EmergencyCall.get(id=card.refs["call"])
    emergency = await Emergency.get(id=call.emergency_id)
    if emergency.state != State.OPEN:
        await hearing.settle_card(card, words.STATES[emergency.state])
        await hearing.say(words.already(emergency.state))
    elif hearing.inbound.key == words.TASK:
        await card.save()
        await _as_task(hearing, emergency)
    else:
        await _answered(hearing, card, call, emergency)


async def _answered(hearing: Hearing, card: ShownCard, call: EmergencyCall, emergency: Emergency) -> None:
    answer = Answer(hearing.inbound.key or "")
    is_new = await alarms.answered(call, answer, hearing.now)
    if answer is Answer.ON_IT:
        await hearing.settle_card(card, words.ANSWERS[answer.value])
    else:
        shown = words.alarm(card.id, await alarms.facts_of(emergency), heard_at=call.answered_at)
        await hearing.redraw(card, shown)
    if is_new:
        await hearing.say(words.noted_answer(emergency.id, answer.value))


async def _as_task(hearing: Hearing, emergency: Emergency) -> None:
    """T0, opened only by whoever is on duty, who alone has this card; the unit is that of the reporter."""
    made = await emergency_tasks.open_one(
        emergency, hearing.now, hearing.book, actor=hearing.actor, person_id=hearing.person_id
    )
    await hearing.say(made)
