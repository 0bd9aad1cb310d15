"""Whether the endpoint answers, and a known reply rightly: what `doctor` asks."""

from datetime import date, datetime

from bot.second_reader.endpoint import Endpoint, Unanswered
from bot.settings import Settings
from models.rules.reading import IndicatorTarget, TaskContext
from models.rules.second_reading import check
from models.second_readings import Sent

KNOWN = Sent(
    "打通5条，还有3条等管线迁改，6月30日前再通2条",
    TaskContext("", "打通断头路", date(2026, 12, 31), (IndicatorTarget("打通断头路", 12, "条"),)),
    datetime.fromisoformat("2026-03-10T10:00:00+08:00"),
)
EXPECTED = {"indicators": {"name": "打通断头路", "value": 5, "unit": "条"}, "next_date": "2026-06-30"}


async def probe(given: Settings) -> str | None:
    """None where all is well, else what is wrong."""
    endpoint = Endpoint(given)
    try:
        answer = await endpoint.ask(KNOWN)
    finally:
        await endpoint.close()
    if isinstance(answer, Unanswered):
        return f"{answer.outcome}: {answer.error}"
    found = check(answer, KNOWN.text, task=KNOWN.task, sent_at=KNOWN.sent_at)
    told = {value.field: value.data for value in found.values}
    wrong = [field for field, data in EXPECTED.items() if told.get(field) != data]
    return f"it read a known reply wrongly ({', '.join(wrong)})" if wrong else None
