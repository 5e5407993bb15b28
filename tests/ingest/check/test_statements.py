"""What a format may declare of its rows: conditions, literals, the edition's date, titles, serials of persons."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest

from graph.model.statement import Identifier, Reference, Tie, scope_reference
from graph.model.time import Moment
from ingest.check.cells import read_cell
from ingest.check.statements import Context, Statements, Values, pseudonym
from ingest.clean.problems import CellProblem
from ingest.clean.text import Said
from ingest.formats.declare import Column, Format

EDITION = Moment.day(date(2024, 6, 30))
WIDE = """
title_zh = "人员统计表"
meaning = "counts of a place in one row"
[columns.place]
headings = ["社区"]
[columns.day]
headings = ["统计日期"]
kind = "moment"
default_edition = true
[columns.kind]
headings = ["类别"]
kind = "category"
lookup = { members = ["党员"], staff = ["职工"] }
from_title = true
[columns.full]
headings = ["正式"]
kind = "integer"
[columns.waiting]
headings = ["预备"]
kind = "integer"
[subjects.full]
type = "Headcount"
identifiers = { event = ["=members_full", "day", "place"] }
fields = { people = "full", counted_on = "day" }
constants = { category = "members_full" }
when = ["full"]
[subjects.waiting]
type = "Headcount"
identifiers = { event = ["=members_probationary", "day", "place"] }
fields = { people = "waiting", counted_on = "day" }
when = ["waiting", "kind=members"]
[references.place]
types = ["Place"]
name = "place"
[[ties]]
type = "COUNTS"
source = "full"
target = "place"
[[ties]]
type = "COUNTS"
source = "waiting"
target = "place"
when = ["day"]
"""


def declared(text: str) -> Format:
    return Format.model_validate({"name": "invented", **tomllib.loads(text)})


def statements(text: str, **told: str) -> Statements:
    return Statements(declared(text), Context("甲", scope_reference("990401001"), b"key", EDITION), told)


def test_one_row_defines_what_it_says_something_of() -> None:
    values: Values = {"place": "子社区", "full": 12, "waiting": 3, "kind": "members"}
    both = statements(WIDE).assertion(values)
    assert [subject.identifiers[0].value for subject in both.subjects] == [
        "membersfull|2024-06-30|子社区",
        "membersprobationary|2024-06-30|子社区",
    ]
    assert [tie.source for tie in both.ties] == [0, 1]
    only = statements(WIDE).assertion({**values, "full": Said.NONE})
    assert [subject.fields["people"] for subject in only.subjects] == [3]
    assert [tie.source for tie in only.ties] == [0]  # the position of what there is


def test_a_condition_may_ask_for_a_category() -> None:
    values: Values = {"place": "子社区", "waiting": 3}
    assert statements(WIDE).assertion(values).subjects == ()
    assert statements(WIDE).assertion({**values, "kind": "staff"}).subjects == ()
    assert len(statements(WIDE).assertion({**values, "kind": "members"}).subjects) == 1


def test_what_the_title_tells_holds_for_rows_that_do_not_say_it() -> None:
    told = statements(WIDE, kind="members")
    assert len(told.assertion({"place": "子社区", "waiting": 3}).subjects) == 1
    assert told.assertion({"place": "子社区", "waiting": 3, "kind": "staff"}).subjects == ()


def test_the_date_of_a_row_comes_before_that_of_the_edition() -> None:
    values: Values = {"place": "子社区", "full": 12, "day": Moment.month(2024, 3)}
    (subject,) = statements(WIDE).assertion(values).subjects
    assert subject.identifiers[0].value == "membersfull|2024-03|子社区"
    assert subject.fields["counted_on"] == "2024-03-31"


def test_a_returned_row_without_a_readable_date_is_not_keyed_by_the_edition() -> None:
    values: Values = {"place": "子社区", "full": 12}
    assert statements(WIDE).key(values, ()) is not None
    assert statements(WIDE).key(values, ("day",)) is None


TIES = """
title_zh = "投入表"
meaning = "what went into what"
[columns.bodies]
headings = ["单位"]
split = true
[columns.projects]
headings = ["项目"]
split = true
[columns.items]
headings = ["清单编号"]
split = true
[references.bodies]
types = ["Unit", "PartyOrganization"]
name = "bodies"
[references.projects]
types = ["Project"]
name = "projects"
[references.items]
types = ["ListItem"]
identifiers = { serial = "items" }
serials_of = "lists"
[[ties]]
type = "TOOK_PART"
source = "bodies"
target = "projects"
role = "participant"
[[ties]]
type = "PUT_INTO"
source = "items"
target = "projects"
"""


def ends(ties: tuple[Tie, ...]) -> list[tuple[str, str, str]]:
    return [
        (tie.source.text, tie.type, tie.target.text)
        for tie in ties
        if isinstance(tie.source, Reference) and isinstance(tie.target, Reference)
    ]


def test_both_ends_of_a_tie_may_be_several_and_of_several_types() -> None:
    said = statements(TIES).assertion({"bodies": ["甲局", "乙校"], "projects": ["停车", "助学"]})
    assert ends(said.ties) == [
        ("甲局", "TOOK_PART", "停车"),
        ("甲局", "TOOK_PART", "助学"),
        ("乙校", "TOOK_PART", "停车"),
        ("乙校", "TOOK_PART", "助学"),
    ]
    assert {tie.source.types for tie in said.ties if isinstance(tie.source, Reference)} == {
        ("Unit", "PartyOrganization")
    }


def test_several_codes_in_one_cell_are_several_things() -> None:
    said = statements(TIES).assertion({"items": ["ZY1", "XQ2"], "projects": ["停车"]})
    assert ends(said.ties) == [("ZY1", "PUT_INTO", "停车"), ("XQ2", "PUT_INTO", "停车")]
    identifiers = [tie.source.identifiers for tie in said.ties if isinstance(tie.source, Reference)]
    assert identifiers == [(Identifier("serial", f"lists/甲/{code}"),) for code in ("ZY1", "XQ2")]


def test_a_row_without_subjects_has_no_key() -> None:
    assert statements(TIES).key({"bodies": ["甲局"], "projects": ["停车"]}, ()) is None


SUCCESSION = """
title_zh = "对照表"
meaning = "codes that were re-issued"
[columns.code]
headings = ["代码"]
kind = "code"
[columns.day]
headings = ["生效日期"]
kind = "moment"
[references.former]
types = ["Place"]
identifiers = { division = "code" }
at = "day"
before = true
[references.latter]
types = ["Place"]
identifiers = { division = "code" }
at = "day"
[[ties]]
type = "SUCCEEDED_BY"
source = "former"
target = "latter"
"""


def test_a_code_may_be_meant_for_another_day_than_the_edition() -> None:
    (tie,) = statements(SUCCESSION).assertion({"code": "990401001", "day": Moment.month(2018, 5)}).ties
    assert isinstance(tie.source, Reference)
    assert isinstance(tie.target, Reference)
    assert tie.source.identifiers == (Identifier("division", "990401001", date(2018, 4, 30)),)
    assert tie.target.identifiers == (Identifier("division", "990401001", date(2018, 5, 31)),)


# --- serials of persons -----------------------------------------------------------------------------

PERSONS = """
title_zh = "党员名册"
meaning = "members by a serial of the office"
[columns.number]
headings = ["党员编号"]
kind = "person_key"
required = true
[subjects.member]
type = "PartyMember"
identifiers = { serial = "number" }
"""
KEY = Column(headings=("党员编号",), kind="person_key")


def test_the_serial_of_a_person_becomes_a_pseudonym() -> None:
    (subject,) = statements(PERSONS).assertion({"number": "DY-0001"}).subjects
    (identifier,) = subject.identifiers
    owner, issuer, value = identifier.value.split("/")
    assert (owner, issuer) == ("invented", "甲")
    assert value == pseudonym("DY-0001", b"key")
    assert len(value) == 32
    assert int(value, 16) > 0
    assert "DY-0001" not in repr(subject)


def test_pseudonyms_tell_serials_and_secrets_apart() -> None:
    found = {pseudonym(serial, key) for serial in ("DY-1", "DY1", "DY-2") for key in (b"one", b"other")}
    assert len(found) == 6


def test_a_key_of_a_returned_row_holds_the_pseudonym_as_well() -> None:
    key = statements(PERSONS).key({"number": "DY-0001"}, ())
    assert key is not None
    assert "DY-0001" not in repr(key)


@pytest.mark.parametrize("cell", ["DY 0001", "０１２３", 17, 17.0])
def test_a_serial_is_read_as_text(cell: str | int | float) -> None:
    assert read_cell(KEY, cell, None, []) in {"DY0001", "0123", "17"}


def test_numbers_that_others_know_are_no_serials() -> None:
    long, short = "9" * 17 + "X", "9" * 15
    phone = "139" + "0000" + "0000"
    codes = []
    for cell in (long, long.lower(), "9" * 6 + " " + "9" * 8 + " 9999", short, phone):
        with pytest.raises(CellProblem) as refused:
            read_cell(KEY, cell, None, [])
        assert cell not in refused.value.zh + refused.value.en
        codes.append(refused.value.code)
    assert codes == ["identity_number"] * 4 + ["personal_data"]


def test_an_empty_serial_says_nothing() -> None:
    assert read_cell(KEY, None, None, []) is Said.NOTHING
    assert read_cell(KEY, "无", None, []) is Said.NONE
