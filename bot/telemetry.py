"""JSON logs, one line an event, redacted by value; and the metrics that /metrics shows."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry()
CALLBACKS = Counter("mashang_callbacks", "Callbacks by outcome", ["platform", "outcome"], registry=REGISTRY)
SENDS = Counter("mashang_sends", "Attempts to send, by outcome", ["platform", "outcome"], registry=REGISTRY)
INBOX = Counter("mashang_inbox_rows", "Inbox rows worked, by outcome", ["outcome"], registry=REGISTRY)
PICTURES = Counter(
    "mashang_pictures", "Pictures that people sent: kept, later, gone, refused, held", ["outcome"], registry=REGISTRY
)
FIRED = Counter("mashang_sweeps", "Due items worked, by sweep", ["sweep"], registry=REGISTRY)
BEAT = Histogram(
    "mashang_beat_seconds", "How long a beat took", registry=REGISTRY, buckets=(0.005, 0.02, 0.1, 0.5, 2, 10)
)
SECOND = Counter("mashang_second_readings", "Replies a second reader was asked about", ["outcome"], registry=REGISTRY)
SECOND_S = Histogram(
    "mashang_second_reader_seconds", "How long its answer took", registry=REGISTRY, buckets=(0.1, 0.3, 1, 2, 3)
)
SECOND_OPEN = Gauge("mashang_second_reader_open", "1 while it is left alone after failures", registry=REGISTRY)
CONNECTED = Gauge("mashang_connected", "1 while a platform's own connection stands", ["platform"], registry=REGISTRY)
QUEUE = Gauge("mashang_queue", "Rows waiting", ["queue"], registry=REGISTRY)

log: structlog.stdlib.BoundLogger = structlog.get_logger("mashang")


def set_up_logs(secrets: list[str], *, level: str = "INFO") -> None:
    """Log lines go to stderr as JSON; the value of any secret is replaced wherever it stands."""

    def redact(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        return {key: _without(value, secrets) for key, value in event.items()}

    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a beat that outlasts its second is not an event
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _without(value: Any, secrets: list[str]) -> Any:
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, "***")
    return value
