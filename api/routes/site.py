"""What is not data: the front door, the documentation that opens offline, the first key, and the state of health."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from api.keys import check_first, exchange_first
from api.schemas import PROBLEMS
from graph.store.store import Store

FOLDER = Path(__file__).resolve().parents[1] / "docs_page"
ASSETS = FOLDER / "swagger-ui"

Token = Annotated[str, Query(max_length=100)]


def router() -> APIRouter:
    """``/``, ``/docs``, ``/first`` and ``/health``."""
    routes = APIRouter()
    routes.add_api_route("/", front, include_in_schema=False)
    routes.add_api_route("/site.css", style, include_in_schema=False)
    routes.add_api_route("/docs", documentation, include_in_schema=False)
    routes.add_api_route("/docs/init.js", script, include_in_schema=False)
    routes.add_api_route("/first", offer_first, include_in_schema=False)
    routes.add_api_route("/first", hand_out_first, methods=["POST"], include_in_schema=False)
    routes.add_api_route("/health", health, tags=["service"], summary="服务状态 | health", responses=PROBLEMS)
    return routes


async def front(request: Request) -> Response:
    """What this is, where to go, and how to ask from a terminal."""
    return _page("front.html", address=_address(request))


async def style() -> Response:
    """The style of the plain pages."""
    return FileResponse(FOLDER / "site.css")


async def documentation() -> Response:
    """Swagger UI on ``/openapi.json``; nothing comes from another host."""
    return FileResponse(FOLDER / "docs.html")


async def script() -> Response:
    """Starts Swagger UI; a file of its own, because the page may run no inline script."""
    return FileResponse(FOLDER / "init.js")


async def offer_first(request: Request, token: Token) -> Response:
    """What the one-time link opens: a button. The token stays good, or the preview of a chat would use it up."""
    await run_in_threadpool(check_first, request.app.state.serving.settings, token)
    if _wants_page(request):
        # its form has no action, so it posts to this very address; the token is not written into the page
        return _page("first.html")
    return JSONResponse(
        {
            "method": "POST",
            "detail_zh": "请用 POST 访问同一地址领取密钥;密钥只显示这一次,请保存",
            "detail_en": "POST to this same address to get the key; it is shown this once, so keep it",
        }
    )


async def hand_out_first(request: Request, token: Token) -> Response:
    """Exchange the one-time token for the first steward key, which is shown this once."""
    _, text = await run_in_threadpool(exchange_first, request.app.state.serving.settings, token)
    address = _address(request)
    if _wants_page(request):
        return _page("key.html", key=text, address=address)
    return JSONResponse(
        {
            "key": text,
            "role": "steward",
            "header": "X-API-Key",
            "example": f'curl -H "X-API-Key: {text}" "{address}/v1/questions"',
            "detail_zh": "只显示这一次,请保存;使用时放在请求头 X-API-Key",
            "detail_en": "shown this once, so keep it; send it in the header X-API-Key",
        }
    )


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _address(request: Request) -> str:
    # as the reader reached it, which is not always what the service listens on
    return str(request.base_url).rstrip("/")


def _page(name: str, **values: str) -> HTMLResponse:
    page = (FOLDER / name).read_text("utf-8")
    for slot, value in values.items():
        page = page.replace(f"{{{{{slot}}}}}", html.escape(value))
    return HTMLResponse(page)


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
