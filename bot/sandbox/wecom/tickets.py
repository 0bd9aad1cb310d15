"""Response codes: one-use permissions, good for 72 hours, to change a card that was sent."""

import secrets
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from bot.sandbox.clock import parse_moment, stamp
from bot.sandbox.errors import ApiError
from bot.sandbox.journal import Journal
from bot.sandbox.wire import Json, text_of

LIFETIME = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Ticket:
    code: str
    msgid: str
    issued_at: datetime
    used: bool = False


class Tickets:
    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._tickets: dict[str, Ticket] = {}

    def issue(self, msgid: str, now: datetime) -> str:
        return self._keep(Ticket(secrets.token_urlsafe(24), msgid, now)).code

    def find(self, code: str, now: datetime) -> Ticket:
        """Raises 60140 for a code that is false, used or older than 72 hours."""
        ticket = self._tickets.get(code)
        if ticket is None or ticket.used or now - ticket.issued_at > LIFETIME:
            raise ApiError(60140, "response_code is invalid, expired or used")
        return ticket

    def use(self, ticket: Ticket) -> None:
        self._keep(replace(ticket, used=True))

    def load(self, state: Json) -> None:
        issued_at = parse_moment(text_of(state, "issued_at"))
        ticket = Ticket(text_of(state, "code"), text_of(state, "msgid"), issued_at, state.get("used") is True)
        self._tickets[ticket.code] = ticket

    def _keep(self, ticket: Ticket) -> Ticket:
        self._tickets[ticket.code] = ticket
        self._journal.write("ticket", asdict(ticket) | {"issued_at": stamp(ticket.issued_at)})
        return ticket
