"""A second reader of replies: a language model inside the city's network, asked where our own rules are not sure."""

from bot.second_reader.breaker import Breaker
from bot.second_reader.endpoint import Endpoint, Unanswered
from bot.second_reader.probe import probe
from bot.second_reader.worker import SecondReader

__all__ = ["Breaker", "Endpoint", "SecondReader", "Unanswered", "probe"]
