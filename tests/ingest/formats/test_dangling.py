"""A declaration that leads nowhere is refused when it is read, with each name that does."""

from __future__ import annotations

import tomllib

import pytest

from ingest.formats.catalog import formats
from ingest.formats.dangling import dangling
from ingest.formats.declare import Format

SOUND = """
title_zh = "认领表"
meaning = "claims"
[columns.item]
headings = ["事项"]
[columns.day]
headings = ["日期"]
kind = "moment"
default_edition = true
[columns.state]
headings = ["情况"]
kind = "category"
lookup = { done = ["完成"] }
from_title = true
[columns.role]
headings = ["角色"]
kind = "category"
lookup = { organiser = ["牵头"] }
[subjects.claim]
type = "Claim"
identifiers = { event = ["=claim", "day", "item"] }
fields = { state = "state" }
when = ["item", "state=done"]
[references.item]
types = ["ListItem"]
name = "item"
at = "day"
[references.body]
types = ["Unit"]
name = "item"
[references.project]
types = ["Project"]
name = "item"
[[ties]]
type = "CLAIM_OF"
source = "claim"
target = "item"
when = ["day"]
[[ties]]
type = "TOOK_PART"
source = "body"
target = "project"
role_column = "role"
"""


def faults(text: str) -> list[str]:
    return dangling(Format.model_validate({"name": "invented", **tomllib.loads(text)}))


def test_a_sound_declaration_has_no_faults() -> None:
    assert faults(SOUND) == []
    assert [each for declared in formats().values() for each in dangling(declared)] == []


@pytest.mark.parametrize(
    ("sound", "unsound", "fault"),
    [
        (
            'type = "Claim"',
            'type = "PublicFigure"',
            "subject claim: PublicFigure is stated by published cases, by no roster",
        ),
        ('type = "Claim"', 'type = "Standard"', "subject claim: Standard is stated by published cases, by no roster"),
        ('"day", "item"]', '"days", "item"]', "subject claim: no column days"),
        ('when = ["item", "state=done"]', 'when = ["thing"]', "subject claim: no column thing"),
        ('"state=done"', '"state=kept"', "subject claim: column state knows no kept"),
        ('when = ["day"]', 'when = ["days"]', "tie CLAIM_OF: no column days"),
        ('at = "day"', 'at = "days"', "reference item: no column days"),
        ('{ done = ["完成"] }', '{ done = ["完成"], lost = ["丢失"] }', "subject claim: field state knows no lost"),
        ('kind = "moment"', 'kind = "moment"\nfirst_of = "term"', "column day: no column term"),
        ("{ organiser =", "{ guest =", "tie TOOK_PART: no role guest"),
        (
            'headings = ["事项"]',
            'headings = ["事项"]\nfrom_title = true',
            "column item: only a category is told by a title",
        ),
        (
            'headings = ["事项"]',
            'headings = ["事项"]\ndefault_edition = true',
            "column item: only a moment defaults to the edition",
        ),
    ],
)
def test_each_name_that_leads_nowhere_is_told(sound: str, unsound: str, fault: str) -> None:
    assert sound in SOUND
    assert fault in faults(SOUND.replace(sound, unsound, 1))


def test_a_format_must_say_something() -> None:
    assert faults('title_zh = "空表"\nmeaning = "nothing"\n[columns.a]\nheadings = ["甲"]') == [
        "neither subjects nor ties"
    ]
