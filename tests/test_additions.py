"""CONTRIBUTING's table, proven: a type, a format, a question, a standard are each one new file or folder, no more.

They are added to a copy of the packages; model, ingest, graph, command and API of that copy then know them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.store.bolt import Bolt

if TYPE_CHECKING:
    from tests.conftest import Address

ROOT = Path(__file__).parent.parent

TYPE = '''"""Clinic: a place of treatment."""

from graph.model.declare import Kind, NodeType, TieType, dated

CLINIC = NodeType(
    name="Clinic",
    title_zh="诊所",
    meaning="a place of treatment",
    family="places",
    stage=3,
    fields=(dated("beds", Kind.INTEGER, "床位", "beds", unit="张"),),
    example="演示诊所",
)
TREATS_IN = TieType(
    name="TREATS_IN",
    title_zh="接诊于",
    meaning="a clinic serves a place",
    ends=((("Clinic",), ("Place",)),),
    example="演示诊所 接诊于 演示街道",
)
'''
FORMAT = """title_zh = "诊所名册"
meaning = "clinics"
[columns.name]
headings = ["诊所名称"]
required = true
[columns.beds]
headings = ["床位数"]
kind = "integer"
[subjects.clinic]
type = "Clinic"
name = "name"
within = "scope"
fields = { beds = "beds" }
[[ties]]
type = "TREATS_IN"
source = "clinic"
target = "scope"
"""
QUESTION = """// title_zh = "诊所"
// title_en = "clinics"
// about = "Clinics of the scope."
// [columns]
// id = { of = "Clinic.name", title_zh = "编号", meaning = "id of the clinic" }
// name = { of = "Clinic.name", title_zh = "名称", meaning = "name" }
// place = { of = "Place.name", title_zh = "地点编号", meaning = "id of its place" }
// place_name = { of = "Place.name", title_zh = "地点", meaning = "its place" }
// beds = { of = "Clinic.beds", title_zh = "床位", meaning = "beds" }
MATCH (c:Clinic)-[t:TREATS_IN]->(p:Place)
WHERE @possible(t) AND ($whole OR p.id IN $places)
RETURN c.id AS id, @name(c) AS name, p.id AS place, @name(p) AS place_name, @value(c.beds) AS beds
ORDER BY name, id
"""
STANDARD = """title_zh = "诊所床位不少于12张"
title_en = "clinics: at least twelve beds"
version = 1
kind = "ratio"
force = "must"
subject = "venue"
asked_of_zh = "诊所"
asked_of_en = "clinics"
remedy_zh = "增设床位"
remedy_en = "add beds"

[source]
regulation_zh = "演示规定"
regulation_en = "an invented regulation"
basis = ["S0"]

[evidence]
question = "clinics"
rows = ""

[requires]
value = "beds"
comparison = "at_least"
low = 12.0
unit_zh = "张"
unit_en = "beds"
"""
SCRIPT = """
from datetime import date
from pathlib import Path
from api.app import create_app
from graph import open_graph
from graph.settings import Settings
from ingest.load.commit import commit
from ingest.load.options import LoadOptions
from ingest.load.prepare import prepare
from graph.model.time import Moment

settings = Settings()
with open_graph(settings) as g:
    for file in ("places.csv", "clinics.csv"):
        options = LoadOptions(edition=Moment.parse("2024-06-30"), complete=True, scope="990301001")
        commit(g.store, prepare([Path(file)], options, g.store.ledger))
    found = g.ask("clinics", as_of=date(2024, 7, 1), scope="990301001")
    print(found.select("name", "beds").rows())
    judged = g.standards("990301001", as_of=date(2024, 7, 1)).rows("clinic_beds")
    print(judged.sort("name").select("name", "verdict").rows())
    print(g.doctor(full=True).good)
print("/v1/questions/clinics" in create_app(settings).openapi()["paths"])
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for package in ("graph", "ingest", "api"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "graph/model/types/clinic.py").write_text(TYPE)
    (tmp_path / "ingest/formats/clinics").mkdir()
    (tmp_path / "ingest/formats/clinics/format.toml").write_text(FORMAT)
    (tmp_path / "graph/questions/clinics.cypher").write_text(QUESTION)
    (tmp_path / "graph/analysis/standards/rules/clinic_beds.toml").write_text(STANDARD)
    (tmp_path / "places.csv").write_text("code,level,name\n990301001,street,演示街道\n")
    (tmp_path / "clinics.csv").write_text("诊所名称,床位数\n演示诊所,12\n演示二诊所,\n")
    return tmp_path


def test_a_type_a_format_a_question_and_a_standard_are_one_file_each(copy: Path, server: Address, bolt: Bolt) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(copy),
        "GONGJIAN_URI": server.uri,
        "GONGJIAN_USER": server.user,
        "GONGJIAN_PASSWORD": server.password,
        "GONGJIAN_DATA": str(copy / "data"),
    }
    if server.database is not None:
        environment["GONGJIAN_DATABASE"] = server.database
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=copy, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:4] == [
        "[('演示二诊所', None), ('演示诊所', 12)]",
        "[('演示二诊所', 'to_check'), ('演示诊所', 'met')]",
        "True",
        "True",
    ]
