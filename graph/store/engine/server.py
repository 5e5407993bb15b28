"""ArcadeDB inside the engine's process: its Java runtime, its settings, its two users.

Only this module imports ``arcadedb_embedded``. Every setting here closes a trap that was measured.
"""

from __future__ import annotations

import base64
import json
import secrets
import socket
import urllib.request
from pathlib import Path
from typing import Any

import jpype
from arcadedb_embedded.jvm import start_jvm

from graph.store.engine.runtime import DATABASE, OWNER, READER

LOOPBACK = "127.0.0.1"
PORT_TRIES = 5

# Relative paths: a properties file is Latin-1, and folders have Chinese names. No console: bounded files only.
LOGGING = """\
handlers=java.util.logging.FileHandler
.level=INFO
java.util.logging.FileHandler.pattern=log/engine.%g.log
java.util.logging.FileHandler.limit=4000000
java.util.logging.FileHandler.count=4
java.util.logging.FileHandler.append=true
java.util.logging.FileHandler.encoding=UTF-8
java.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter
java.util.logging.SimpleFormatter.format=%1$tFT%1$tT %4$s %5$s%6$s%n
"""


class Server:
    """One ArcadeDB server on loopback over ``folder``, which must be the working directory."""

    def __init__(self, folder: Path, memory_mb: int) -> None:
        self._folder = folder
        self._memory_mb = memory_mb
        self._server: Any = None
        self.bolt_port = 0
        self.http_port = 0
        self.password = secrets.token_urlsafe(24)
        self.reader_password = secrets.token_urlsafe(24)

    def start(self) -> None:
        """Start Java and the server, open the database, make the read-only user."""
        self._start_java()
        # Users and rights are made anew at every start, so that they are what this version says.
        for name in ("server-users.jsonl", "server-groups.json"):
            (self._folder / "config" / name).unlink(missing_ok=True)
        for tries_left in reversed(range(PORT_TRIES)):
            self.bolt_port, self.http_port = _free_ports()
            try:
                self._start_server()
                break
            except jpype.JException as error:
                self.stop()
                # Between our look and the engine's, somebody else may have taken the port.
                if tries_left == 0 or "ddress already in use" not in causes(error):
                    raise RuntimeError(causes(error)) from error
        self._make_reader()

    def stop(self) -> None:
        """Close the data and the listeners; does nothing if not started."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    def _start_java(self) -> None:
        (self._folder / "log" / "logging.properties").write_text(LOGGING, encoding="ascii")
        start_jvm(
            heap_size=f"{self._memory_mb}m",
            jvm_args=[
                "-Xrs",  # leave the signals to this process
                "-Djava.util.logging.config.file=log/logging.properties",
                "-XX:ErrorFile=log/hs_err_pid%p.log",
                # Out of memory, Java kills any thread that asks, ours and the engine's own. An end, from which the
                # durable log recovers at the next attach, is better than an engine that runs on in part.
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",  # no file per process in the system's temporary folder
            ],
        )

    def _start_server(self) -> None:
        known = jpype.JClass("com.arcadedb.GlobalConfiguration")
        settings = jpype.JClass("com.arcadedb.ContextConfiguration")()
        for key, value in self._settings().items():
            setting = known.findByKey(key)
            if setting is None:
                raise RuntimeError(f"this version of the engine does not know the setting {key}")
            setting.setValue(value)
            settings.setValue(key, value)
        self._server = jpype.JClass("com.arcadedb.server.ArcadeDBServer")(settings)
        self._server.start()
        database = self._server.getDatabase(DATABASE, True, True)
        if database.getConfiguration().getValueAsInteger(known.TX_WAL_FLUSH) != 2:
            raise RuntimeError("the engine did not take the durable flush")

    def _settings(self) -> dict[str, str | int | bool]:
        return {
            "arcadedb.server.rootPath": str(self._folder),
            "arcadedb.server.rootPassword": self.password,
            "arcadedb.server.logsDirectory": str(self._folder / "log"),
            # Production mode hides the reason of every error, so that a full disk could not be told from a fault.
            "arcadedb.server.mode": "development",
            "arcadedb.server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
            "arcadedb.server.httpIncomingHost": LOOPBACK,
            "arcadedb.server.httpIncomingPort": str(self.http_port),
            "arcadedb.server.httpWorkerThreads": 8,
            "arcadedb.bolt.host": LOOPBACK,
            "arcadedb.bolt.port": self.bolt_port,
            "arcadedb.bolt.defaultDatabase": DATABASE,
            "arcadedb.txWalFlush": 2,  # 0 unless set: acknowledged writes would be lost in a crash
            # Outside production mode Cypher may otherwise read any file and fetch any address.
            "arcadedb.opencypher.loadCsv.allowFileUrls": False,
            "arcadedb.opencypher.loadCsv.allowRemoteUrls": False,
        }

    def _make_reader(self) -> None:
        group = {
            "database": DATABASE,
            "name": READER,
            "resultSetLimit": -1,
            "readTimeout": -1,
            "access": [],
            "types": {"*": {"access": ["readRecord"]}},
        }
        self._post("groups", group)
        user = {"name": READER, "password": self.reader_password, "databases": {DATABASE: [READER]}}
        self._post("users", user)

    def _post(self, path: str, body: dict[str, Any]) -> None:
        login = base64.b64encode(f"{OWNER}:{self.password}".encode()).decode()
        request = urllib.request.Request(
            f"http://{LOOPBACK}:{self.http_port}/api/v1/server/{path}",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Basic {login}"},
            method="POST",
        )
        # No proxy of the environment may come between us and loopback.
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30):
            pass


def causes(error: BaseException) -> str:
    """The texts of a Java exception and of all its causes, on one line."""
    texts: list[str] = []
    cause: Any = error
    while cause is not None and len(texts) < 10:
        texts.append(str(cause))
        cause = cause.getCause() if hasattr(cause, "getCause") else None
    return " <- ".join(texts).replace("\n", " ")


def _free_ports() -> tuple[int, int]:
    with socket.create_server((LOOPBACK, 0)) as first, socket.create_server((LOOPBACK, 0)) as second:
        return int(first.getsockname()[1]), int(second.getsockname()[1])
