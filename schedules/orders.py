"""Takes up orders that a command or the API asked for: read in the bot's own clock, dispatched or shown to 督查室."""

from datetime import datetime

from models import order_cards, orders, rulebook
from schedules.contract import DueSweep


class OrderSweep(DueSweep):
    kind = "order"

    async def work(self, key: int, now: datetime) -> None:
        book = await rulebook.current()
        order = await orders.take_up(key, now, book)
        if order is not None and order.state == "draft":
            await order_cards.to_office(order.batch, now, book, by="")
