"""The one map from the driver's exceptions to errors that say what to do (as httpx does it).

The engines' own texts can quote property values, so only texts about the statement itself are passed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from neo4j import exceptions as driver

from graph.errors import (
    GongjianError,
    Refused,
    StoreBusy,
    StoreError,
    StoreFull,
    StoreMismatch,
    StoreUnavailable,
    WrongUsage,
)

DISK = re.compile(r"no space left|not enough space|disk (is )?full|disk quota exceeded|enospc", re.IGNORECASE)
MEMORY = re.compile(
    r"OutOfMemory|java heap space|GC overhead|queryMaxHeap|maximum allowed memory|memory limit|Cannot allocate memory",
    re.IGNORECASE,
)
# The embedded engine says no more than this when it has no room left to commit (measured on a full disk).
COMMIT_FAILED = "commit_failed"
# Codes whose text speaks of the statement (which holds no cell: values travel as parameters).
STATEMENT = re.compile(r"\.Statement\.(SyntaxError|SemanticError|ParameterMissing)$")


@contextmanager
def mapped() -> Iterator[None]:
    """Raise what the block raises, with the driver's exceptions turned into children of GongjianError."""
    try:
        yield
    except driver.GqlError as error:
        raise translated(error) from error


def translated(error: driver.GqlError) -> GongjianError:
    """The error to show for an exception of the driver."""
    if isinstance(error, driver.Neo4jError):
        return _answered(error)
    if isinstance(error, driver.UnsupportedServerProduct):
        return StoreMismatch(
            "该地址上不是 Neo4j 5.26 或更新版本;请检查 GONGJIAN_URI",
            "no Neo4j 5.26 or newer at this address; check GONGJIAN_URI",
        )
    if isinstance(error, driver.ConfigurationError):
        return malformed()
    if isinstance(error, driver.ConnectionAcquisitionTimeoutError):
        return StoreBusy(
            "数据库连接都在使用中,请稍后再试",
            "all connections to the store are in use; try again in a moment",
        )
    if isinstance(error, (driver.SessionExpired, driver.ServiceUnavailable)):
        return unreachable()
    return StoreError(
        f"数据库驱动报错 {type(error).__name__};请附日志反馈",
        f"the driver of the store failed with {type(error).__name__}; please report it with the log",
    )


def malformed() -> WrongUsage:
    """The address is not one of a graph store."""
    return WrongUsage(
        "GONGJIAN_URI 的写法不对,应形如 bolt://主机:7687 或 neo4j://主机:7687",
        "GONGJIAN_URI is not well formed; write it as bolt://host:7687 or neo4j://host:7687",
    )


def unreachable() -> StoreUnavailable:
    """Nobody answers at the address."""
    return StoreUnavailable(
        "连不上图数据库:内嵌引擎请运行 `gongjian engine status`,Neo4j 请检查它是否启动、GONGJIAN_URI 是否正确",
        "the graph store does not answer: for the embedded engine run `gongjian engine status`, "
        "for Neo4j see that it is up and that GONGJIAN_URI is right",
    )


def full(*, memory: bool) -> StoreFull:
    """The store has no memory, or no disk, left."""
    if memory:
        return StoreFull(
            "图数据库内存不足:请调大 GONGJIAN_ENGINE_MEMORY_MB(或 Neo4j 的内存)后重启引擎,或缩小查询范围",
            "the graph store is out of memory: raise GONGJIAN_ENGINE_MEMORY_MB (or Neo4j's memory) and restart "
            "the engine, or ask about a smaller scope",
            code="store_memory",
        )
    return StoreFull(
        "图数据库所在磁盘已满:请腾出空间后重试,已确认的数据没有丢失",
        "the disk of the graph store is full: make room and try again; nothing acknowledged is lost",
    )


def _answered(error: driver.Neo4jError) -> GongjianError:
    """What the server itself answered; its code comes first, its text only where the code is general."""
    code = error.code or ""
    text = f"{code} {error.message or ''}"
    if isinstance(error, driver.AuthError) or code.endswith(("AuthenticationRateLimit", "CredentialsExpired")):
        return StoreUnavailable(
            "图数据库拒绝登录:请检查 GONGJIAN_USER 和 GONGJIAN_PASSWORD",
            "the graph store refused the login: check GONGJIAN_USER and GONGJIAN_PASSWORD",
            code="store_login",
        )
    if isinstance(error, driver.Forbidden) or code.endswith("Statement.AccessMode"):
        return Refused(
            "查询只能读,不能改动图;要改数据请用 `gongjian load`",
            "a question may only read, never change the graph; to change data use `gongjian load`",
            code="read_only",
        )
    if DISK.search(text) or MEMORY.search(text):
        return full(memory=DISK.search(text) is None)
    if code.endswith("Transaction.TransactionNotFound"):
        return StoreUnavailable(
            "图数据库未能提交,本次写入没有生效:请看磁盘是否已满(`gongjian engine status`),再重试",
            "the graph store could not commit, nothing of this write was kept: see whether its disk is full "
            "(`gongjian engine status`), then try again",
            code=COMMIT_FAILED,
        )
    if code.endswith("Database.DatabaseNotFound"):
        return WrongUsage(
            "服务器上没有这个数据库;请检查 GONGJIAN_DATABASE(不填则用默认库)",
            "the server has no such database; check GONGJIAN_DATABASE (empty means its default)",
        )
    if "TimedOut" in code or "TimedOut" in text:
        return StoreUnavailable(
            "查询超时,已中止;请缩小范围再问",
            "the question took too long and was stopped; ask about a smaller scope",
            code="question_timeout",
        )
    if isinstance(error, driver.TransientError):
        return StoreBusy(
            "图数据库正忙,多次重试仍未成功;请稍后再试",
            "the graph store is busy and repeated tries did not succeed; try again in a moment",
        )
    return _programming(error, code)


def _programming(error: driver.Neo4jError, code: str) -> StoreError:
    detail = f": {error.message}" if STATEMENT.search(code) and error.message else ""
    return StoreError(
        f"图数据库拒绝了程序的语句({code}){detail};这是程序的问题,请附日志反馈",
        f"the graph store refused a statement of the program ({code}){detail}; this is a fault of the program, "
        "please report it with the log",
        code="store_constraint" if isinstance(error, driver.ConstraintError) else None,
    )
