"""A case as rows of the ledger, and what the fold makes of them beside a division list and rosters."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from graph.model.registry import field_of, node_types, tie_types
from graph.model.statement import Assertion, Identifier, Reference, Subject, Tie, decode, encode
from graph.store.fold import Folded, fold, gather
from graph.store.fold.identity import State
from graph.store.ledger import FileDraft, Ledger, RowDraft
from ingest.cases.catalog import cases
from ingest.cases.declare import TABLES, CaseFile
from ingest.cases.draft import assertions, draft
from ingest.cases.facts import Fact

CASES = [pytest.param(case, id=case.id) for case in cases().values()]

# the division list of 2018 (National Bureau of Statistics): code, level, name
DIVISIONS = (
    ("330106", "county", "西湖区"),
    ("330106002", "subdistrict", "北山街道"),
    ("330106002051", "community", "上保社区"),
    ("330106002052", "community", "宝石社区"),
    ("330106002053", "community", "金祝社区"),
    ("330106002054", "community", "松木场社区"),
    ("330106002055", "community", "沿山河社区"),
    ("330106002056", "community", "曲院社区"),
    ("330106002058", "community", "友谊社区"),
)
BEISHAN = Reference(("Place",), (Identifier("division", "330106002"),), text="北山街道")


def _file(format_: str, edition: str, said: Sequence[Assertion]) -> FileDraft:
    rows = [RowDraft("1", number, "accepted", encode(each)) for number, each in enumerate(said, start=1)]
    return FileDraft(f"{format_}.csv", "0" * 64, format_, "test", "330106", edition, True, 10, "roster", False, rows)


def _divisions(edition: str = "2018-10-31", leaves_out: frozenset[str] = frozenset()) -> FileDraft:
    said = []
    for code, level, name in DIVISIONS:
        if code in leaves_out:
            continue
        above = {6: None, 9: code[:6], 12: code[:9]}[len(code)]
        within = None if above is None else Reference(("Place",), (Identifier("division", above),), text=above)
        place = Subject("Place", (Identifier("division", code),), name, within, {"level": level})
        ties = () if within is None else (Tie("PART_OF", 0, within, "administrative"),)
        said.append(Assertion((place,), ties))
    return _file("places", edition, said)


def _folded(folder: Path, *loads: FileDraft) -> Folded:
    with Ledger(folder / "ledger.sqlite") as ledger:
        for each in loads:
            ledger.record([each])
        return fold(gather(ledger))


def _ends(said: Assertion, tie: Tie) -> list[tuple[str, ...]]:
    return [(said.subjects[end].type,) if isinstance(end, int) else end.types for end in (tie.source, tie.target)]


@pytest.mark.parametrize("case", CASES)
def test_rows_decode_and_say_only_what_the_model_allows(case: CaseFile) -> None:
    made = draft(case)
    assert (made.format, made.issuer, made.scope, made.nature) == ("case", case.id, case.id, "case")
    assert (made.edition, made.complete, made.synthetic) == (case.source.edition, True, False)
    for row in made.rows:
        assert row.payload is not None and row.state == "accepted"
        said = decode(row.payload)
        assert said.subjects or said.ties
        for subject in said.subjects:
            assert all(field_of(subject.type, name) for name in subject.fields)
            assert node_types()[subject.type].named == (subject.name is not None)
        for tie in said.ties:
            (source,), (target,) = _ends(said, tie)
            assert tie_types()[tie.type].allows(source, target), (
                row.sheet,
                row.number,
                tie.type,
                source,
                target,
            )
            assert tie.role in (tie_types()[tie.type].roles or {""})


@pytest.mark.parametrize("case", CASES)
def test_one_fact_is_one_row(case: CaseFile) -> None:
    made = draft(case)
    tables = ("passages", *TABLES, "conflicts", "ratios", "practices")
    expected = {table: len(getattr(case, table)) for table in tables} | {"case": 1, "source": 1}
    assert Counter(row.sheet for row in made.rows) == Counter(expected)
    places = [(row.sheet, row.number) for row in made.rows]
    assert len(set(places)) == len(places)
    assert draft(case) == made, "equal cases give equal drafts"


@pytest.mark.parametrize("case", CASES)
def test_every_fact_row_leads_to_its_passages(case: CaseFile) -> None:
    facts: dict[tuple[str, int], Fact] = {}
    for table in TABLES:
        facts |= {(table, number): fact for number, fact in enumerate(getattr(case, table), start=1)}
    cited = {}
    for sheet, number, said in assertions(case):
        stated = [tie.target for tie in said.ties if tie.type == "STATED_IN"]
        if stated:
            cited[(sheet, number)] = {end.text for end in stated if isinstance(end, Reference)}
    assert cited == {place: set(fact.passages) for place, fact in facts.items()}


def test_beishan_beside_the_division_list_leaves_no_reference_open(tmp_path: Path) -> None:
    outcome = _folded(tmp_path, _divisions(), draft(cases()["beishan"]))
    assert outcome.open_references() == [] and outcome.findings == []
    labels = Counter(record.label for record in outcome.records.values() if record.ends is None)
    labels.pop("Edition", None)  # book-keeping of the fold, not a statement of the case
    assert labels == {
        **{"Case": 1, "Source": 1, "Passage": 103, "Place": 13, "PartyOrganization": 4, "Association": 1},
        **{"SubGroup": 7, "CoordinatingBody": 1, "SelfGovernanceBody": 1, "Team": 8, "Unit": 14, "Venue": 8},
        **{"Post": 10, "PublicFigure": 3, "Programme": 16, "Platform": 3, "Instrument": 5, "Agreement": 1},
        **{"Activity": 23, "Project": 8, "Task": 4, "MeetingSeries": 4, "ListItem": 2, "Cohort": 26},
        **{"Mechanism": 39, "Standard": 10, "Observation": 37, "DataGap": 26, "Practice": 12},
    }


def test_the_graph_of_beishan_says_what_the_article_does(tmp_path: Path) -> None:
    records = _folded(tmp_path, _divisions(), draft(cases()["beishan"])).records
    members = records["Observation:source:beishan/BS-S03"].properties
    assert (members["low"], members["high"], members["raw"], members.get("as_of")) == (
        104.0,
        104.0,
        "104家",
        None,
    )
    association = "Association:name:党建共建联合会@Place:division:330106002"
    ends = {(record.ends, record.label) for record in records.values()}
    assert (("Observation:source:beishan/BS-S03", association), "ABOUT") in ends
    assert (("Observation:source:beishan/BS-S03", "Passage:source:beishan/P2.growth"), "STATED_IN") in ends
    assert (("Passage:source:beishan/P2.growth", "Source:source:beishan/source"), "PASSAGE_OF") in ends
    assert (("Source:source:beishan/source", "Case:source:beishan"), "SOURCE_OF") in ends
    conflicts = [record for record in records.values() if record.label == "CONFLICTS_WITH"]
    assert [record.ends for record in conflicts] == [
        ("Observation:source:beishan/BS-S01", "Observation:source:beishan/BS-S04")
    ]
    assert conflicts[0].properties["why"]
    assert str(records[association].properties["start_latest"]) == "[datetime.date(2011, 12, 31)]"
    compound = records["Place:name:桃园新村@Place:division:330106002052"].properties
    assert (compound["level"], compound["name"]) == ("residential_compound", "桃园新村")


def test_order_of_loading_leaves_no_trace(tmp_path: Path) -> None:
    case = draft(cases()["beishan"])
    loads = ((_divisions(), case), (case, _divisions()))
    folded = [_folded(tmp_path / str(number), *each) for number, each in enumerate(loads)]
    told = [{key: (each.label, each.properties) for key, each in outcome.records.items()} for outcome in folded]
    assert told[0] == told[1]


def test_without_the_division_list_its_places_are_pending(tmp_path: Path) -> None:
    outcome = _folded(tmp_path, draft(cases()["beishan"]))
    waiting = {each.text for each in outcome.open_references() if each.types == ("Place",)}
    inside = {"桃园新村", "宝石一路2号", "天目山路79号", "白沙泉并购金融街区"}
    assert waiting == {name for _, _, name in DIVISIONS} | inside, "what lies in an unknown place is not known either"
    assert {each.resolution.state for each in outcome.open_references()} <= {State.PENDING, State.OUT_OF_AREA}
    assert "Observation:source:beishan/BS-S03" in outcome.records, "figures stand without their places"


def test_an_article_does_not_keep_an_abolished_place_alive(tmp_path: Path) -> None:
    gone = frozenset({"330106002053"})
    outcome = _folded(tmp_path, _divisions(), draft(cases()["beishan"]), _divisions("2023-06-30", gone))
    place = outcome.records["Place:division:330106002053"].properties
    assert "disputed" not in place
    assert str(place["end_latest"]) == "[datetime.date(2023, 6, 30)]"


def test_a_unit_that_the_article_names_takes_the_code_of_a_roster(tmp_path: Path) -> None:
    code = Identifier("uscc", "91330000TEST00000X")
    unit = Subject("Unit", (code,), "省直机关书画院", BEISHAN, {"kind": "institution"})
    outcome = _folded(tmp_path, _divisions(), draft(cases()["beishan"]), _file("units", "2024", [Assertion((unit,))]))
    named = [r for r in outcome.records.values() if r.label == "Unit" and r.properties["name"] == "省直机关书画院"]
    assert [record.key for record in named] == ["Unit:uscc:91330000TEST00000X"]
    stated = [r for r in outcome.records.values() if r.label == "STATED_IN" and r.ends and r.ends[0] == named[0].key]
    assert len(stated) == 1
