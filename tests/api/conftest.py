"""A small invented subdistrict behind the real application, and a key for each reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.keys import create_key, revoke_key
from graph.disclosure.roles import Role
from graph.model.statement import Assertion, Reference, Subject, Tie
from graph.settings import Settings
from graph.store.bolt import Bolt
from graph.store.ledger import FileDraft
from graph.store.opening import open_store
from tests.api.job_gate import Gate
from tests.graph.store.invented import by_name, community, organisation, places, roster, unit

DAY = "2024-06-30"
COMMUNITIES = ("甲社区", "乙社区")
FORMULAS = ("=1+1 公司", "+甲公司", "-乙公司", "@丙公司", "\t丁公司", "＝戊公司", " =己公司", "＋庚公司")
KEYS = ("public", "planner", "researcher", "steward", "area", "steward_of_area", "revoked", "expired")


@dataclass
class Served:
    """The application under test with its client, its settings and its keys."""

    client: TestClient
    settings: Settings
    keys: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, key: str | None = "steward", **parameters: object):
        """The answer to a caller: one of ``KEYS``, or None for nobody in particular."""
        headers = {} if key is None else {"X-API-Key": self.keys.get(key, key)}
        headers |= parameters.pop("headers", {})
        return self.client.get(path, params=parameters, headers=headers)


def building(name: str, where: str, **fields) -> Assertion:
    home = community(where)
    part = Tie("PART_OF", 0, home, "administrative")
    return Assertion((Subject("Building", (), name, home, fields),), (part,))


def tenant(name: str, where: str, house: str, staff: int) -> Assertion:
    home = community(where)
    held = Reference(("Building",), (), house, home, house)
    ties = (
        Tie("LOCATED_IN", 0, home, "place"),
        Tie("LOCATED_IN", 0, held, "main", {"staff": staff, "floor": "3层"}),
    )
    return Assertion(
        (Subject("Unit", (), name, home, {"kind": "non_public_firm", "operating_state": "operating"}),), ties
    )


def files() -> list[FileDraft]:
    """Two communities, each with an office tower, housing, firms and an organisation; some names are formulas."""
    houses = [building(f"{c[0]}{n}号楼", c, use="residential", households=n) for c in COMMUNITIES for n in range(1, 8)]
    towers = [building(f"{c[0]}大厦", c, use="office") for c in COMMUNITIES]
    firms = [tenant(f"{c[0]}测试公司{n}", c, f"{c[0]}大厦", 70 + n) for c in COMMUNITIES for n in range(1, 6)]
    odd = [unit(name, at=community(), kind="merchant", operating_state="operating") for name in FORMULAS]
    branches = [
        organisation(
            f"{c[0]}支部",
            Tie("ORGANISATION_OF", 0, by_name(f"{c[0]}测试公司1", "Unit", community(c))),
            at=community(c),
            kind="branch",
        )
        for c in COMMUNITIES
    ]
    return [
        places(),
        roster("buildings", "2024-01-01", *houses, *towers),
        roster("units", "2024-01-01", *firms, *odd),
        roster("party_organizations", "2024-01-01", *branches),
    ]


def issue(settings: Settings) -> dict[str, str]:
    """A key for each of ``KEYS``."""
    keys = {role: create_key(settings, label=role, role=role)[1] for role in KEYS[:4]}
    keys["area"] = create_key(settings, label="甲", role=Role.PLANNER, area="999901001001")[1]
    keys["steward_of_area"] = create_key(settings, label="甲", role=Role.STEWARD, area="999901001001")[1]
    gone, keys["revoked"] = create_key(settings, label="gone", role=Role.STEWARD)
    revoke_key(settings, gone.id)
    past = datetime.now(UTC) - timedelta(seconds=1)
    keys["expired"] = create_key(settings, label="old", role=Role.STEWARD, expires=past)[1]
    return keys


@pytest.fixture(scope="module")
def settings(server, pool: Bolt, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a graph that holds :func:`files`."""
    pool.wipe()
    made = Settings(
        uri=server.uri,
        user=server.user,
        password=server.password,
        database=server.database,
        data=tmp_path_factory.mktemp("data"),
    )
    with open_store(made) as store:
        store.load(files())
    return made


@pytest.fixture(scope="module")
def served(settings: Settings) -> Iterator[Served]:
    """The application, started."""
    with TestClient(create_app(settings), base_url="http://127.0.0.1:8000") as client:
        yield Served(client, settings, issue(settings))


@pytest.fixture
def serve(settings: Settings) -> Iterator[Callable[..., Served]]:
    """Starts another application on the same graph, with other options."""
    clients: list[TestClient] = []

    def start(data: Path | None = None, **options: object) -> Served:
        used = settings if data is None else settings.model_copy(update={"data": data})
        client = TestClient(create_app(used, **options), base_url="http://127.0.0.1:8000")
        clients.append(client.__enter__())
        return Served(client, used, issue(used))

    yield start
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture
def gate() -> Iterator[Gate]:
    """Jobs that wait; let go at the end."""
    made = Gate()
    yield made
    made.go_on.set()


@pytest.fixture
def working(serve: Callable[..., Served], gate: Gate, tmp_path: Path) -> Served:
    """A service of a data folder of its own that runs two jobs at a time, those of the gate among them."""
    return serve(tmp_path, kinds=gate.kinds, job_workers=2)
