"""The reference pages: complete, sound Markdown, and the ones committed are the ones that would be written now."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

from api import problems
from api.reference import PAGES
from api.reference.case_files import TABLES
from graph import errors
from graph.analysis.standards import rules
from graph.model.registry import node_types, tie_types
from graph.model.schemes import SCHEMES
from graph.questions.catalog import questions
from graph.settings import Settings
from ingest.cases.catalog import cases
from ingest.cases.declare import CaseFile
from ingest.cases.vocabulary import measures, practices
from ingest.formats.catalog import formats

ROOT = Path(__file__).parents[3]
HELD = {
    "model": [*node_types(), *tie_types(), *(f"`{scheme.name}`" for scheme in SCHEMES)],
    "questions": [f"## {name}" for name in questions()],
    "formats": [f" {name}\n" for name in formats()],
    "standards": [f"`{name}`" for name in rules()],
    "settings": [f"`GONGJIAN_{name.upper()}`" for name in Settings.model_fields],
    "errors": [
        f"| {name} |"
        for module in (errors, problems)
        for name, each in vars(module).items()
        if inspect.isclass(each) and issubclass(each, errors.GongjianError)
    ],
    "cases": [f"(cases/{name}.md)" for name in cases()],
    "case-files": [*(f"`{name}`" for name in (*TABLES, *measures(), *practices()))],
    **{
        f"cases/{name}": [
            case.source.citation,
            *(f"| {fact.key} |" for fact in case.cited),
            *(f"| {each.key} |" for each in (*case.conflicts, *case.ratios)),
        ]
        for name, case in cases().items()
    },
}


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_committed_page_is_the_one_written_now(name):
    committed = (ROOT / "docs" / "reference" / f"{name}.md").read_text("utf-8")
    assert committed == PAGES[name](), "run: python -m api.reference docs/reference"


def test_no_page_is_left_over():
    folder = ROOT / "docs" / "reference"
    assert {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.md")} == set(PAGES)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_holds_all_that_is_declared(name):
    text = PAGES[name]()
    assert [each for each in HELD[name] if each not in text] == []


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_tables_of_a_page_have_rows_as_wide_as_their_heading(name):
    widths = [len(re.findall(r"(?<!\\)\|", line)) for line in PAGES[name]().splitlines() if line.startswith("|")]
    tables: list[list[int]] = []
    before = ""
    for line in PAGES[name]().splitlines():
        if line.startswith("|"):
            if not before.startswith("|"):
                tables.append([])
            tables[-1].append(len(re.findall(r"(?<!\\)\|", line)))
        before = line
    assert widths and all(len(set(table)) == 1 and len(table) > 2 for table in tables)


def test_fields_of_people_are_marked_on_the_page_of_the_model():
    text = PAGES["model"]()
    marked = {line.split("`")[1] for line in text.splitlines() if "👤" in line and line.startswith("|")}
    declared = [*(t.all_fields for t in node_types().values()), *(t.fields for t in tie_types().values())]
    assert marked == {field.name for fields in declared for field in fields if field.people}


def test_every_tie_is_in_a_picture_and_every_end_has_a_title():
    pictures = re.findall(r"```mermaid\n(.*?)```", PAGES["model"](), re.S)
    assert len(pictures) == 2
    for picture in pictures:
        edges = re.findall(r"^  (\w+) -->\|(\S+)\| (\w+)$", picture, re.M)
        ends = {end for source, _, target in edges for end in (source, target)}
        assert ends <= {"body", *re.findall(r'^ +(\w+)\["', picture, re.M)}
    for tie in tie_types().values():
        assert any(f"|{tie.title_zh}|" in picture for picture in pictures)


def test_the_command_writes_all_pages(tmp_path):
    command = [sys.executable, "-m", "api.reference", str(tmp_path / "pages")]
    subprocess.run(command, check=True, cwd=ROOT)
    written = {path.relative_to(tmp_path / "pages").as_posix() for path in (tmp_path / "pages").rglob("*.md")}
    assert written == {f"{name}.md" for name in PAGES}


@pytest.mark.parametrize("name", sorted(cases()))
def test_the_page_of_a_case_holds_no_run_of_the_article(name):
    text = PAGES[f"cases/{name}"]()
    longest = max(re.findall(r"[一-鿿]+", text), key=len)
    assert len(longest) <= 24, longest


def test_the_page_on_case_files_has_every_table() -> None:
    assert set(TABLES) >= set(CaseFile.model_fields)
