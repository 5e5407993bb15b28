"""One writer at a time: a lease node with a fencing number, and the state of the graph that readers compare."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.errors import StoreBusy
from graph.store.bolt import Bolt, Writing

SECONDS = 120
"""A lease that was not renewed for so long is free; every batch renews it, and fencing stops a late writer."""


@dataclass(frozen=True, slots=True)
class GraphState:
    """What the graph says of itself; ``version`` grows whenever a load begins or ends being written."""

    graph: str
    ledger: str
    version: int
    writing: bool
    sequence: int
    sum: int
    active: bool
    synthetic: bool
    model: str
    """Fingerprint of the model that the graph was built with."""


STATE_QUERY = (
    "MATCH (l:Lease {id: 'lease'}) RETURN l.graph AS graph, l.ledger AS ledger, l.version AS version, "
    "l.writing AS writing, l.sequence AS sequence, l.sum AS sum, l.active AS active, l.synthetic AS synthetic, "
    "l.model AS model"
)


def read_state(bolt: Bolt) -> GraphState | None:
    """The graph's state; None where nothing of ours is in the database."""
    return parse_state(bolt.read(STATE_QUERY, {}))


def parse_state(rows: Sequence[Mapping[str, object]]) -> GraphState | None:
    """The state from the rows of :data:`STATE_QUERY`."""
    if not rows:
        return None
    row = rows[0]
    return GraphState(
        graph=str(row["graph"]),
        ledger=str(row["ledger"]),
        version=int(str(row["version"])),
        writing=bool(row["writing"]),
        sequence=int(str(row["sequence"])),
        sum=int(str(row["sum"]), 16),
        active=bool(row["active"]),
        synthetic=bool(row["synthetic"]),
        model=str(row["model"]),
    )


def create_state(bolt: Bolt, graph: str, ledger: str, model: str) -> None:
    """Mark an empty database as a graph of this ledger; a second call changes nothing."""
    created = (
        "MERGE (l:Lease {id: 'lease'}) ON CREATE SET l.graph = $graph, l.ledger = $ledger, l.version = 0, "
        "l.writing = false, l.sequence = 0, l.sum = $sum, l.active = true, l.synthetic = false, l.fence = 0, "
        "l.holder = '', l.until = 0, l.model = $model"
    )
    given = {"graph": graph, "ledger": ledger, "model": model, "sum": f"{0:064x}"}
    bolt.write(lambda tx: tx.run(created, given))


class Lease:
    """The right to write, held until released or left unrenewed."""

    def __init__(self, bolt: Bolt, fence: int) -> None:
        self._bolt = bolt
        self.fence = fence

    def renew(self, tx: Writing, **changes: object) -> None:
        """Write the lease node in a transaction of the holder's; refused if another has taken over since."""
        sets = "".join(f", l.{name} = ${name}" for name in changes)
        found = tx.run(
            f"MATCH (l:Lease {{id: 'lease'}}) WHERE l.fence = $fence SET l.until = $until{sets} "
            "RETURN l.fence AS fence",
            {"fence": self.fence, "until": _now() + SECONDS, **changes},
        )
        if not found:
            raise StoreBusy(
                "另一个导入已接手写入,本次写入停止;已记入底账的内容会由它补齐",
                "another loader has taken over; this one stops, and what it recorded will be rolled forward",
            )

    def release(self) -> None:
        """Let the next loader in at once."""
        query = "MATCH (l:Lease {id: 'lease'}) WHERE l.fence = $fence SET l.holder = '', l.until = 0"
        self._bolt.write(lambda tx: tx.run(query, {"fence": self.fence}))


def acquire(bolt: Bolt, *, wait_seconds: float = 0, alone_here: bool = False) -> Lease:
    """Take the lease; waits for another holder as long as told, then raises StoreBusy naming the holder.

    ``alone_here`` says that the caller holds the lock on the ledger's folder: a holder on this machine is then dead.
    """
    deadline = time.monotonic() + wait_seconds
    holder = f"{socket.gethostname()}:{os.getpid()}"
    while True:
        fence, other = bolt.write(lambda tx: _try(tx, holder, alone_here))
        if fence is not None:
            return Lease(bolt, fence)
        if time.monotonic() >= deadline:
            raise StoreBusy(
                f"另一个导入正在写入({other}),请等它结束后重试",
                f"another load is being written ({other}): try again when it is done",
            )
        time.sleep(0.2)


def _try(tx: Writing, holder: str, alone_here: bool) -> tuple[int | None, str]:
    now = _now()
    # the lease node is written first, so that two who try at once meet in a conflict and one of them retries
    rows = tx.run(
        "MATCH (l:Lease {id: 'lease'}) SET l.asked = $now "
        "RETURN l.fence AS fence, l.holder AS holder, l.until AS until",
        {"now": now},
    )
    fence, other, until = int(str(rows[0]["fence"])), str(rows[0]["holder"]), int(str(rows[0]["until"]))
    dead = alone_here and other.rsplit(":", 1)[0] == holder.rsplit(":", 1)[0]
    if other and until > now and not dead:
        return None, other
    tx.run(
        "MATCH (l:Lease {id: 'lease'}) SET l.fence = $fence, l.holder = $holder, l.until = $until",
        {"fence": fence + 1, "holder": holder, "until": now + SECONDS},
    )
    return fence + 1, holder


def _now() -> int:
    return int(time.time())
