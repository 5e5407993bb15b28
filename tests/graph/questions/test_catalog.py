"""What a question's file must declare, and the few words that it may use beside plain Cypher."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from graph.errors import NotFound, WrongUsage
from graph.model.declare import Kind
from graph.model.registry import node_types, tie_types
from graph.questions.catalog import FOLDER, question_named, questions, read_question
from graph.questions.dialect import expand
from graph.questions.question import Parameter

SOUND = """\
// title_zh = "单位"
// title_en = "units"
// about = "Units."
// [parameters.kind]
// meaning_zh = "类别"
// meaning_en = "kind"
// required = false
// [columns]
// id = { of = "Unit.name", title_zh = "编号", meaning = "id" }
// staff = { of = "Unit.staff", title_zh = "职工数", meaning = "staff" }
MATCH (u:Unit) WHERE $kind IS NULL OR @value(u.kind) = $kind
RETURN u.id AS id, @value(u.staff) AS staff
ORDER BY id
"""


def read(tmp_path: Path, text: str):
    path = tmp_path / "some.cypher"
    path.write_text(text, "utf-8")
    return read_question(path)


# --- headers --------------------------------------------------------------------------------------


def test_a_sound_file_gives_a_question_with_types_from_the_model(tmp_path):
    found = read(tmp_path, SOUND)
    assert (found.name, found.title_zh) == ("some", "单位")
    assert found.columns["staff"].kind is Kind.INTEGER
    assert found.columns["staff"].people
    assert not found.columns["id"].people
    assert found.roles == {"planner", "researcher", "steward"}
    assert "@" not in found.cypher


FAULTS = [
    ("no title", ('// title_zh = "单位"\n', ""), "title_zh"),
    ("a key nobody knows", ("// about", '// author = "x"\n// about'), "author"),
    ("a family that there is not", ("// about", '// family = "x"\n// about'), "family"),
    ("no TOML", ("// about =", "// about"), "TOMLDecodeError"),
    ("a role nobody has", ("// [parameters", '// roles = ["mayor"]\n// [parameters'), "roles"),
    ("an undeclared parameter", ("$kind IS NULL", "$level IS NULL"), "level"),
    ("a declared parameter that is not used", ("$kind IS NULL OR @value(u.kind) = $kind", "true"), "parameters used"),
    ("a returned column that is not declared", ("AS staff", "AS staff, u.level AS level"), "level"),
    ("a declared column that is not returned", (", @value(u.staff) AS staff", ""), "staff"),
    ("no order", ("\nORDER BY id", ""), "ORDER BY"),
    ("a column without a type", ('of = "Unit.name", ', ""), "column id"),
    ("a kind without a word on people", ('of = "Unit.name"', 'kind = "text"'), "column id"),
    ("a field that is not there", ("Unit.staff", "Unit.salary"), "StopIteration"),
    ("a type that is not there", ("Unit.staff", "Firm.staff"), "KeyError"),
    ("a word that is not ours", ("@value(u.staff)", "@latest(u.staff)"), "no such word"),
]


@pytest.mark.parametrize(("change", "told"), [pytest.param(*rest, id=name) for name, *rest in FAULTS])
def test_a_faulty_file_is_refused_with_its_name_and_the_fault(tmp_path, change, told):
    assert change[0] in SOUND
    with pytest.raises(ValueError, match=re.escape(told)) as caught:
        read(tmp_path, SOUND.replace(*change))
    assert str(caught.value).startswith("some.cypher: ")


def test_an_inner_order_is_none_of_the_answer(tmp_path):
    inner = SOUND.replace("\nORDER BY id", "").replace("RETURN", "WITH u ORDER BY u.id\nRETURN")
    with pytest.raises(ValueError, match="ORDER BY"):
        read(tmp_path, inner)


def test_people_cannot_be_declared_away(tmp_path):
    softened = SOUND.replace('of = "Unit.staff"', 'of = "Unit.staff", people = false')
    assert read(tmp_path, softened).columns["staff"].people


def test_a_place_parameter_brings_what_lies_below(tmp_path):
    placed = SOUND.replace("// required = false", "// place = true")
    placed = placed.replace("WHERE $kind IS NULL OR @value(u.kind) = $kind", "WHERE u.id IN $kind_below")
    assert read(tmp_path, placed).parameters["kind"].place
    with pytest.raises(ValueError, match="kind_below"):
        read(tmp_path, placed.replace("// place = true", "// required = false"))


def test_every_question_is_a_file_in_the_folder():
    assert set(questions()) == {path.stem for path in FOLDER.glob("*.cypher")}
    assert list(questions()) == sorted(questions())


def test_an_unknown_question_names_those_there_are():
    with pytest.raises(NotFound) as caught:
        question_named("nothing")
    assert all(name in caught.value.zh and name in caught.value.en for name in questions())


@pytest.mark.parametrize("name", sorted(questions()))
def test_questions_name_only_labels_and_ties_of_the_model(name):
    text = re.sub(r"'[^']*'", "''", question_named(name).cypher)
    labels = set(re.findall(r"\((?:\w+)?:(\w+)", text))
    ties = {each for group in re.findall(r"\[\w*:([A-Z_|]+)", text) for each in group.split("|")}
    assert labels <= set(node_types())
    assert ties <= set(tie_types())


@pytest.mark.parametrize("name", sorted(questions()))
def test_questions_only_read(name):
    # CALL { … } is a subquery; CALL name(…) a procedure
    writing = r"\b(CREATE|MERGE|SET|DELETE|REMOVE|DROP|CALL(?!\s*\{)|LOAD|FOREACH)\b"
    assert not re.search(writing, question_named(name).cypher)


@pytest.mark.parametrize("name", sorted(questions()))
def test_parameters_do_not_hide_those_of_every_question(name):
    assert not {"as_of", "scope", "limit", "cursor", "format", "role"} & set(question_named(name).parameters)


# --- dialect --------------------------------------------------------------------------------------


def test_words_expand_to_plain_cypher():
    assert expand("WHERE @possible(r)") == "WHERE (r.start_earliest <= $as_of AND $as_of < r.end_latest)"
    assert expand("RETURN @liveness(tie)") == (
        "RETURN CASE WHEN tie.start_latest <= $as_of AND $as_of < tie.end_earliest THEN 'live' ELSE 'uncertain' END"
    )
    value = expand("@value(b.use)")
    assert "b.use_values[i]" in value and "b.use_from[i] <= $as_of" in value and "$as_of < b.use_to[i]" in value
    assert expand("@name(b)").startswith("coalesce([i IN range(0, coalesce(size(b.name_from), 0) - 1) ")
    assert expand("@name(b)").endswith(", b.name, b.name_values[0])")
    for word in ("node_possible", "node_liveness"):
        assert "n.start_" in expand(f"@{word}(n)") and "@" not in expand(f"@{word}(n)")


def test_text_without_words_stays_as_it_is():
    text = "MATCH (a)-[r]->(b) WHERE a.mail = 'x@y' RETURN a.id AS id ORDER BY id"
    assert expand(text) == text


@pytest.mark.parametrize("text", ["@value(u)", "@possible(r.role)", "@name(u.name)", "@alive(r)"])
def test_a_word_that_is_not_one_of_ours_is_refused(text):
    with pytest.raises(ValueError, match="no such word"):
        expand(text)


# --- parameters -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "given", "read_as"),
    [
        (Kind.INTEGER, "3", 3),
        (Kind.NUMBER, "0.5", 0.5),
        (Kind.DAY, "2018-09-30", dt.date(2018, 9, 30)),
        (Kind.DAY, dt.date(2018, 9, 30), dt.date(2018, 9, 30)),
        (Kind.BOOLEAN, "True", True),
        (Kind.BOOLEAN, False, False),
        (Kind.TEXT, 12, "12"),
    ],
)
def test_parameters_are_read_from_text_and_from_json(kind, given, read_as):
    value = Parameter("p", kind, "甲", "a").read(given)
    assert value == read_as
    assert type(value) is type(read_as)


@pytest.mark.parametrize(
    ("kind", "given"),
    [(Kind.INTEGER, "three"), (Kind.NUMBER, ""), (Kind.DAY, "2018-13-01"), (Kind.BOOLEAN, "perhaps")],
)
def test_a_parameter_of_another_type_is_refused_without_its_value(kind, given):
    with pytest.raises(WrongUsage) as caught:
        Parameter("p", kind, "甲", "a").read(given)
    assert "p" in caught.value.en and kind.value in caught.value.en
    assert not given or given not in str(caught.value)


def test_unknown_and_missing_parameters_are_named():
    question = question_named("events_between")
    with pytest.raises(WrongUsage, match="colour"):
        question.bind({"unit": "u", "place": "p", "colour": "red"})
    with pytest.raises(WrongUsage, match="place"):
        question.bind({"unit": "u", "place": None})
    assert question_named("observations").bind({}) == {"case": None, "measure": None}
