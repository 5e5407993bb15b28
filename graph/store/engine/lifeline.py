"""Lifelines: one loopback connection per user, whose end tells the engine that the user is gone.

One line goes each way: ``HOLD token`` is answered ``OK`` and the connection is then kept; ``STATUS token`` and
``STOP token`` are answered with a line of JSON and closed. A connection ends with its process, however that ends.
"""

from __future__ import annotations

import hmac
import json
import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from graph.store.engine.runtime import Runtime

LOOPBACK = "127.0.0.1"
LONGEST_LINE = 256
TICK = 0.25  # seconds between looks at the clock and at signals
PATIENCE = 5.0  # seconds a stranger may stay silent
FIRST_USER = 30.0  # seconds a fresh engine waits for the one who started it


@dataclass
class _Peer:
    arrived: float
    holds: bool = False
    heard: bytes = b""


@dataclass
class Lifelines:
    """The engine's side: counts users, and says when it is time to stop."""

    token: str
    linger_seconds: float
    listener: socket.socket = field(init=False)
    users: int = field(default=0, init=False)
    _stop: bool = field(default=False, init=False)
    _had_user: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.listener = socket.create_server((LOOPBACK, 0), backlog=64)
        self.listener.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self.listener, selectors.EVENT_READ)

    @property
    def port(self) -> int:
        """Where users connect."""
        return int(self.listener.getsockname()[1])

    def serve(self, interrupted: Callable[[], bool]) -> None:
        """Serve until the last user has been gone for the linger time, STOP comes, or ``interrupted()``."""
        alone_since = time.monotonic()
        while not (self._stop or interrupted()):
            for key, _ in self._selector.select(TICK):
                if key.fileobj is self.listener:
                    self._welcome()
                else:
                    self._hear(key.fileobj, key.data)  # type: ignore[arg-type]
            now = time.monotonic()
            self._drop_silent(now)
            if self.users:
                alone_since = now
            elif now - alone_since >= self._patience():
                return

    def close(self) -> None:
        """Take no more users; what waits unanswered is refused, so that its owner starts a new engine."""
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
        self._selector.close()

    def _patience(self) -> float:
        return self.linger_seconds if self._had_user else max(self.linger_seconds, FIRST_USER)

    def _welcome(self) -> None:
        try:
            connection, _ = self.listener.accept()
        except OSError:
            return
        connection.setblocking(False)
        self._selector.register(connection, selectors.EVENT_READ, _Peer(time.monotonic()))

    def _hear(self, connection: socket.socket, peer: _Peer) -> None:
        try:
            heard = connection.recv(LONGEST_LINE)
        except BlockingIOError:
            return
        except OSError:
            heard = b""
        peer.heard += heard
        if not heard or len(peer.heard) > LONGEST_LINE or peer.holds:
            # A holder has nothing more to say: its end, or any further word, ends its lifeline.
            self._drop(connection, peer)
        elif peer.heard.endswith(b"\n"):
            self._answer(connection, peer)

    def _answer(self, connection: socket.socket, peer: _Peer) -> None:
        word, _, token = peer.heard.decode("ascii", "replace").strip().partition(" ")
        peer.heard = b""
        known = hmac.compare_digest(token.encode(), self.token.encode())
        try:
            if known and word == "HOLD":
                connection.sendall(b"OK\n")
                peer.holds = self._had_user = True
                self.users += 1
                return
            if known and word in ("STATUS", "STOP"):
                connection.sendall(json.dumps({"users": self.users}).encode() + b"\n")
                self._stop = self._stop or word == "STOP"
        except OSError:
            pass  # the asker is gone already; there is nobody to tell
        self._drop(connection, peer)

    def _drop(self, connection: socket.socket, peer: _Peer) -> None:
        self.users -= peer.holds
        self._selector.unregister(connection)
        connection.close()

    def _drop_silent(self, now: float) -> None:
        for key in list(self._selector.get_map().values()):
            peer = key.data
            if isinstance(peer, _Peer) and not peer.holds and now - peer.arrived > PATIENCE:
                self._drop(key.fileobj, peer)  # type: ignore[arg-type]


def hold(runtime: Runtime) -> socket.socket | None:
    """A user's lifeline to the engine; None if no such engine answers (any more)."""
    connection = _connected(runtime, "HOLD")
    if connection is None:
        return None
    if _line(connection) != b"OK\n":
        connection.close()
        return None
    connection.settimeout(None)
    return connection


def ask(runtime: Runtime, word: str) -> dict[str, int] | None:
    """What the engine answers to STATUS or STOP; None if it does not answer."""
    connection = _connected(runtime, word)
    if connection is None:
        return None
    with connection:
        try:
            answer = json.loads(_line(connection))
        except ValueError:
            return None
    return answer if isinstance(answer, dict) else None


def _connected(runtime: Runtime, word: str) -> socket.socket | None:
    try:
        connection = socket.create_connection((LOOPBACK, runtime.lifeline_port), timeout=PATIENCE)
    except OSError:
        return None
    try:
        connection.sendall(f"{word} {runtime.token}\n".encode())
    except OSError:
        connection.close()
        return None
    return connection


def _line(connection: socket.socket) -> bytes:
    heard = b""
    try:
        while not heard.endswith(b"\n") and len(heard) <= LONGEST_LINE:
            more = connection.recv(LONGEST_LINE)
            if not more:
                break
            heard += more
    except OSError:
        return b""
    return heard
