"""Records of single persons leave by no door: the one word on the type is enough."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph.disclosure.refusals import refused_question, tells_of_person
from graph.disclosure.roles import Role, refuse_persons, release
from graph.errors import Refused
from graph.model.registry import node_types, personal_types, tie_types
from graph.questions.asking import Answer, Scope
from graph.questions.catalog import questions, read_question
from graph.store.fold import SEPARATOR

PERSON = "PartyMember:serial:0123456789abcdef"
HEADER = """// title_zh = "问"
// title_en = "question"
// about = "Invented."
// [columns]
// id = { kind = "text", people = false, title_zh = "编号", meaning = "id" }
"""


def test_the_types_of_persons_are_those_declared() -> None:
    assert personal_types() & set(node_types()) == {name for name, each in node_types().items() if each.personal}
    assert personal_types() & set(tie_types()) == {"ENROLLED_IN", "RESIDES_IN"}


def test_no_question_reaches_a_person() -> None:
    assert [name for name, question in questions().items() if refused_question(question)] == []


@pytest.mark.parametrize(
    "key",
    [
        PERSON,
        SEPARATOR.join((PERSON, "RESIDES_IN", "", "1", "Place:division:999901001001")),
        SEPARATOR.join(("Place:division:999901001001", "X", "", "1", PERSON)),
        f"{PERSON} | RESIDES_IN |  | 1 | Place:division:999901001001",
    ],
)
def test_ids_and_keys_of_persons_are_refused(key: str) -> None:
    with pytest.raises(Refused) as refused:
        refuse_persons(key)
    assert refused.value.code == "person_rows"


@pytest.mark.parametrize("text", ["Unit:name:PartyMember公司", "甲 PartyMember", "PartyMember", ""])
def test_other_texts_are_not(text: str) -> None:
    assert not tells_of_person(text)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("value", [PERSON, ["Unit:name:甲", PERSON]])
def test_a_row_with_a_person_does_not_leave_whatever_the_question(tmp_path: Path, role: Role, value: object) -> None:
    path = tmp_path / "unlabelled.cypher"
    roles = '// roles = ["public", "planner", "researcher", "steward"]\n'
    path.write_text(roles + HEADER + "MATCH (n)-->(m)\nRETURN n.id AS id\nORDER BY id\n", "utf-8")
    rows = [{"id": "Unit:name:甲"}, {"id": value}]
    answer = Answer(read_question(path), rows, date(2024, 6, 30), Scope(None, "全部", ()), {}, 1, 1, True)
    with pytest.raises(Refused):
        release(answer, role)


def test_no_parameter_is_a_person_and_a_unit_asks_of_one_unit(tmp_path: Path) -> None:
    asked = '// [parameters.x]\n// node = "{}"\n// required = {}\n// meaning_zh = "甲"\n// meaning_en = "x"\n'
    cypher = "MATCH (n {id: $x})\nRETURN n.id AS id\nORDER BY id\n"
    path = tmp_path / "asked.cypher"
    path.write_text(
        HEADER.replace("// [columns]", asked.format("PartyMember", "true") + "// [columns]") + cypher, "utf-8"
    )
    with pytest.raises(ValueError, match="single persons"):
        read_question(path)
    for node, required, sound in (("Unit", "true", True), ("Unit", "false", False), ("Building", "true", False)):
        roles = '// roles = ["unit"]\n'
        head = HEADER.replace("// [columns]", asked.format(node, required) + "// [columns]")
        path.write_text(roles + head + cypher, "utf-8")
        if sound:
            assert read_question(path).roles == {"unit"}
        else:
            with pytest.raises(ValueError, match="asks of itself"):
                read_question(path)
