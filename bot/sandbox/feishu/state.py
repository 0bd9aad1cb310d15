"""What the platform knows of its app, beside what the phones show."""

from collections.abc import Callable

from bot.sandbox.config import FeishuConfig
from bot.sandbox.feishu.ledger import Ledger
from bot.sandbox.feishu.tokens import Tokens
from bot.sandbox.logins import Codes
from bot.sandbox.roster import Directory
from bot.sandbox.wire import Json
from bot.sandbox.world import World


class State:
    """Tokens are of this run only."""

    def __init__(self, world: World, config: FeishuConfig) -> None:
        self.world = world
        self.config = config
        self.tokens = Tokens(config)
        self.codes = Codes()
        self.user_tokens: dict[str, str] = {}
        self.empty()

    @property
    def people(self) -> Directory:
        return self.world.roster.on("feishu")

    def empty(self) -> None:
        self.tokens.revoke()
        self.ledger = Ledger(self.world.journal)

    def loaders(self) -> dict[str, Callable[[Json], None]]:
        return {"feishu_send": self.ledger.load}
