"""Find the engine of a folder, or start one; look at it; stop it."""

from __future__ import annotations

import json
import os
import platform
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import graph
from graph.errors import GongjianError, StoreFull, StoreMismatch, StoreUnavailable, UnsupportedPlatform
from graph.store.engine import lifeline
from graph.store.engine.runtime import (
    DATABASE,
    OWNER,
    READER,
    EngineStatus,
    Runtime,
    disk_bytes,
    engine_version,
    locked,
)
from graph.store.failures import DISK, full

PATIENCE = 60.0  # seconds for an engine to start, or for another to finish starting or stopping
TICK = 0.05
MEMORY = re.compile(
    r"Could not reserve|insufficient memory|Cannot allocate memory|Too small|OutOfMemory|Invalid maximum heap",
    re.IGNORECASE,
)
# Options for other Java programs must not change the heap or the durability of this one.
FOREIGN_OPTIONS = ("ARCADEDB_JVM_ARGS", "ARCADEDB_JVM_ERROR_FILE", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS")


@dataclass
class Attachment:
    """A user's hold on a running engine, and how to log in; the engine stays at least until ``close``."""

    uri: str
    user: str
    password: str = field(repr=False)
    reader: tuple[str, str] = field(repr=False)
    pid: int
    database: str
    folder: Path
    _lifeline: socket.socket = field(repr=False)

    def close(self) -> None:
        """Let go; more than once does no harm."""
        self._lifeline.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def attach(
    folder: Path,
    *,
    linger_seconds: float = 600,
    memory_mb: int = 1024,
    on_wait: Callable[[str], None] | None = None,
) -> Attachment:
    """Hold the engine of ``folder``, starting it if none runs there (2-3 s); ``on_wait`` hears why it takes time.

    ``linger_seconds`` and ``memory_mb`` (its heap) count for an engine started here, not for one that runs.
    After a crash of the engine ports and passwords are others: attach again. Raises StoreUnavailable, StoreFull,
    StoreMismatch (folder of a newer engine) or UnsupportedPlatform.
    """
    folder = _prepared(folder)
    end = time.monotonic() + PATIENCE
    told = False
    while time.monotonic() < end:
        held = _held(folder)
        if held is not None:
            return held
        if on_wait is not None and not told:
            on_wait("正在启动内嵌引擎(约 3 秒)… | starting the embedded engine (about 3 s) …")
            told = True
        if locked(folder):
            time.sleep(TICK)  # somebody starts it, or it is just stopping
        else:
            _start(folder, linger_seconds, memory_mb, end)
    raise StoreUnavailable(
        f"内嵌引擎在 {PATIENCE:.0f} 秒内没有就绪:请运行 `gongjian engine stop` 后重试,详见 {folder / 'log'}",
        f"the embedded engine was not ready within {PATIENCE:.0f} s: run `gongjian engine stop` and try again; "
        f"its log is in {folder / 'log'}",
    )


def status(folder: Path) -> EngineStatus:
    """Whether an engine runs in the folder, since when, for how many users; never starts one."""
    folder = folder.resolve()
    size = disk_bytes(folder)
    runtime = Runtime.load(folder)
    answer = lifeline.ask(runtime, "STATUS") if runtime is not None else None
    if runtime is None or answer is None:
        return EngineStatus(folder, locked(folder), size)
    return EngineStatus(folder, True, size, runtime.pid, answer["users"], runtime.uri, runtime.version, runtime.since)


def stop(folder: Path, *, timeout: float = 30.0) -> bool:
    """Stop the engine cleanly, also under its users; True if one ran. Raises StoreUnavailable after ``timeout`` s."""
    folder = folder.resolve()
    if not locked(folder):
        return False
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        runtime = Runtime.load(folder)
        if runtime is not None:
            lifeline.ask(runtime, "STOP")
        if not locked(folder):
            return True
        time.sleep(TICK)
    raise StoreUnavailable(
        f"内嵌引擎在 {timeout:.0f} 秒内没有停下:请稍候再试,或结束占用 {folder} 的进程",
        f"the embedded engine did not stop within {timeout:.0f} s: wait and try again, or end the process that "
        f"owns {folder}",
    )


def _held(folder: Path) -> Attachment | None:
    runtime = Runtime.load(folder)
    connection = lifeline.hold(runtime) if runtime is not None else None
    if runtime is None or connection is None:
        return None
    return Attachment(
        uri=runtime.uri,
        user=OWNER,
        password=runtime.password,
        reader=(READER, runtime.reader_password),
        pid=runtime.pid,
        database=DATABASE,
        folder=folder,
        _lifeline=connection,
    )


def _prepared(folder: Path) -> Path:
    if engine_version() is None:
        raise UnsupportedPlatform(
            f"内嵌引擎不支持本平台({platform.system()} {platform.machine()}):请安装 Neo4j 5.26 或更新版本,"
            "并设置 GONGJIAN_URI",
            f"the embedded engine has no build for this platform ({platform.system()} {platform.machine()}): "
            "install Neo4j 5.26 or newer and set GONGJIAN_URI",
        )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(
            f"无法建立引擎文件夹 {folder}:请检查权限,或用 GONGJIAN_DATA 指定别处",
            f"cannot make the engine's folder {folder}: check its permissions, or choose another by GONGJIAN_DATA",
        ) from error
    return folder.resolve()


def _start(folder: Path, linger_seconds: float, memory_mb: int, end: float) -> None:
    """Start a child and wait until it serves; returns also where another engine turned out to own the folder."""
    child = _spawned(folder, linger_seconds, memory_mb)
    # It outlives us, but if it ends before us, somebody has to take its exit code.
    threading.Thread(target=child.wait, daemon=True, name="engine-reaper").start()
    assert child.stdout is not None
    with child.stdout as pipe:
        while time.monotonic() < end:
            if child.poll() is not None:
                said = pipe.read().decode("utf-8", "replace")
                error = _failure(folder, said)
                if error is not None:
                    raise error
                return
            runtime = Runtime.load(folder)
            if runtime is not None and lifeline.ask(runtime, "STATUS") is not None:
                return
            time.sleep(TICK)


def _spawned(folder: Path, linger_seconds: float, memory_mb: int) -> subprocess.Popen[bytes]:
    environment = {name: text for name, text in os.environ.items() if name not in FOREIGN_OPTIONS}
    root = str(Path(str(graph.__file__)).resolve().parents[1])
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (root, environment.get("PYTHONPATH"))))
    command = [sys.executable, "-P", "-m", "graph.store.engine.process"]
    command += [str(folder), str(linger_seconds), str(memory_mb)]
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
    else:
        flags = 0
        environment["LC_ALL"] = "C.UTF-8"  # or Java cannot open folders with Chinese names under a bare C locale
    return subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        creationflags=flags,
    )


def _failure(folder: Path, said: str) -> GongjianError | None:
    """Why the child ended: from its report, else from what Java left in the log; None if another owns the folder."""
    try:
        report: dict[str, str] = json.loads(said.strip().splitlines()[-1])
        kind, text = report["kind"], report["text"]
    except (ValueError, LookupError, TypeError):
        kind, text = "error", said + _tail(folder / "log" / "process.log")
    if kind == "locked":
        return None
    if kind == "newer":
        return StoreMismatch(
            f"引擎文件夹 {folder} 由更新的引擎({text})写成,本机是 {engine_version()}:请升级本程序,"
            "或删去这个文件夹(底账不在里面),再运行 gongjian rebuild",
            f"the engine's folder {folder} was written by a newer engine ({text}; here is {engine_version()}): "
            "upgrade this program, or delete this folder (the ledger is not in it) and run `gongjian rebuild`",
        )
    if DISK.search(text):
        return full(memory=False)
    if MEMORY.search(text):
        return StoreFull(
            "内存不足,内嵌引擎无法启动:请关闭其他程序,或调小 GONGJIAN_ENGINE_MEMORY_MB(至少 256)",
            "too little memory to start the embedded engine: close other programs, or lower "
            "GONGJIAN_ENGINE_MEMORY_MB (256 at least)",
            code="store_memory",
        )
    return StoreUnavailable(
        f"内嵌引擎无法启动,原因见 {folder / 'log' / 'process.log'};也可用 GONGJIAN_URI 改用 Neo4j",
        f"the embedded engine could not start, the reason is in {folder / 'log' / 'process.log'}; "
        "or use Neo4j by GONGJIAN_URI",
    )


def _tail(log: Path) -> str:
    try:
        return log.read_text(encoding="utf-8", errors="replace")[-4000:]
    except OSError:
        return ""
