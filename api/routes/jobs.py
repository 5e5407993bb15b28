"""Jobs: long work that is begun, looked after, read and ended over HTTP."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.access import Asker, Caller
from api.answers import MEDIA_TYPES, Answered, Format
from api.bodies import sent_body
from api.cursors import Cursors, Position, binding_of, refuse_other
from api.geojson import MapFormatName, respond_on_map, wanted
from api.jobs.declare import Kinds, Parameters
from api.jobs.job import ENDED, Job, State
from api.jobs.running import Jobs, settled
from api.jobs.telling import JOB, LISTED, body_schema, told
from api.parameters import LONGEST, CursorText, Limit, known_only
from api.problems import Conflict, invalid, of_body
from api.schemas import PROBLEMS, answers
from graph.disclosure.reads import Read
from graph.disclosure.roles import Role
from graph.errors import NotFound, Refused
from graph.store.store import Store

LARGEST_BODY = 256 * 1024
LONGEST_WAIT = 25
LOOK = 0.25
"""Seconds between two looks at a job that somebody waits for; the process that runs it may be another."""


class Begun(BaseModel):
    """A job as it is asked for."""

    model_config = ConfigDict(extra="forbid")

    what: str = Field(min_length=1, max_length=LONGEST)
    parameters: dict[str, Any] = Field(default_factory=dict)


def with_key(who: Asker) -> Caller:
    """The caller of a request about jobs, who has a key: a job has an owner."""
    if who.key is None:
        raise Refused(
            "任务归密钥所有,要带密钥(X-API-Key);请向管理者索取",
            "a job belongs to a key: send one in X-API-Key; ask the steward for it",
            code="key_needed",
        )
    return who


Owner = Annotated[Caller, Depends(with_key)]
JobId = Annotated[str, Path(max_length=LONGEST, description="任务编号 | id of a job")]
Wait = Annotated[
    float,
    Query(
        ge=0,
        le=LONGEST_WAIT,
        description="状态未变时至多等多少秒再答 | seconds to wait at most for a change of its state",
    ),
]


def router(kinds: Kinds) -> APIRouter:
    """``/v1/jobs`` and what lies below it."""
    routes = APIRouter(prefix="/v1/jobs", tags=["jobs"], dependencies=[Depends(known_only)])
    body = {"required": True, "content": {"application/json": {"schema": body_schema(kinds)}}}
    for path, endpoint, method, status, summary, schema in (
        ("", begin, "POST", 202, "开始一个任务 | begin a job", JOB),
        ("", listed, "GET", 200, "任务列表 | jobs", LISTED),
        ("/{id}", one, "GET", 200, "一个任务的进展 | how far a job has come", JOB),
        ("/{id}", end, "DELETE", 200, "取消任务;已结束的则删除 | cancel a job, or forget one that has ended", JOB),
        ("/{id}/again", again, "POST", 202, "重新开始没有结果的任务 | begin a job again that came to nothing", JOB),
    ):
        said = {"description": summary, "content": {"application/json": {"schema": schema}}}
        routes.add_api_route(
            path,
            endpoint,
            methods=[method],
            status_code=status,
            summary=summary,
            responses={status: said, **PROBLEMS},
            openapi_extra={"requestBody": body} if endpoint is begin else None,
        )
    routes.add_api_route(
        "/{id}/result", result, summary="任务的结果 | the result of a job", responses=answers((), open_rows=True)
    )
    return routes


async def begin(request: Request, who: Owner) -> Response:
    """Begin a job: ``{"what": "coverage", "parameters": {…}}``. Its scope and date are settled now."""
    sent = await sent_body(request, Begun, LARGEST_BODY)
    jobs: Jobs = request.app.state.jobs
    kind = jobs.kinds.get(sent.what)
    if kind is None:
        known = "、".join(jobs.kinds), ", ".join(jobs.kinds)
        raise invalid("what", f"没有这种任务;可用:{known[0]}", f"there is no such kind of job; there are: {known[1]}")
    if who.role not in kind.roles:
        allowed = "、".join(sorted(kind.roles))
        raise Refused(
            f"角色 {who.role.value} 不能开始这种任务;可以的角色:{allowed}",
            f"the role {who.role.value} may not begin this kind of job; these may: {allowed}",
        )
    try:
        asked: Parameters = kind.parameters.model_validate(sent.parameters)
    except ValidationError as error:
        raise of_body(error, kind.parameters.model_fields) from None
    kind.refuse(who.role, asked)

    def work(store: Store) -> Job:
        graph = request.app.state.serving.graph(store, who.role)
        found: Parameters = settled(graph, who, asked)
        return jobs.store.add(kind.name, who, found.model_dump(mode="json"))

    job: Job = await request.app.state.serving.run(work)
    jobs.wake()
    return _told(request, job, who, 202)


async def listed(request: Request, who: Owner, limit: Limit = 100, cursor: CursorText = None) -> Response:
    """The key's own jobs, the newest first; a steward of the whole graph sees all, of others without parameters."""
    jobs: Jobs = request.app.state.jobs
    cursors: Cursors = request.app.state.cursors
    binding = binding_of(["jobs", who.key, who.role, who.area])
    before = None
    if cursor is not None:
        position = cursors.read(cursor)
        refuse_other(position, binding)
        before = position.skip
    key = None if _oversees(who) else who.key
    found = await asyncio.to_thread(jobs.store.listed, key, before, limit + 1)
    page, more = found[:limit], len(found) > limit
    # goes on below the last job shown, however many have been begun since; of the graph it tells nothing
    following = cursors.write(Position(page[-1].number, date.today(), 0, binding)) if more else None
    return _json({"jobs": [told(job, who, jobs.kinds) for job in page], "next_cursor": following})


async def one(request: Request, who: Owner, id: JobId, wait: Wait = 0) -> Response:
    """State and progress of a job. With ``wait`` the answer comes when its state changes, or after that many seconds.

    A job that has ended is answered at once.
    """
    jobs: Jobs = request.app.state.jobs
    job = first = await _seen(request, who, id)
    end = time.monotonic() + wait
    while job.state is first.state and job.state not in ENDED and not jobs.closing:
        left = end - time.monotonic()
        if left <= 0:
            break
        await asyncio.sleep(min(LOOK, left))
        job = await _seen(request, who, id)
    return _told(request, job, who)


async def end(request: Request, who: Owner, id: JobId) -> Response:
    """Cancel a job that waits or runs (it stops as soon as it can); remove one that has ended, and its result (204).

    Stewards of the whole graph may do so with every job.
    """
    jobs: Jobs = request.app.state.jobs
    job = await _seen(request, who, id)
    if job.state in ENDED:
        await asyncio.to_thread(jobs.store.forget, job.id)
        return Response(status_code=204)
    left = await asyncio.to_thread(jobs.store.cancel, job.id)
    jobs.wake()
    return _told(request, left or job, who)


async def again(request: Request, who: Owner, id: JobId) -> Response:
    """Queue a job again that failed, was cancelled or was interrupted, with the same parameters."""
    jobs: Jobs = request.app.state.jobs
    job = await _own(request, who, id)
    queued = await asyncio.to_thread(jobs.store.again, job)
    jobs.wake()
    return _told(request, queued, who, 202)


async def result(
    request: Request,
    who: Owner,
    id: JobId,
    limit: Limit = 100,
    cursor: CursorText = None,
    format: MapFormatName = None,
) -> Response:
    """A page of the result, as the endpoint of the same name gives it; 409 while there is none.

    One from before an erasure is removed instead: what was erased, on whatever machine, may be in it.
    """
    form = wanted(request, format)
    jobs: Jobs = request.app.state.jobs
    job = await _own(request, who, id)
    if job.state is not State.DONE:
        raise _no_result(job)
    kept = await asyncio.to_thread(jobs.store.result, job.id)
    if kept is None:
        raise _unknown()
    whole = Answered.of_envelope(kept["answered"])
    if await request.app.state.serving.run(lambda store: store.erased_since(whole.sequence)):
        await asyncio.to_thread(jobs.store.forget, job.id)
        raise _unknown()
    answered = _page(request.app.state.cursors, job, whole, limit, cursor)
    if kept["people"]:
        day, rows = answered.as_of.isoformat(), len(answered.rows)
        read = Read(who.key, who.role.value, answered.question, answered.scope.id, day, kept["people"], rows)
        await request.app.state.serving.run(lambda store: request.app.state.reads.note(store, read))
    return respond_on_map(request, answered, form)


# --- shared by the routes -----------------------------------------------------------------------------


def _oversees(who: Caller) -> bool:
    return who.role is Role.STEWARD and who.area is None


async def _seen(request: Request, who: Caller, id: str) -> Job:
    """A job that the caller may know of; NotFound for those of others."""
    job: Job | None = await asyncio.to_thread(request.app.state.jobs.store.get, id)
    if job is None or not (job.key == who.key or _oversees(who)):
        raise _unknown()
    if job.key == who.key and not job.of(who):
        raise Refused(
            "这个密钥的角色或辖区已改变,不能再看以前的任务",
            "this key had another role or area when the job was begun, and may not read it",
            code="key_changed",
        )
    return job


async def _own(request: Request, who: Caller, id: str) -> Job:
    job = await _seen(request, who, id)
    if not job.of(who):
        raise Refused(
            "别人的任务只能看进展或取消,不能看结果、不能重新开始",
            "of the job of another key only the progress can be seen; it can be cancelled, not read or begun again",
            code="job_of_another",
        )
    return job


def _unknown() -> NotFound:
    return NotFound(
        "没有这个编号的任务,或它已被删除;用 /v1/jobs 查看",
        "there is no job of this id, or no longer: see /v1/jobs",
        code="job_not_found",
    )


def _no_result(job: Job) -> Conflict:
    if job.problem is not None:
        return Conflict(
            f"任务失败:{job.problem['detail_zh']}", f"the job failed: {job.problem['detail_en']}", code="job_failed"
        )
    if job.state in ENDED:
        return Conflict(
            "任务没有做完就停了;可用 POST /v1/jobs/编号/again 重新开始",
            "the job was stopped before it came to a result: begin it again with POST /v1/jobs/{id}/again",
            code="job_not_done",
        )
    return Conflict(
        "任务还没有完成;用 /v1/jobs/编号?wait=25 等候",
        "the job is not done yet: wait for it with /v1/jobs/{id}?wait=25",
        code="job_not_done",
    )


def _page(cursors: Cursors, job: Job, whole: Answered, limit: int, cursor: str | None) -> Answered:
    # what is kept does not change with the graph, so a cursor of it does not go stale
    binding = binding_of(["jobs/result", job.id, job.created])
    skip = 0
    if cursor is not None:
        position = cursors.read(cursor)
        refuse_other(position, binding)
        skip = position.skip
    following = None
    if len(whole.rows) > skip + limit:
        following = cursors.write(Position(skip + limit, whole.as_of, whole.version, binding))
    return replace(whole, rows=whole.rows[skip : skip + limit], next_cursor=following)


def _told(request: Request, job: Job, who: Caller, status: int = 200) -> Response:
    headers = {"Location": f"/v1/jobs/{job.id}"} if status == 202 else {}
    return _json(told(job, who, request.app.state.jobs.kinds), status, headers)


def _json(body: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(orjson.dumps(body), status, headers, media_type=MEDIA_TYPES[Format.JSON])
