"""Coverage of a city out of a warm snapshot, and of one subdistrict beside the same Cypher (design §10).

    python benchmarks/coverage.py [loaded] [buildings]                                       on the embedded engine
    python tests/neo4j_server.py run -- python benchmarks/coverage.py [loaded] [buildings]   on Neo4j, wiping it

An invented city of ``loaded`` buildings is written, loaded by the real ingest and read as a snapshot; a small load
shows what bringing it forward costs. Every answer of the snapshot is compared with that of its question, at two days
and two scopes, before any time is told; the script ends with 1 where they differ. One subdistrict is then timed by
turns: its coverage out of the snapshot, and the same Cypher through the bare driver, rows alone. For the whole city
the records are repeated under other ids until there are ``buildings``. Beside the wall clock stand the processor
seconds of this process: on a busy machine the clock means nothing.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl
from fastapi.testclient import TestClient
from polars.testing import assert_frame_equal

from api.app import create_app
from api.keys import create_key
from graph.analysis.coverage import CoveringFacts, TieFacts, building_senses, cover, place_sense, tie_sense
from graph.analysis.walking import Walk
from graph.disclosure.roles import Role
from graph.evidence.covering import QUESTIONS, covering_of
from graph.evidence.reading import Evidence, Kept
from graph.evidence.snapshot import files
from graph.evidence.snapshot.answers import ANSWERS
from graph.evidence.snapshot.at_date import AtDate
from graph.evidence.snapshot.parts import NODES, TIES
from graph.evidence.walking import QUESTIONS as WALKING
from graph.evidence.walking import walking_evidence
from graph.model.time import Moment
from graph.questions.asking import WHOLE, Asking, Scope
from graph.questions.catalog import question_named
from graph.settings import Settings
from graph.store.bolt import Bolt
from graph.store.engine import stop
from graph.store.opening import ENGINE_FOLDER, open_store
from graph.store.store import Store
from ingest.load.commit import commit
from ingest.load.options import LoadOptions
from ingest.load.prepare import prepare
from ingest.synthetic import city

LOADED, BUILDINGS = 16_000, 1_000_000
"""So many that, with its units, what is loaded is kept as a snapshot by the API too."""
DAYS = (date(2018, 10, 31), date(2018, 9, 1))
ROUNDS = 5
WIDE = ("places", "venue_positions", "place_positions")
"""Questions that are asked of the whole graph, whatever the scope."""
SENSES = tuple(dict.fromkeys((*QUESTIONS, *WALKING, "place_events", "place_agreements", "event_editions")))
"""Questions of the three senses."""
NEW = "区划代码,名称,级别,上级代码\n990601001999,演示新社区,社区,990601001\n"
Seconds = tuple[float, float]
"""Wall clock and processor."""


def timed(work: Callable[[], object]) -> Seconds:
    """Seconds that it takes."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


def tell(what: str, *rounds: Seconds) -> None:
    """Print the medians of some rounds, and each clock where there are several."""
    wall, processor = (statistics.median(each) for each in zip(*rounds, strict=True))
    raw = "" if len(rounds) == 1 else "  of " + " ".join(f"{each:.3f}" for each, _ in rounds)
    print(f"{what:<62} {wall:8.3f} s  (processor {processor:.3f} s){raw}", flush=True)


# --- a city in the engine -------------------------------------------------------------------------


@contextmanager
def loaded(folder: Path, buildings: int) -> Iterator[tuple[Store, Settings]]:
    """An open store with an invented city."""
    given: dict[str, str] = {}
    if uri := os.environ.get("GONGJIAN_TEST_URI"):
        given = {"uri": uri, "password": os.environ["GONGJIAN_TEST_PASSWORD"]}
    settings = Settings(data=folder / "data", engine_memory_mb=2048, **given)  # type: ignore[arg-type]
    city(folder / "books", seed=1, buildings=buildings)
    try:
        with open_store(settings) as store:
            load(store, folder / "books", LoadOptions())
            yield store, settings
    finally:
        if settings.uri is None:
            stop(settings.data / ENGINE_FOLDER)


def load(store: Store, books: Path, options: LoadOptions) -> None:
    """Load what is not loaded yet."""
    commit(store, prepare([books], options, store.ledger))


def compare(evidence: Evidence, asked: Evidence, subdistrict: Scope) -> None:
    """Raise unless every answer is that of the question."""
    for day in DAYS:
        for scope in (WHOLE, subdistrict):
            for name in ANSWERS:
                try:
                    assert_frame_equal(evidence.reading(day).frame(name, scope), asked.reading(day).frame(name, scope))
                except AssertionError as error:
                    raise SystemExit(f"values differ: {name} of {scope.name} at {day}\n{error}") from error
    print(f"values equal: {len(ANSWERS)} questions x {len(DAYS)} days x 2 scopes", flush=True)


def bare(bolt: Bolt, scope: Scope, day: date, questions: Collection[str] = QUESTIONS) -> int:
    """The questions of one coverage through the driver; the number of rows."""
    given = {"as_of": day, "scope": scope.id, "whole": False, "places": list(scope.places), "compounds": []}
    wide = {"as_of": day, "scope": None, "whole": True, "places": [], "compounds": []}
    return sum(len(bolt.read(question_named(each).cypher, wide if each in WIDE else given)) for each in questions)


def in_the_engine(store: Store, settings: Settings, folder: Path) -> Mapping[str, pl.DataFrame]:
    """Time what the engine has a part in; returns the records."""
    evidence, day = Evidence(store, settings.data, large=0), DAYS[0]
    tell("first snapshot, read out of the engine", timed(lambda: evidence.reading(day)))
    size = sum(path.stat().st_size for path in settings.data.glob("snapshots/*/*.arrow"))
    other = Evidence(store, settings.data, large=0)
    tell(f"opened by another process from its files ({size / 1e6:.0f} MB)", timed(lambda: other.reading(day)))
    (folder / "new.csv").write_text(NEW, "utf-8")
    load(store, folder / "new.csv", LoadOptions(edition=Moment.day(day), scope="990601001"))
    tell("brought forward over a load of one place", timed(lambda: evidence.reading(day)))
    subdistrict = evidence.asking.scope("990601001", day)
    compare(evidence, Evidence(store, folder, large=sys.maxsize), subdistrict)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(timed(lambda: cover(covering_of(evidence.reading(day), subdistrict).facts)))
        theirs.append(timed(lambda: bare(store.bolt, subdistrict, day)))
    tell("coverage of one subdistrict, snapshot", *ours)
    tell("the same Cypher through the bare driver, rows alone", *theirs)
    over_http(store, settings, subdistrict)
    found = files.opened(settings.data / "snapshots" / store.state().graph)
    assert found is not None
    return found.parts


def over_http(store: Store, settings: Settings, place: Scope) -> None:
    """Time three senses of a place as the API answers them, beside the same Cypher; each request computes anew."""
    day = DAYS[0]
    _, key = create_key(settings, label="benchmark", role=Role.PLANNER)
    asked = {"scope": str(place.id), "as_of": day.isoformat(), "limit": "100"}
    with TestClient(create_app(settings), base_url="http://127.0.0.1:8000") as client:

        def get(minutes: float) -> None:
            answer = client.get(
                "/v1/coverage/senses", params={**asked, "minutes": str(minutes)}, headers={"X-API-Key": key}
            )
            assert answer.status_code == 200, answer.text

        get(5.0)
        found = [timed(partial(get, 5.0 + number / 1000)) for number in range(1, ROUNDS + 1)]
        again = [timed(partial(get, 5.0 + ROUNDS / 1000)) for _ in range(ROUNDS)]
    theirs = [timed(lambda: bare(store.bolt, place, day, SENSES)) for _ in range(ROUNDS)]
    tell("three senses of one subdistrict over the API, computed anew", *found)
    tell("the same, kept from the request before", *again)
    tell("their Cypher through the bare driver, rows alone", *theirs)


# --- a city of the full size ------------------------------------------------------------------------


def repeated(parts: Mapping[str, pl.DataFrame], times: int) -> dict[str, pl.DataFrame]:
    """The records several times over, under other ids."""
    found = {}
    for name in NODES:
        ids = ("id", "scope") if name == "Edition" else ("id",)
        several = [
            parts[name].with_columns(
                pl.col(ids).str.replace(":", f":{number:05d}-", literal=True),
                # each copy beside the one before, so that no venue stands where another does
                *([pl.col("longitude") + number * 0.2 - 40] if "longitude" in parts[name].columns else []),
            )
            for number in range(times)
        ]
        found[name] = pl.concat(several, rechunk=True)
    for name, tie in TIES.items():
        ends = {"source": parts[tie.source].height, "target": parts[tie.target].height}
        several = [
            parts[name].with_columns((pl.col(end) + number * size).cast(pl.UInt32) for end, size in ends.items())
            for number in range(times)
        ]
        found[name] = pl.concat(several, rechunk=True)
    return found


def whole_city(parts: Mapping[str, pl.DataFrame], store: Store, asking: Asking) -> None:
    """Time the coverage of everything, and of one subdistrict among so many."""
    day, state = DAYS[0], store.state()
    rounds = []
    for _ in range(ROUNDS):
        reading = Kept(AtDate(parts, day), asking, day, state)
        rounds.append(timed(partial(covering_of, reading, WHOLE)))
    tell("facts of the whole city at a day not asked before", *rounds)
    facts = covering_of(reading, WHOLE).facts
    print(f"  {facts.buildings.height:,} buildings, {facts.units.height:,} units, {facts.covering.height:,} duties")
    tell("facts of the whole city", *[timed(lambda: covering_of(reading, WHOLE)) for _ in range(ROUNDS)])
    tell("coverage of it", *[timed(lambda: cover(facts)) for _ in range(ROUNDS)])
    subdistrict = Scope("Place:00001-division:990601001", "", below(facts.places, "Place:00001-division:990601001"))
    tell(
        "facts and coverage of one subdistrict among them",
        *[timed(lambda: cover(covering_of(reading, subdistrict).facts)) for _ in range(ROUNDS)],
    )
    three_senses(reading, facts)
    print(f"peak memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB")


def three_senses(reading: Kept, facts: CoveringFacts) -> None:
    """Time the place sense, the tie sense and the three together, of everything."""
    whole = cover(facts)
    vacant = whole.building_evidence.filter(pl.col("mode") == "vacant")["id"]
    tell("frames of the place sense", timed(lambda: walking_evidence(reading, WHOLE)))
    walking = walking_evidence(reading, WHOLE).place_facts(vacant)
    print(f"  {walking.buildings.height:,} buildings x {walking.venues.height:,} venues")
    tell("the place sense", *[timed(lambda: place_sense(walking, Walk())) for _ in range(ROUNDS)])
    access = place_sense(walking, Walk()).buildings
    frames = {each: reading.frame(each, WHOLE) for each in ("place_events", "place_agreements", "event_editions")}
    tied = TieFacts(*frames.values(), places=facts.places, as_of=reading.as_of)
    ids = facts.places["id"]
    tell(f"the tie sense ({tied.events.height:,} events)", *[timed(lambda: tie_sense(tied, ids)) for _ in range(2)])
    ties = tie_sense(tied, ids)
    tell("the three senses side by side", *[timed(lambda: building_senses(whole, access, ties)) for _ in range(2)])


def below(places: pl.DataFrame, root: str) -> tuple[str, ...]:
    """A place and those below it."""
    found = pl.Series([root])
    while (wider := pl.concat([found, places.filter(pl.col("parent").is_in(found.implode()))["id"]]).unique()).len() > (
        found.len()
    ):
        found = wider
    return tuple(found.sort())


def main() -> None:
    """Print the figures; 1 where values differ."""
    amount = int(sys.argv[1]) if len(sys.argv) > 1 else LOADED
    buildings = int(sys.argv[2]) if len(sys.argv) > 2 else BUILDINGS
    with tempfile.TemporaryDirectory() as name, loaded(Path(name), amount) as (store, settings):
        parts = in_the_engine(store, settings, Path(name))
        print({each: frame.height for each, frame in parts.items() if frame.height})
        whole_city(repeated(parts, max(2, buildings // amount)), store, Asking(store))


if __name__ == "__main__":
    main()
