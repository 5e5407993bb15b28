"""Words cannot rot: whatever has a name here has its description, its example, its page and its size."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import graph
from graph import Graph, errors, open_graph
from graph.model.declare import Field
from graph.model.registry import node_types, tie_types
from graph.model.schemes import SCHEMES
from graph.model.time import Moment
from graph.questions.catalog import questions
from graph.settings import Settings
from graph.store.ledger import Ledger
from ingest.formats.catalog import FOLDER as FORMATS
from ingest.formats.catalog import formats
from ingest.load.options import LoadOptions
from ingest.load.prepare import prepare

ROOT = Path(__file__).parents[1]
PACKAGES = ("graph", "ingest", "api", "tests", "benchmarks")
TYPES = {**node_types(), **tie_types()}
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TABLE = 320, 45, 20
NAMELESS = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}


def chinese(text: str) -> bool:
    return re.search(r"[\u4e00-\u9fff]", text) is not None


def english(text: str) -> bool:
    return re.search(r"[a-z]{2}", text) is not None


# --- the model ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(TYPES))
def test_a_type_says_what_it_is_and_gives_an_example(name):
    declared = TYPES[name]
    assert declared.name == name
    assert chinese(declared.title_zh)
    assert english(declared.meaning)
    assert chinese(declared.example)


@pytest.mark.parametrize("name", sorted(TYPES))
def test_a_field_says_what_it_is(name):
    for field in _fields(name):
        assert chinese(field.title_zh), field.name
        assert english(field.meaning), field.name
        assert all(chinese(title) for title in field.choices.values()), field.name
        assert field.unit is None or field.unit.strip(), field.name


def _fields(name: str) -> tuple[Field, ...]:
    return node_types()[name].all_fields if name in node_types() else tie_types()[name].fields


@pytest.mark.parametrize("name", sorted(tie_types()))
def test_the_roles_of_a_tie_have_titles(name):
    declared = tie_types()[name]
    assert all(chinese(title) for title in declared.roles.values())
    assert declared.single_roles <= {*declared.roles, ""}


def test_titles_tell_types_apart():
    for kinds in (node_types(), tie_types()):
        titles = [declared.title_zh for declared in kinds.values()]
        assert len(titles) == len(set(titles))


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
def test_a_scheme_has_a_title(scheme):
    assert chinese(scheme.title_zh)


# --- questions ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(questions()))
def test_a_question_describes_itself_its_parameters_and_its_columns(name):
    question = questions()[name]
    assert chinese(question.title_zh)
    assert english(question.title_en)
    assert question.about.endswith(".")
    for parameter in question.parameters.values():
        assert chinese(parameter.meaning_zh), parameter.name
        assert english(parameter.meaning_en), parameter.name
    for column in question.columns.values():
        assert chinese(column.title_zh), column.name
        assert english(column.meaning), column.name
    titles = [column.title_zh for column in question.columns.values()]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("name", sorted(questions()))
def test_a_question_has_expected_rows(name):
    assert (ROOT / "tests" / "cases" / "questions" / f"{name}.toml").is_file()


# --- formats --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(formats()))
def test_a_format_describes_itself_and_names_its_headings(name):
    declared = formats()[name]
    assert chinese(declared.title_zh)
    assert english(declared.meaning)
    seen: set[str] = set()
    for key, column in declared.columns.items():
        assert any(chinese(heading) for heading in column.headings), key
        assert not seen & set(column.headings), key
        seen |= set(column.headings)
        assert (column.kind == "category") == bool(column.lookup), key


@pytest.mark.parametrize("name", sorted(path.parent.name for path in FORMATS.glob("*/format.toml")))
def test_the_sample_of_a_format_loads_without_a_returned_row(name, tmp_path):
    options = LoadOptions(edition=Moment.parse("2018-09-30"), scope="990101001", keyed_members=True)
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        (file,) = prepare([FORMATS / name / "sample.csv"], options, ledger).files
    assert file.draft.format == name
    assert file.returned == ()
    assert file.unknown == ()
    assert file.counts["loaded"] >= 3
    assert file.counts["duplicates"] == 0


# --- settings, errors, public names -----------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_a_setting_has_a_help_text_in_both_languages(name):
    zh, _, en = (Settings.model_fields[name].description or "").partition(" | ")
    assert chinese(zh)
    assert english(en)


def _errors() -> list[type[errors.GongjianError]]:
    return [each for _, each in inspect.getmembers(errors, inspect.isclass) if issubclass(each, errors.GongjianError)]


def test_errors_have_codes_of_their_own_a_docstring_and_a_place_in_the_tree():
    codes = [each.code for each in _errors()]
    assert len(codes) == len(set(codes)) > 10
    for each in _errors():
        assert english(vars(each)["__doc__"] or ""), each
        assert each.__name__ in (errors.__doc__ or "")
        assert each.exit_code in {1, 2, 4}
        assert 400 <= each.http_status < 600


def test_public_names_are_pinned():
    """Scripts and notebooks rely on these: add freely, rename none without a note in the CHANGELOG."""
    assert graph.__all__ == ["Graph", "open_graph"]
    named = ("ask", "answer", "coverage", "siting", "standards", "scope", "origins", "doctor")
    assert set(named) <= set(vars(Graph))
    assert list(inspect.signature(Graph.ask).parameters) == ["self", "name", "as_of", "scope", "parameters"]
    assert list(inspect.signature(Graph.coverage).parameters)[:3] == ["self", "scope", "as_of"]
    assert list(inspect.signature(Graph.siting).parameters)[:3] == ["self", "scope", "sites"]
    assert list(inspect.signature(Graph.standards).parameters)[:3] == ["self", "scope", "as_of"]
    assert list(inspect.signature(open_graph).parameters)[:2] == ["settings", "role"]
    for name in named:
        assert english(vars(Graph)[name].__doc__ or "")


def test_settings_that_stay():
    names = {"uri", "user", "password", "database", "data", "host", "port", "sources"}
    assert names <= set(Settings.model_fields)


# --- sizes and names of files -----------------------------------------------------------------------


def _modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def test_no_file_is_too_long_to_read():
    long = {str(path.relative_to(ROOT)): count for path in _modules() if (count := _lines(path)) > LONGEST_FILE}
    assert not long


def _lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_no_function_is_too_long_to_read():
    long = {
        f"{path.relative_to(ROOT)}:{found.name}": count
        for path in _modules()
        for found, count in _functions(path)
        if count > LONGEST_FUNCTION
    }
    assert not long


def _functions(path: Path) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    """Functions with the lines of their bodies; a signature and a docstring are no burden, a table is read as one."""
    for found in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef):
            body = found.body[1:] if ast.get_docstring(found) else found.body
            tables = [_span(each) for part in body for each in ast.walk(part) if isinstance(each, _TABLES)]
            yield found, sum(map(_span, body)) - sum(max(0, lines - LONGEST_TABLE) for lines in tables)


_TABLES = (ast.Assign, ast.AnnAssign, ast.Return)


def _span(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_modules_are_called_after_what_they_hold():
    assert not [path for path in _modules() if {path.stem, path.parent.name} & NAMELESS]


def test_nothing_names_a_path_of_one_machine():
    machine = (f"{ROOT}/", f"{Path.home()}/")
    homes = re.compile("(?<![.\\w])/" + r"(home|Users)/[a-z]\w*/")
    found = []
    for path in _texts():
        text = path.read_text("utf-8", errors="replace")
        if any(each in text for each in machine) or homes.search(text):
            found.append(str(path.relative_to(ROOT)))
    assert not found


def _texts() -> Iterator[Path]:
    """Everything that people wrote: the packages, the pages, and what lies at the top."""
    endings = {".py", ".toml", ".md", ".cypher", ".csv", ".yaml", ".yml", ".html", ".js", ".css", ".ipynb", ""}
    for folder in (*PACKAGES, "docs", "notebooks", ".ci"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix in endings:
                yield path
    yield from sorted(path for path in ROOT.iterdir() if path.is_file() and path.suffix in endings)
