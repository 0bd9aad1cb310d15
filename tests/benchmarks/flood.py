"""A load generator for one server on this machine: so many requests in flight, each on a connection of its own.

An epoll loop of its own (about 12 us a request), so that on two cores the server and not the client is measured.
"""

import select
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

WARM_UP = 500
SILENCE_S = 20.0
perf = time.perf_counter


@dataclass(slots=True)
class Connection:
    sock: socket.socket
    sent_at: float = 0.0
    answer: bytes = b""


@dataclass(slots=True)
class Flood:
    """What came of one run. `warm_at` is when the first requests were through; what came before does not count."""

    latencies: list[float] = field(default_factory=list)
    accepted: int = 0
    refused: int = 0
    warm_at: float = 0.0
    ended_at: float = 0.0

    @property
    def per_s(self) -> float:
        return len(self.latencies) / (self.ended_at - self.warm_at)

    def percentile_ms(self, share: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


class Generator:
    def __init__(self, port: int, requests: Sequence[bytes], *, in_flight: int = 50) -> None:
        self._port = port
        self._requests = requests
        self._in_flight = in_flight
        self._next = 0
        self._limit = len(requests)
        self._until = float("inf")
        self._poll = select.epoll()
        self._open: dict[int, Connection] = {}
        self._busy = 0
        self.found = Flood()

    def run(self, *, seconds: float = 30.0, on_warm: object = None) -> Flood:
        """Until the requests are used up or the time is; calls `on_warm` when the counting begins."""
        # asyncio reads into 256 KiB at a time, which the allocator gives and takes back until a first peer has hung up
        socket.create_connection(("127.0.0.1", self._port), 10).close()
        for _ in range(self._in_flight):
            self._fire(self._connect())
        while self._busy:
            self._turn(seconds, on_warm)
        self.found.ended_at = perf()
        for connection in self._open.values():
            connection.sock.close()
        self._poll.close()
        return self.found

    def _turn(self, seconds: float, on_warm: object) -> None:
        events = self._poll.poll(SILENCE_S)
        if not events:
            raise RuntimeError(f"the server on port {self._port} has not answered for {SILENCE_S:g} s")
        for number, _ in events:
            self._hear(self._open[number])
        if not self.found.warm_at and self.found.accepted >= WARM_UP:
            self.found.warm_at, self._until = perf(), perf() + seconds
            if callable(on_warm):
                on_warm()

    def _connect(self) -> Connection:
        sock = socket.create_connection(("127.0.0.1", self._port), 10)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = Connection(sock)
        self._open[sock.fileno()] = connection
        self._poll.register(sock.fileno(), select.EPOLLIN)
        return connection

    def _fire(self, connection: Connection) -> None:
        if self._next >= self._limit or perf() >= self._until:
            return
        request = self._requests[self._next]
        self._next += 1
        self._busy += 1
        connection.answer, connection.sent_at = b"", perf()
        connection.sock.sendall(request)

    def _hear(self, connection: Connection) -> None:
        data = connection.sock.recv(65536)
        if not data:
            raise RuntimeError(f"the server on port {self._port} closed a connection")
        connection.answer += data
        head, ended, body = connection.answer.partition(b"\r\n\r\n")
        if not ended or len(body) < _length(head):
            return
        self._busy -= 1
        self._count(head, perf() - connection.sent_at)
        self._fire(connection)

    def _count(self, head: bytes, latency: float) -> None:
        if head[9:12] == b"200":
            self.found.accepted += 1
        else:
            self.found.refused += 1
        if self.found.warm_at:
            self.found.latencies.append(latency)


def _length(head: bytes) -> int:
    low = head.lower()
    at = low.find(b"\r\ncontent-length:")
    return int(low[at + 17 :].split(b"\r", 1)[0]) if at >= 0 else 0
