"""The HTTP API: ``create_app`` puts together store, keys, routes, problems and headers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from fastapi.telemetry import TelemetryConfig
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems
from api.cursors import Cursors
from api.jobs.declare import Kinds
from api.jobs.kinds import KINDS
from api.jobs.running import Jobs
from api.keys import signing_secret
from api.routes import (
    case_answers,
    cases,
    coverage,
    coverage_senses,
    jobs,
    own,
    people,
    questions,
    records,
    site,
    siting,
    standards,
)
from api.routes.coverage_kept import Covers
from api.serving import Opener, Serving
from graph.disclosure.reads import Reads
from graph.errors import StoreUnavailable
from graph.settings import Settings
from graph.store import driver_log
from graph.store.opening import open_store

HEADERS = {
    # data: for the icons inside Swagger UI's own style sheet
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
SILENT: TelemetryConfig = {
    # on by default in FastAPI, and its log part would record the values of wrong parameters
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
ABOUT = """区域化党建知识图谱的查询接口。不带密钥为 public 角色,只见地点、已发表的案例和覆盖率等汇总,看不到各覆盖方式的
数目;密钥放在 `X-API-Key`。CSV 在各列之后另有 `data_as_of`(统计时点)一列,演示数据再加 `notice` 一列。

Questions on the knowledge graph of regional party-building. Without a key the role is public, which reads places,
published cases and aggregates such as rates of coverage, never counts by mode; a key goes into `X-API-Key`. Every
answer names its date, scope, version of the graph and the columns withheld. Answers come as JSON, CSV or NDJSON
(`Accept` or `?format=`), in pages that `next_cursor` continues. CSV has the columns of the answer, then `data_as_of`,
and `notice` after it where the data are invented.
"""


def create_app(
    settings: Settings,
    *,
    opener: Opener = open_store,
    workers: int = 8,
    seconds: float = 30.0,
    kinds: Kinds = KINDS,
    job_workers: int | None = None,
) -> FastAPI:
    """The application over the graph that the settings name; the store is opened at start-up and closed at the end.

    ``workers`` is how many questions run at a time, ``seconds`` how long one may take. A store that does not answer
    at start-up is tried again with each request; any other error of opening ends the start-up. ``kinds`` are the jobs
    that can be begun, ``job_workers`` how many run at a time (all cores but one where it is not given).
    """
    serving = Serving(settings, opener, workers=workers, seconds=seconds)
    app = FastAPI(
        title="共建 Gongjian",
        version=version("gongjian"),
        description=ABOUT,
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=SILENT,
    )
    app.state.serving = serving
    app.state.reads = Reads(settings.data)
    app.state.covers = Covers()
    app.state.jobs = Jobs(serving, kinds, workers=job_workers)
    for router in (
        questions.router(),
        coverage.router(),
        coverage_senses.router(),
        standards.router(),
        siting.router(),
        records.router(),
        people.router(),
        case_answers.router(),  # before the cases: its fixed path is none of theirs
        cases.router(),
        own.router(),
        jobs.router(kinds),
        site.router(),
        questions.strays(),
    ):
        app.include_router(router)
    app.mount("/docs/assets", StaticFiles(directory=site.ASSETS), name="assets")
    problems.install(app)
    _describe_keys_as_optional(app)
    app.add_middleware(problems.LastResort)
    app.add_middleware(Headers)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    serving: Serving = app.state.serving
    app.state.cursors = Cursors(await asyncio.to_thread(signing_secret, serving.settings))
    with driver_log.silenced():
        try:
            await asyncio.to_thread(serving.open)
        except StoreUnavailable as error:
            problems.log.error("the store does not answer yet (%s); tried again with each request", error.code)
        app.state.jobs.start()
        try:
            yield
        finally:
            await asyncio.to_thread(app.state.jobs.close)  # before the store that they read
            await asyncio.to_thread(serving.close)


def _describe_keys_as_optional(app: FastAPI) -> None:
    generate = app.openapi

    def described() -> dict[str, Any]:
        known = app.openapi_schema is not None
        schema = generate()
        if not known:
            operations = (each for path in schema["paths"].values() for each in path.values())
            for operation in operations:
                if "security" in operation:
                    operation["security"].append({})  # without a key: public
        return schema

    app.openapi = described  # type: ignore[method-assign]


def uvicorn_options(settings: Settings) -> dict[str, Any]:
    """Options for ``uvicorn.run(create_app(settings), **options)``.

    No access log: addresses hold what was asked for. One process: more would each hold an engine's lifeline and
    their own threads; the engine is the bound, not Python.
    """
    return {
        "host": settings.host,
        "port": settings.port,
        "access_log": False,
        "server_header": False,
        "log_level": "warning",
        "timeout_graceful_shutdown": 10,
    }


class Headers:
    """Headers of safety on every answer; answers with data are not kept by any cache."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                if not scope["path"].startswith("/docs/assets/"):
                    headers["Cache-Control"] = "no-store"
                if scope["path"].startswith("/v1/"):
                    headers["Vary"] = "Accept, X-API-Key"
            await send(message)

        await self._app(scope, receive, with_headers)
