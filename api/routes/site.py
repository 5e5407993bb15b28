"""What is not data: the front door, the documentation that opens offline, the first key, and the state of health."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from api.keys import exchange_first
from api.schemas import PROBLEMS
from graph.store.store import Store

FOLDER = Path(__file__).resolve().parents[1] / "docs_page"
ASSETS = FOLDER / "swagger-ui"


def router() -> APIRouter:
    """``/``, ``/docs``, ``/first`` and ``/health``."""
    routes = APIRouter()
    routes.add_api_route("/", front, include_in_schema=False)
    routes.add_api_route("/site.css", style, include_in_schema=False)
    routes.add_api_route("/docs", documentation, include_in_schema=False)
    routes.add_api_route("/docs/init.js", script, include_in_schema=False)
    routes.add_api_route("/first", first, include_in_schema=False)
    routes.add_api_route("/health", health, tags=["service"], summary="服务状态 | health", responses=PROBLEMS)
    return routes


async def front() -> Response:
    """What this is, and where to go."""
    return FileResponse(FOLDER / "front.html")


async def style() -> Response:
    """The style of the plain pages."""
    return FileResponse(FOLDER / "site.css")


async def documentation() -> Response:
    """Swagger UI on ``/openapi.json``; nothing comes from another host."""
    return FileResponse(FOLDER / "docs.html")


async def script() -> Response:
    """Starts Swagger UI; a file of its own, because the page may run no inline script."""
    return FileResponse(FOLDER / "init.js")


async def first(request: Request, token: Annotated[str, Query(max_length=100)]) -> Response:
    """Exchange the one-time token for the first steward key, which is shown this once."""
    _, text = await run_in_threadpool(exchange_first, request.app.state.serving.settings, token)
    if "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"key": text, "role": "steward", "header": "X-API-Key"})
    page = (FOLDER / "first.html").read_text("utf-8")
    return HTMLResponse(page.replace("{{key}}", html.escape(text)))


async def health(request: Request) -> dict[str, str | int | bool]:
    """Which engine answers, up to which load the graph is, and whether a load is being written; 503 if none does."""

    def work(store: Store) -> dict[str, str | int | bool]:
        state = store.state()
        return {
            "status": "ok",
            "engine": store.bolt.dialect,
            "sequence": state.sequence,
            "version": state.version,
            "writing": state.writing,
            "synthetic": state.synthetic,
        }

    found: dict[str, str | int | bool] = await request.app.state.serving.probe(work)
    return found
