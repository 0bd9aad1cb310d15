"""What must hold after all kills: the database is compared with what was promised and with what phones showed."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from offices import Said
from phones_by_hand import Phones

from models import db

WORKED = {"applied"}
ENDED = {"sent", "failed", "unknown", "cancelled", "merged"}


@dataclass
class Verdict:
    faults: list[str] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)

    def must(self, is_so: bool, fault: str) -> None:
        if not is_so:
            self.faults.append(fault)


async def judge(url: str, said: Said, phones: Phones, now: datetime) -> Verdict:
    """Reads the database of a bot that has ended; `now` is the city's time."""
    verdict = Verdict()
    await db.open_database(url)
    try:
        await _sound(verdict)
        await _inbox(verdict, said)
        await _updates(verdict)
        await _outbox(verdict, phones, now)
    finally:
        await db.close()
    return verdict


async def _sound(verdict: Verdict) -> None:
    if not db.is_postgres():
        [row] = await db.rows("PRAGMA integrity_check")
        verdict.must(row["integrity_check"] == "ok", f"integrity_check: {row}")


async def _inbox(verdict: Verdict, said: Said) -> None:
    rows = await db.rows("SELECT message_id, userid, state, error FROM inbox")
    kept = Counter(row["message_id"] for row in rows)
    lost = said.promised - set(kept)
    twice = [msgid for msgid, times in kept.items() if times > 1]
    unworked = [(row["message_id"], row["state"], row["error"]) for row in rows if row["state"] not in WORKED]
    verdict.must(not lost, f"{len(lost)} answered 200 and lost: {sorted(lost)[:5]}")
    verdict.must(not twice, f"{len(twice)} kept twice: {twice[:5]}")
    verdict.must(set(kept) <= set(said.offered), "the inbox holds what nobody said")
    verdict.must(not unworked, f"{len(unworked)} not worked: {unworked[:5]}")
    verdict.figures |= {"said": len(said.offered), "promised": len(said.promised), "kept": len(kept), "lost": len(lost)}


async def _updates(verdict: Verdict) -> None:
    doubled = await db.rows(
        "SELECT inbox_id, COUNT(*) AS n FROM event WHERE kind = 'reported' GROUP BY inbox_id HAVING COUNT(*) > 1"
    )
    [updates] = await db.rows("SELECT COUNT(*) AS n FROM event WHERE kind = 'reported'")
    twin = await db.rows("SELECT key FROM notice GROUP BY key HAVING COUNT(*) > 1")
    verdict.must(not doubled, f"{len(doubled)} messages made more than one update: {doubled[:5]}")
    verdict.must(not twin, f"reminders written twice: {twin[:5]}")
    verdict.figures |= {"updates": updates["n"], "double updates": len(doubled)}


async def _outbox(verdict: Verdict, phones: Phones, now: datetime) -> None:
    rows = await db.rows("SELECT id, userid, state, kind, reason, planned_at, error FROM outbox ORDER BY id")
    stuck = [
        row
        for row in rows
        if row["state"] not in ENDED and not (row["state"] == "pending" and db.moment(row["planned_at"]) > now)
    ]
    bad = [
        (row["id"], row["state"], row["kind"], row["error"]) for row in rows if row["state"] in {"failed", "unknown"}
    ]
    verdict.must(not stuck, f"{len(stuck)} messages neither ended nor planned: {stuck[:3]}")
    verdict.must(not bad, f"{len(bad)} messages failed or unknown on a sound platform: {bad[:3]}")
    _phones(verdict, rows, phones)
    await _answers(verdict, rows)
    verdict.figures |= {"messages": len(rows), "shown": len(phones.shown), "repeats swallowed": phones.swallowed}
    verdict.figures |= {
        "states": dict(Counter(row["state"] for row in rows)),
        "reasons": dict(Counter(row["reason"] for row in rows)),
    }


def _phones(verdict: Verdict, rows: list[dict[str, Any]], phones: Phones) -> None:
    """As many on each phone as were sent to it: one more was seen twice, one less never arrived."""
    sent = Counter(row["userid"] for row in rows if row["state"] == "sent" and row["kind"] != "card_update")
    shown = Counter(one.user for one in phones.shown)
    more = {user: (shown[user], sent[user]) for user in shown if shown[user] > sent[user]}
    less = {user: (shown[user], sent[user]) for user in sent if shown[user] < sent[user]}
    verdict.must(not more, f"seen twice (user: shown, sent): {more}")
    verdict.must(not less, f"called sent and never shown: {less}")
    verdict.figures["seen twice"] = sum(shown - sent for shown, sent in more.values())


async def _answers(verdict: Verdict, rows: list[dict[str, Any]]) -> None:
    """Each word that was worked has one answer."""
    answers = Counter(row["userid"] for row in rows if row["reason"] == "reply")
    words = Counter(row["userid"] for row in await db.rows("SELECT userid FROM inbox WHERE state = 'applied'"))
    wrong = {user: (answers[user], words[user]) for user in words | answers if answers[user] != words[user]}
    verdict.must(not wrong, f"answers and words differ (user: answers, words): {wrong}")
