"""Published cases: what each article states, from the case files; everybody may read it, with its citation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response

from api.access import AnyAsker, Caller
from api.answers import Answered, Shown, respond, wanted_format
from api.case_answers import NO_TEXT
from api.pages import PageStart, Paging
from api.parameters import LONGEST, CursorText, FormatName, Limit, known_only
from api.schemas import answers
from graph.errors import NotFound, RosterProblem
from graph.model.time import Moment
from graph.questions.asking import Scope
from graph.settings import Settings
from graph.store.store import Store
from ingest.cases.account import ACCOUNTS, OVERVIEW, Account, Column, overview, undated
from ingest.cases.article import Article, as_read, read_article
from ingest.cases.catalog import cases
from ingest.cases.declare import CaseFile

Row = dict[str, object]

LISTED = (
    Shown("id", "text", "案例", "id of the case"),
    Shown("title_zh", "text", "案例名", "short title in Chinese"),
    Shown("title_en", "text", "英文名", "short title in English"),
    Shown("place", "text", "地点", "place, as the article says"),
    Shown("source", "text", "题名", "title of the article; in brackets where none is printed"),
    Shown("publisher", "text", "来源", "who published it; null where it is not printed"),
    Shown("published_on", "text", "刊发", "date of publication as printed; null where none is"),
    Shown("citation", "text", "引文", "citation by GB/T 7714"),
    *(Shown(each.name, each.kind.value, each.title_zh, each.meaning) for each in OVERVIEW),
)
TEXT = Shown("text", "text", "全文", "the passage as it is read, where the service has the article; not for the public")
OPEN = ("facts", "timeline", "contradictions", "ratios", "gaps", "practices")

CaseId = Annotated[str, Path(max_length=LONGEST, description="案例编号,见 /v1/cases | id of a case, see /v1/cases")]


def router() -> APIRouter:
    """``/v1/cases`` and below it a case, each of its tables, and its passages."""
    routes = APIRouter(prefix="/v1/cases", tags=["cases"], dependencies=[Depends(known_only)])
    routes.add_api_route("", listed, summary="已发表的案例 | published cases", responses=answers(LISTED))
    routes.add_api_route("/{case}", one, summary="一个案例的概况 | one case in counts", responses=answers(LISTED))
    for name in OPEN:
        account = ACCOUNTS[name]
        routes.add_api_route(
            f"/{{case}}/{name}",
            _endpoint(account),
            name=f"cases_{name}",
            operation_id=f"cases_{name}",
            summary=f"案例:{account.title_zh} | {account.title_en} of a case",
            description=f"{_ABOUT[name]}\n\n人人可读,附出处 | open to everybody, with its citation",
            responses=answers(_shown(account.columns)),
        )
    routes.add_api_route(
        "/{case}/passages",
        passages,
        summary="案例:段落 | passages of a case",
        responses=answers((*_shown(ACCOUNTS["passages"].columns), TEXT), [TEXT.name]),
    )
    return routes


_ABOUT = {
    "facts": "文章陈述的每个事实及其段落;数字另写成区间 | every fact of the article with its passages",
    "timeline": "有日期的事实,按可能的最晚日期排列;parameters.undated 为未注日期的数字个数 | dated facts, in order of "
    "the latest day that each date can mean; parameters.undated counts the figures without a date",
    "contradictions": "不能同时成立的两个数字,各附口径与段落 | pairs of figures that cannot both hold",
    "ratios": "比值:口径一致才计算,否则说明为何不算 | ratios, derived only where both figures are of the same things",
    "gaps": "文章没有说、说得不明确,或说了而依规不录的 | what the article leaves open, or is not to be recorded",
    "practices": "案例体现的做法 | practices of the shared vocabulary that show in the case",
}


async def listed(
    request: Request, who: AnyAsker, limit: Limit = 100, cursor: CursorText = None, format: FormatName = None
) -> Response:
    """The published cases with their counts; what needs the article is null where the service has none."""
    form = wanted_format(request, format)
    paging = Paging(request.app.state.cursors, "cases", who, {}, None, None, limit, cursor)
    settings = request.app.state.serving.settings

    def rows() -> list[Row]:
        return [_listed(case, _article(settings, case)) for case in cases().values()]

    return respond(request, await _paged(request, paging, ("案例", "cases"), LISTED, rows, None), form)


async def one(request: Request, who: AnyAsker, case: CaseId, format: FormatName = None) -> Response:
    """One case: its publication and its counts, in one row. NotFound lists the cases that there are."""
    form = wanted_format(request, format)
    found = case_of(case)
    paging = _paging(request, who, "cases/case", found, 1, None)
    settings = request.app.state.serving.settings
    title = (found.case.title_zh, found.case.title_en)

    def rows() -> list[Row]:
        return [_listed(found, _article(settings, found))]

    return respond(request, await _paged(request, paging, title, LISTED, rows, found), form)


async def passages(
    request: Request,
    who: AnyAsker,
    case: CaseId,
    limit: Limit = 100,
    cursor: CursorText = None,
    format: FormatName = None,
) -> Response:
    """The passages that facts cite; ``text`` is null where the service has no article (setting ``sources``)."""
    form = wanted_format(request, format)
    found = case_of(case)
    paging = _paging(request, who, "cases/passages", found, limit, cursor)
    account, settings = ACCOUNTS["passages"], request.app.state.serving.settings
    columns = (*_shown(account.columns), *(() if who.role in NO_TEXT else (TEXT,)))

    def rows() -> list[Row]:
        if who.role in NO_TEXT:
            return account.rows(found)
        article = _article(settings, found)
        texts = (article and as_read(found.source, each, article.text(each)) for each in found.passages)
        return [{**row, TEXT.name: text} for row, text in zip(account.rows(found), texts, strict=True)]

    title = (account.title_zh, account.title_en)
    withheld = [TEXT.name] if who.role in NO_TEXT else []
    return respond(request, await _paged(request, paging, title, columns, rows, found, withheld), form)


def _endpoint(account: Account) -> Any:  # noqa: ANN401 - FastAPI reads the signature
    async def endpoint(
        request: Request,
        who: AnyAsker,
        case: CaseId,
        limit: Limit = 100,
        cursor: CursorText = None,
        format: FormatName = None,
    ) -> Response:
        form = wanted_format(request, format)
        found = case_of(case)
        paging = _paging(request, who, f"cases/{account.name}", found, limit, cursor)
        title = (account.title_zh, account.title_en)
        columns = _shown(account.columns)
        return respond(request, await _paged(request, paging, title, columns, lambda: account.rows(found), found), form)

    return endpoint


# --- shared by the routes -----------------------------------------------------------------------------


def case_of(name: str) -> CaseFile:
    """One case by its id; NotFound lists those there are."""
    if name not in cases():
        known = ", ".join(cases())
        raise NotFound(f"没有这个案例;现有:{known}", f"there is no such case; there are: {known}", code="case_unknown")
    return cases()[name]


def _paging(request: Request, who: Caller, question: str, case: CaseFile, limit: int, cursor: str | None) -> Paging:
    return Paging(request.app.state.cursors, question, who, {"case": case.id}, None, None, limit, cursor)


def _shown(columns: Iterable[Column]) -> tuple[Shown, ...]:
    return tuple(Shown(each.name, each.kind.value, each.title_zh, each.meaning) for each in columns)


def _listed(case: CaseFile, article: Article | None) -> Row:
    counts = overview(case, article)
    about: Row = {
        "id": case.id,
        "title_zh": case.case.title_zh,
        "title_en": case.case.title_en,
        "place": case.case.place_text,
        "source": case.source.title,
        "publisher": case.source.publisher,
        "published_on": case.source.published_on,
        "citation": case.source.citation,
    }
    return {**about, **{each.name: counts[each.name] for each in OVERVIEW}}


def _article(settings: Settings, case: CaseFile) -> Article | None:
    """The article where the operator has it; another text of its name is as good as none."""
    if settings.sources is None:
        return None
    try:
        return read_article(case, settings.sources)
    except (NotFound, RosterProblem):
        return None


async def _paged(
    request: Request,
    paging: Paging,
    title: tuple[str, str],
    columns: Sequence[Shown],
    make: Callable[[], list[Row]],
    case: CaseFile | None,
    withheld: Sequence[str] = (),
) -> Answered:
    """A page of rows. They are of the case files; the graph only says by its version which pages belong together."""
    serving = request.app.state.serving

    def work(store: Store) -> Answered:
        at = PageStart(paging, store, serving.graph_id)
        at.bind(None)
        rows = make()
        state = store.state()
        page = rows[at.skip : at.skip + paging.limit]
        return Answered(
            question=paging.question,
            title_zh=title[0],
            title_en=title[1],
            # what an article states is as old as the article, whenever it is asked for
            as_of=at.as_of if case is None else Moment.parse(case.source.edition).latest,
            scope=Scope(None, "全部" if case is None else case.case.place_text, ()),
            parameters={**paging.asked, **_said_beside(paging.question, case)},
            version=state.version,
            sequence=state.sequence,
            synthetic=False,
            columns=columns,
            rows=page,
            rows_used={paging.question: len(page)},
            withheld=withheld,
            next_cursor=at.following(len(rows) - at.skip, state.version),
            source=None if case is None else source_of(case),
        )

    result: Answered = await serving.run(work)
    return result


def _said_beside(question: str, case: CaseFile | None) -> Row:
    return {"undated": undated(case)} if case is not None and question == "cases/timeline" else {}


def source_of(case: CaseFile) -> Row:
    """The published text, for the envelope."""
    source = case.source
    return {
        "title": source.title,
        "publisher": source.publisher,
        "published_on": source.published_on,
        "citation": source.citation,
    }
