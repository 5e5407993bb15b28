"""A district's workbooks to the graph, beside a bare loop that writes the same records already parsed (design §10).

    python benchmarks/loading.py [scale]                                       on the embedded engine
    python tests/neo4j_server.py run -- python benchmarks/loading.py [scale]   on Neo4j (GONGJIAN_TEST_*), wiping it

Ours reads, cleans, checks, records, folds and projects; the loop is ``NODES`` and ``TIES`` below, in transactions of
5,000 rows through the driver, with the same constraints, on an engine of the same kind that is as empty. Then the same
files again, and the same with one figure in a hundred changed. All graphs are compared by content hash and by the
number of their nodes and ties before any time is told; the script ends with 1 where they differ.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import neo4j

from benchmarks.district_books import write_district
from graph.settings import Settings
from graph.store import store as acts
from graph.store.bolt import Bolt
from graph.store.content import recompute, summed
from graph.store.engine import attach, stop
from graph.store.fold import Record, fold, gather
from graph.store.ledger import Ledger
from graph.store.opening import open_store
from graph.store.schema import statements
from graph.store.store import Act, Store
from graph.store.values import wire
from ingest.load.commit import commit
from ingest.load.options import LoadOptions
from ingest.load.prepare import prepare

SCALE = 0.1
CHANGED = 0.01
BATCH = 5_000
NODES = "UNWIND $rows AS row CREATE (n:{label}) SET n = row.properties"
TIES = (
    "UNWIND $rows AS row MATCH (a:{source} {{id: row.source}}) MATCH (b:{target} {{id: row.target}}) "
    "CREATE (a)-[r:{kind}]->(b) SET r = row.properties"
)
Phases = dict[str, float]
"""Seconds of each phase of an act."""
Total = tuple[int, int, int]
"""Content hash, nodes, ties."""


def load(store: Store, folder: Path, options: LoadOptions, phases: Phases) -> tuple[Act, float]:
    """Load a folder; what it did and the seconds it took, of which each phase had its part."""
    with _clocked(phases):
        begun = time.perf_counter()
        prepared = prepare([folder], options, store.ledger)
        phases["prepare"] = time.perf_counter() - begun
        act = commit(store, prepared)
        seconds = time.perf_counter() - begun
    if any(file.returned for file in prepared.files):
        raise SystemExit("rows were returned: the workbooks are not as they should be")
    phases["the rest"] = seconds - sum(phases.values())
    return act, seconds


@contextmanager
def _clocked(phases: Phases) -> Iterator[None]:
    """Add up the seconds of the phases of an act while the block runs."""
    places: list[tuple[object, str]] = [
        (Ledger, "record"),
        *((acts, name) for name in ("gather", "fold", "change", "project")),
        (Ledger, "settle"),
    ]
    before = [getattr(place, name) for place, name in places]
    for (place, name), function in zip(places, before, strict=True):
        setattr(place, name, _timed(function, phases, name))
    try:
        yield
    finally:
        for (place, name), function in zip(places, before, strict=True):
            setattr(place, name, function)


def _timed(function: Callable[..., object], phases: Phases, name: str) -> Callable[..., object]:
    def run(*given: object, **named: object) -> object:
        begun = time.perf_counter()
        try:
            return function(*given, **named)
        finally:
            phases[name] = phases.get(name, 0.0) + time.perf_counter() - begun

    return run


def unchanged(store: Store, folder: Path) -> float:
    """Seconds to find that a folder is loaded already."""
    begun = time.perf_counter()
    if prepare([folder], LoadOptions(), store.ledger).files:
        raise SystemExit("unchanged files were read again")
    return time.perf_counter() - begun


def folded_anew(folder: Path) -> Total:
    """What a ledger gives that never held anything else than these files."""
    with tempfile.TemporaryDirectory() as place, Ledger(Path(place) / "ledger.sqlite") as ledger:
        ledger.record(prepare([folder], LoadOptions(), ledger).drafts)
        records = fold(gather(ledger)).records.values()
        nodes = sum(1 for each in records if each.ends is None)
        return summed(records), nodes, len(records) - nodes


# --- the bare loop ----------------------------------------------------------------------------------


def batches(records: Iterable[Record]) -> list[tuple[str, list[Mapping[str, object]]]]:
    """Statement and rows of each transaction, nodes first: all that can be done before the clock runs."""
    nodes: dict[str, list[Mapping[str, object]]] = defaultdict(list)
    ties: dict[tuple[str, str, str], list[Mapping[str, object]]] = defaultdict(list)
    for record in records:
        properties = wire(record.properties)
        if record.ends is None:
            nodes[record.label].append({"properties": properties})
        else:
            source, target = record.ends
            kinds = (source.split(":")[0], record.label, target.split(":")[0])
            ties[kinds].append({"source": source, "target": target, "properties": properties})
    grouped = [(NODES.format(label=label), rows) for label, rows in sorted(nodes.items())]
    grouped += [
        (TIES.format(source=source, kind=kind, target=target), rows)
        for (source, kind, target), rows in sorted(ties.items())
    ]
    return [(text, rows[at : at + BATCH]) for text, rows in grouped for at in range(0, len(rows), BATCH)]


def bare_loop(driver: neo4j.Driver, database: str | None, work: list[tuple[str, list[Mapping[str, object]]]]) -> float:
    """Seconds to write everything."""
    begun = time.perf_counter()
    with driver.session(database=database) as session:
        for text, rows in work:
            session.execute_write(_write, text, rows)
    return time.perf_counter() - begun


def _write(tx: neo4j.ManagedTransaction, text: str, rows: list[Mapping[str, object]]) -> None:
    tx.run(text, rows=rows).consume()


def rival(settings: Settings, folder: Path, records: Iterable[Record]) -> tuple[float, Total]:
    """Seconds of the bare loop into an empty engine of the same kind, and what is in it afterwards."""
    work = batches(records)
    if settings.uri is not None:
        assert settings.password is not None
        password = settings.password.get_secret_value()
        return _rival_at(settings.uri, settings.user, password, settings.database, work)
    with attach(folder, linger_seconds=1, memory_mb=settings.engine_memory_mb) as held:
        found = _rival_at(held.uri, held.user, held.password, held.database, work)
    stop(folder)
    return found


def _rival_at(
    uri: str, user: str, password: str, database: str | None, work: list[tuple[str, list[Mapping[str, object]]]]
) -> tuple[float, Total]:
    with Bolt(uri, user, password, database=database) as bolt:
        bolt.wipe()
        for statement in statements():
            bolt.schema(statement)
        with neo4j.GraphDatabase.driver(uri, auth=(user, password), notifications_min_severity="OFF") as driver:
            seconds = bare_loop(driver, database, work)
        return seconds, recompute(bolt)


# --- the run ----------------------------------------------------------------------------------------


def settings_in(folder: Path) -> Settings:
    """The engine of the run: Neo4j where GONGJIAN_TEST_URI names one, else an embedded one of its own."""
    uri = os.environ.get("GONGJIAN_TEST_URI")
    if uri is None:
        return Settings(uri=None, data=folder, linger_seconds=1)
    user, password = os.environ.get("GONGJIAN_TEST_USER", "neo4j"), os.environ["GONGJIAN_TEST_PASSWORD"]
    settings = Settings(uri=uri, user=user, password=password, data=folder)
    with Bolt(uri, user, password) as bolt:
        bolt.wipe()
    return settings


def same(what: str, ours: Total, theirs: Total) -> None:
    """Print that two graphs are equal, or end."""
    if ours != theirs:
        raise SystemExit(f"{what}: the graphs differ: {ours[1:]} against {theirs[1:]} nodes and ties")
    print(f"values equal, {what}: {ours[1]:,} nodes, {ours[2]:,} ties, content hash {ours[0]:064x}", flush=True)


def show(title: str, seconds: float, phases: Phases) -> None:
    """One line of a table: an act with its phases."""
    print(f"{title:<28} {seconds:8.2f} s   " + ", ".join(f"{name} {each:.2f}" for name, each in phases.items()))


def main() -> None:
    """Print what was written, whether it is equal, and the raw figures."""
    scale = float(sys.argv[1]) if len(sys.argv) > 1 else SCALE
    phases: Phases = {}
    again: Phases = {}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        rows = write_district(folder / "books", scale=scale)
        write_district(folder / "changed", scale=scale, changed=CHANGED)
        settings = settings_in(folder / "data")
        with open_store(settings) as store:
            print(f"{rows:,} rows at scale {scale}; {store.bolt.server}", flush=True)
            act, whole = load(store, folder / "books", LoadOptions(), phases)
            first = recompute(store.bolt)
            same_files = unchanged(store, folder / "books")
            corrected, correcting = load(store, folder / "changed", LoadOptions(replaces=1), again)
            same(
                "after the correction, against its files alone", recompute(store.bolt), folded_anew(folder / "changed")
            )
        if settings.uri is None:
            stop(settings.data / "engine")
        loop, written = rival(settings, folder / "bare", act.folded.records.values())
        same("the first load against the bare loop", first, written)
    print(f"\nthe bare loop:\n  {NODES}\n  {TIES}\n")
    show("first load", whole, phases)
    show("bare loop", loop, {})
    show("the same files again", same_files, {})
    show(f"{CHANGED:.0%} of the rows changed", correcting, again)
    print(f"records written for it: {corrected.added:,} new, {corrected.changed:,} changed, {corrected.removed:,} gone")
    print(f"first load / bare loop {whole / loop:.2f} (at most 2)")
    print(f"first load / the same again {whole / same_files:.0f} (at least 50)")
    print(f"first load / correction {whole / correcting:.1f} (at least 5)")
    print(f"peak memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB")


if __name__ == "__main__":
    main()
