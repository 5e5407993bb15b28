"""Case files against the articles; where these are not at hand, an invented one shows that disagreement is seen."""

import hashlib
from pathlib import Path

import pytest

from graph.errors import NotFound, RosterProblem
from graph.settings import Settings
from ingest.cases.article import Article, disagreements, read_article
from ingest.cases.catalog import cases
from ingest.cases.declare import CaseFile, PassageSpan
from ingest.cases.wording import in_two

SOURCES = Settings().sources
CASES = [pytest.param(case, id=case.id) for case in cases().values()]
with_sources = pytest.mark.skipif(
    SOURCES is None or not SOURCES.is_dir(),
    reason="THE CASE FILES ARE NOT COMPARED WITH THEIR ARTICLES: set GONGJIAN_SOURCES to the folder that holds them",
)


@with_sources
@pytest.mark.parametrize("case", CASES)
def test_every_span_locator_name_and_figure_stands_in_the_article(case: CaseFile) -> None:
    assert SOURCES is not None
    article = read_article(case, SOURCES)
    assert disagreements(case, article) == []
    assert hashlib.sha256((SOURCES / case.source.file).read_bytes()).hexdigest() == case.source.sha256


@with_sources
@pytest.mark.parametrize("case", CASES)
def test_spans_begin_and_end_with_words_not_in_the_middle_of_a_number(case: CaseFile) -> None:
    assert SOURCES is not None
    article = read_article(case, SOURCES)
    for passage in case.passages:
        text, line = article.text(passage), article.lines[passage.line - 1]
        assert text == text.strip(",。;、 "), passage.id
        before, after = line[: passage.start][-1:], line[passage.end :][:1]
        assert not (before.isdigit() and text[0].isdigit()), passage.id
        assert not (after.isdigit() and text[-1].isdigit()), passage.id


INVENTED = "甲街道成立甲联合会,成员单位10家。"


def _case(**span: int | str) -> CaseFile:
    passage = {"id": "P1", "paragraph": "P1", "line": 1, "start": 0, "end": 17, "locator": "甲联合会", **span}
    return CaseFile.model_validate(
        {
            "case": {"id": "jia", "title_zh": "甲", "title_en": "A", "place_text": "甲街道", "place": "E1"},
            "source": {
                "file": "jia.txt",
                "sha256": hashlib.sha256(INVENTED.encode()).hexdigest(),
                "title": "甲",
                "published_on": "2020-01-01",
                "citation": "甲.",
            },
            "passages": [passage],
            "bodies": [{"key": "E1", "type": "Association", "name": "甲联合会", "passages": ["P1"]}],
            "observations": [
                {
                    "key": "S1",
                    "measure": "association_members",
                    "raw": "10家",
                    "low": 10,
                    "high": 10,
                    "unit": "家",
                    "scope": "成员单位",
                    "nature": "stock",
                    "about": ["E1"],
                    "passages": ["P1"],
                }
            ],
        }
    )


UNPRINTED = ["E1: its passages do not print its name", "S1: its passages do not print its figure"]


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ({}, []),
        ({"end": 40}, ["P1: the span leaves the article"]),
        ({"line": 2, "end": 4}, ["P1: the span leaves the article", *UNPRINTED]),
        ({"locator": "乙联合会"}, ["P1: the locator does not stand once in the span"]),
        ({"locator": "成员", "start": 10}, UNPRINTED[:1]),
        ({"end": 9}, UNPRINTED[1:]),
    ],
)
def test_each_disagreement_is_told(span: dict[str, int | str], expected: list[str]) -> None:
    found = [in_two(each) for each in disagreements(_case(**span), Article((INVENTED,)))]
    assert [en for _, en in found] == expected
    assert all(zh.partition(":")[0] == en.partition(":")[0] and zh != en for zh, en in found)


def test_the_article_is_read_only_if_it_is_the_same_text(tmp_path: Path) -> None:
    case = _case()
    with pytest.raises(NotFound, match="GONGJIAN_SOURCES"):
        read_article(case, tmp_path)
    (tmp_path / "jia.txt").write_text(INVENTED, encoding="utf-8")
    passage: PassageSpan = case.passages[0]
    assert read_article(case, tmp_path).text(passage) == INVENTED[:17]
    (tmp_path / "jia.txt").write_text(INVENTED + "\n", encoding="utf-8")
    with pytest.raises(RosterProblem, match=r"jia\.txt"):
        read_article(case, tmp_path)
