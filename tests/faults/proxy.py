"""A wire between a client and a server that a test can cut."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

PIECE = 4096


class Wire:
    """Hands on what goes to a Bolt server and back, until it is cut: then nobody answers at its address any more."""

    def __init__(self, uri: str, *, cut_after: int | None = None) -> None:
        """``cut_after`` is how many bytes may go to the server before the wire is cut in the middle of a message."""
        server = urlsplit(uri)
        self._server = (str(server.hostname), int(server.port or 7687))
        self._cut_after = cut_after
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.sent = 0
        """Bytes that went to the server."""
        threading.Thread(target=self._welcome, daemon=True).start()

    @property
    def uri(self) -> str:
        """Address of this end."""
        return f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"

    def cut(self) -> None:
        """Break all connections and take no new one."""
        with self._lock:
            ends, self._open = [self._listener, *self._open], []
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits for it
            end.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cut()

    def _welcome(self) -> None:
        with suppress(OSError):  # cut
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._server)
                with self._lock:
                    self._open += [client, server]
                for way in ((client, server, True), (server, client, False)):
                    threading.Thread(target=self._hand_on, args=way, daemon=True).start()

    def _hand_on(self, source: socket.socket, target: socket.socket, outward: bool) -> None:
        with suppress(OSError):  # cut, or one of the two has gone
            while piece := source.recv(PIECE):
                if outward and self._exhausted(len(piece)):
                    self.cut()
                    return
                target.sendall(piece)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _exhausted(self, more: int) -> bool:
        with self._lock:
            self.sent += more
            return self._cut_after is not None and self.sent > self._cut_after
