"""A local messenger that speaks the platform's own wire protocol, for trying, training and tests."""

from bot.sandbox.config import SandboxConfig
from bot.sandbox.server import create_app, serve

__all__ = ["SandboxConfig", "create_app", "serve"]
