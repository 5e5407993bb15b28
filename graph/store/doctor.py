"""The doctor: does what the graph says of itself agree with the ledger, and with what it really holds?"""

from __future__ import annotations

from dataclasses import dataclass

from graph.store.content import recompute
from graph.store.store import Store


@dataclass(frozen=True, slots=True)
class Finding:
    """One check and its outcome."""

    check: str
    good: bool
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Health:
    """The doctor's report; ``content_hash`` is recomputed from the graph itself where ``full``."""

    content_hash: str
    full: bool
    nodes: int
    ties: int
    engine: str
    address: str
    sequence: int
    synthetic: bool
    findings: tuple[Finding, ...]

    @property
    def good(self) -> bool:
        """Whether every check passed."""
        return all(finding.good for finding in self.findings)


def examine(store: Store, *, full: bool = False) -> Health:
    """Compare graph and ledger; ``full`` reads every node and tie to recompute the content hash."""
    state = store.state()
    entry = store.ledger.graphs()[0]
    nodes, ties = store.bolt.count_everything()
    findings = [
        Finding("writing", not state.writing, "没有未完成的写入", "no load is being written or was left unfinished"),
        Finding(
            "sequence",
            state.sequence == entry.sequence == store.ledger.sequence,
            f"图已到导入 {state.sequence},底账到 {store.ledger.sequence}",
            f"the graph is at load {state.sequence}, the ledger at {store.ledger.sequence}",
        ),
        Finding(
            "sum", state.sum == entry.sum, "图与底账记录的内容哈希一致", "graph and ledger note the same content hash"
        ),
    ]
    total = state.sum
    if full:
        total, nodes, ties = recompute(store.bolt)
        findings.append(
            Finding(
                "content",
                total == state.sum,
                "逐条重算的内容哈希与记录一致",
                "the content hash recomputed from every node and tie is the one noted",
            )
        )
    return Health(
        f"{total:064x}",
        full,
        nodes,
        ties,
        store.bolt.server,
        store.address,
        state.sequence,
        state.synthetic,
        tuple(findings),
    )
