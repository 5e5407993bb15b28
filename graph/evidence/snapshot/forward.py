"""A snapshot of the graph as it is now: read afresh, or brought forward from a former one.

Every record bears ``load``, the number of the act that last wrote it. So of a former snapshot and the records written
by its last act or a later one, everything that the graph holds is there; where there are more than the graph counts,
the keys are read and what is gone is dropped. That holds while acts are numbered upwards: after a restore, and after
an erasure, whose bytes must be in no file, all is read afresh. Equal content hashes need no reading at all.

Records of the former's last act itself are read again only if something may have been written under its number since:
a rebuild, or a load that died and was rolled forward. An act that is written once raises the version by two.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import orjson
import polars as pl

from graph.collector import collector_paused
from graph.errors import LoadInProgress
from graph.evidence.snapshot.files import Snapshot, Stand, log
from graph.evidence.snapshot.parts import NODES, PARTS, TIE_KEY, TIES, NodePart, Part, TiePart, kept_schema, layout
from graph.evidence.snapshot.streaming import Unreadable, count, keys, records
from graph.store.bolt import Bolt
from graph.store.lease import GraphState, read_state

Progress = Callable[[int, int], None]
"""Called with records read and records to read."""
_ACTS = "MATCH (l:Load) WHERE l.number <= $last RETURN l.number AS number, l.kind AS kind, l.made_at AS made_at"


def taken(bolt: Bolt, state: GraphState, former: Snapshot | None, progress: Progress) -> Snapshot:
    """The snapshot of ``state``; LoadInProgress where the graph changed meanwhile, Unreadable for odd texts."""
    acts = _acts(bolt, state.sequence)
    stand = Stand(
        graph=state.graph,
        version=state.version,
        sequence=state.sequence,
        sum=f"{state.sum:064x}",
        model=state.model,
        history=_fingerprint(acts),
        layout=layout(),
    )
    usable = former if former is not None and _continues(former.stand, stand, acts) else None
    if usable is not None and usable.stand.sum == stand.sum:
        found = replace(usable, stand=stand)
    else:
        found = _tried(bolt, state, stand, usable, progress)
    if read_state(bolt) != state:
        raise _overtaken()
    return found


def _tried(bolt: Bolt, state: GraphState, stand: Stand, former: Snapshot | None, progress: Progress) -> Snapshot:
    try:
        return _read(bolt, stand, former, progress)
    except Unreadable as error:
        if read_state(bolt) != state:
            raise _overtaken() from error
        if former is None:
            raise
        log.warning("the snapshot of version %d could not be brought forward: it is read afresh", former.stand.version)
        return _read(bolt, stand, None, progress)


def _overtaken() -> LoadInProgress:
    return LoadInProgress("取数期间有新的导入,请重试", "a load came in while facts were read: ask again")


def _continues(former: Stand, now: Stand, acts: Sequence[tuple[int, str, str]]) -> bool:
    """Whether what was written since bears at least the former's number, and nothing was erased."""
    same = (former.graph, former.model, former.layout) == (now.graph, now.model, now.layout)
    later = former.version <= now.version and former.sequence <= now.sequence
    known = former.history == _fingerprint([act for act in acts if act[0] <= former.sequence])
    return same and later and known and not any(kind == "erase" for number, kind, _ in acts if number > former.sequence)


def _since(former: Stand, now: Stand) -> int:
    """The least number that records written since the former may bear.

    Acts can be missing from the versions (a copy, a restore), but then everything was written anew under a later one.
    """
    written_once = now.version - former.version == 2 * (now.sequence - former.sequence)
    return former.sequence + 1 if written_once else former.sequence


def _acts(bolt: Bolt, last: int) -> list[tuple[int, str, str]]:
    rows = bolt.read(_ACTS, {"last": last})
    return sorted((int(str(row["number"])), str(row["kind"]), str(row["made_at"])) for row in rows)


def _fingerprint(acts: Sequence[tuple[int, str, str]]) -> str:
    return hashlib.sha256(orjson.dumps(acts)).hexdigest()


@collector_paused()
def _read(bolt: Bolt, stand: Stand, former: Snapshot | None, progress: Progress) -> Snapshot:
    counts = {name: count(bolt, part) for name, part in PARTS.items()}
    reading = _Reading(bolt, 0 if former is None else _since(former.stand, stand), counts, progress)
    found: dict[str, pl.DataFrame] = {}
    moved: dict[str, pl.Series | None] = {}
    same: set[str] = set()
    for name, part in NODES.items():
        known = None if former is None else former.parts[name]
        found[name] = reading.nodes(part, known)
        moved[name] = None if known is found[name] or known is None else _positions(known["id"], found[name]["id"])
        same |= {name} if known is found[name] else set()
    for name, tie in TIES.items():
        known = None if former is None else former.parts[name]
        found[name] = reading.ties(tie, known, found, moved)
        same |= {name} if known is found[name] else set()
    files = {} if former is None else {name: file for name, file in former.files.items() if name in same}
    return Snapshot(stand, found, files)


@dataclass
class _Reading:
    """Reads parts and tells how far it is."""

    bolt: Bolt
    since: int
    counts: Mapping[str, int]
    progress: Progress
    done: int = field(default=0)

    def nodes(self, part: NodePart, known: pl.DataFrame | None) -> pl.DataFrame:
        """The nodes of a part now; the very frame that was known where nothing changed."""
        fresh = records(self.bolt, part, self.since, self._read)
        if known is not None and fresh.is_empty() and known.height == self.counts[part.name]:
            return known
        merged = fresh if known is None else pl.concat([known.join(fresh, on="id", how="anti"), fresh])
        if merged.height != self.counts[part.name]:
            merged = merged.join(keys(self.bolt, part, self._read), on="id", how="semi")
        return self._whole(part, merged.sort("id"))

    def ties(
        self,
        part: TiePart,
        known: pl.DataFrame | None,
        nodes: Mapping[str, pl.DataFrame],
        moved: Mapping[str, pl.Series | None],
    ) -> pl.DataFrame:
        """The ties of a part now, their ends numbered by the nodes given; ``moved`` says where known nodes went."""
        fresh = _numbered(records(self.bolt, part, self.since, self._read), part, nodes)
        if known is not None:
            kept = _renumbered(known, part, moved)
            if kept is known and fresh.is_empty() and known.height == self.counts[part.name]:
                return known
            fresh = pl.concat([kept.join(fresh, on=TIE_KEY, how="anti"), fresh])
        if fresh.height != self.counts[part.name]:
            there = _numbered(keys(self.bolt, part, self._read), part, nodes)
            fresh = fresh.join(there, on=TIE_KEY, how="semi")
        return self._whole(part, fresh.sort(TIE_KEY))

    def _whole(self, part: Part, frame: pl.DataFrame) -> pl.DataFrame:
        if frame.height != self.counts[part.name]:
            raise Unreadable  # a load came in between, or the graph was changed by other means
        return frame.select(kept_schema(part).keys())

    def _read(self, more: int) -> None:
        self.done += more
        self.progress(self.done, max(self.done, sum(self.counts.values())))


def _positions(former: pl.Series, now: pl.Series) -> pl.Series:
    """Per former row its number now; null where it is gone."""
    there = pl.DataFrame({"id": now}).with_row_index("at")
    return former.to_frame("id").join(there, on="id", how="left", maintain_order="left")["at"]


def _renumbered(ties: pl.DataFrame, part: TiePart, moved: Mapping[str, pl.Series | None]) -> pl.DataFrame:
    changes = [
        now.gather(ties[end]).alias(end)
        for end, label in (("source", part.source), ("target", part.target))
        if (now := moved[label]) is not None
    ]
    return ties.with_columns(changes).drop_nulls(["source", "target"]) if changes else ties


def _numbered(ties: pl.DataFrame, part: TiePart, nodes: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    for end, label in (("source", part.source), ("target", part.target)):
        there = nodes[label].select("id").with_row_index("at")
        ties = ties.join(there, left_on=end, right_on="id", how="left").with_columns(pl.col("at").alias(end)).drop("at")
    if ties["source"].null_count() or ties["target"].null_count():
        raise Unreadable
    try:
        return ties.cast({"role": kept_schema(part)["role"]})
    except pl.exceptions.InvalidOperationError:
        raise Unreadable from None
