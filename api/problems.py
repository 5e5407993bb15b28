"""Problems as RFC 9457 states them: one document for every error, in Chinese and English, without any value given.

The ``type`` of a problem is ``urn:gongjian:problem:<code>`` and does not change. What a fault of the program, or the
opening of the store, has to say (paths, statements) goes to the log by its kind and code only, never to the reader:
the driver's exceptions can quote property values, so no traceback and no cause is ever logged.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.errors import GongjianError, StoreUnavailable, Unfinished, WrongUsage

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 2
"""What ``Retry-After`` says of a state that passes by itself."""

UNNAMED = "?"
"""Stands for the names of parameters that there are not: they may hold anything."""

log = logging.getLogger("gongjian.api")
_ROOT = Path(__file__).resolve().parents[1]

_EXPECTED: dict[str, tuple[str, str]] = {
    "missing": ("必须填写", "is required"),
    "date": ("应为日期,写作 2024-06-30", "must be a date, written as 2024-06-30"),
    "int": ("应为整数", "must be an integer"),
    "float": ("应为数字", "must be a number"),
    "bool": ("应为 true 或 false", "must be true or false"),
    "greater": ("小于允许的最小值", "is below the least value allowed"),
    "less": ("大于允许的最大值", "is above the greatest value allowed"),
    "literal": ("不在可选值之内", "is none of the values allowed"),
    "enum": ("不在可选值之内", "is none of the values allowed"),
    "extra_forbidden": ("有这里没有的参数", "there is an unknown parameter"),
    "json": ("应为 JSON", "must be JSON"),
    "list": ("应为列表", "must be a list"),
    "too_long": ("太多", "are too many"),
    "string_too_long": ("太长", "is too long"),
    "string_too_short": ("不能为空", "must not be empty"),
}


class Unauthorised(GongjianError):
    """The key that was sent is not one that opens anything."""

    code = "unauthorised"
    http_status = 401


class Stale(GongjianError):
    """The graph is no longer the one that a cursor was issued for."""

    code = "cursor_stale"
    http_status = 409


class NotAcceptable(GongjianError):
    """No format of ours is one that the client takes."""

    code = "not_acceptable"
    http_status = 406


class Conflict(GongjianError):
    """What is asked for does not go with the state that the thing is in."""

    code = "conflict"
    http_status = 409


class TooMany(GongjianError):
    """The key has more at work than it may."""

    code = "too_many"
    http_status = 429


class InvalidParameters(WrongUsage):
    """Parameters of the request are wrong; ``errors`` names them without what they held.

    Names that are not ours are not repeated: they stand as :data:`UNNAMED`.
    """

    code = "invalid_parameters"

    def __init__(self, errors: Sequence[dict[str, str]]) -> None:
        named = [error["parameter"] for error in errors if error["parameter"] != UNNAMED]
        zh, en = [], []
        if named:
            zh.append(f"请检查参数:{'、'.join(named)}")
            en.append(f"check the parameters: {', '.join(named)}")
        if len(named) < len(errors):
            zh.append("有这里没有的参数,可用的见 errors")
            en.append("there are unknown parameters; errors lists the known ones")
        super().__init__(";".join(zh), "; ".join(en))
        self.errors = list(errors)


def invalid(parameter: str, zh: str, en: str) -> InvalidParameters:
    """One wrong parameter."""
    return InvalidParameters([{"parameter": parameter, "detail_zh": zh, "detail_en": en}])


def words(error: GongjianError) -> tuple[str, str]:
    """What a reader is told of an error: of a fault of the program no more than that there was one."""
    if error.http_status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return "程序出错,已记入服务日志", "the program failed; the log of the service names the place"
    return error.zh, error.en


def problem(error: GongjianError) -> Response:
    """The answer that an error becomes."""
    status = error.http_status
    headers = {}
    if isinstance(error, StoreUnavailable | Unfinished | TooMany):
        headers["Retry-After"] = str(RETRY_SECONDS)
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "ApiKey"
    errors = error.errors if isinstance(error, InvalidParameters) else None
    return _document(status, error.code, words(error), errors, headers)


def of_body(error: ValidationError, known: Iterable[str]) -> InvalidParameters:
    """What is wrong in a body that was sent; names that are not ours are not repeated, those ``known`` are listed."""
    wrong = [_wrong(each) for each in error.errors()]
    for each in wrong:
        if each["parameter"] == UNNAMED:
            each["detail_zh"] += f";可用:{'、'.join(known)}"
            each["detail_en"] += f"; known ones: {', '.join(known)}"
    return InvalidParameters(wrong)


def _document(
    status: int,
    code: str,
    detail: tuple[str, str],
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    body: dict[str, object] = {
        "type": f"urn:gongjian:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail_zh": detail[0],
        "detail_en": detail[1],
    }
    if errors is not None:
        body["errors"] = errors
    return Response(orjson.dumps(body), status, headers, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Let every error of the application become a problem."""

    async def of_ours(request: Request, error: Exception) -> Response:
        assert isinstance(error, GongjianError)
        if error.http_status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            log.error("%s (%s) in %s", type(error).__name__, error.code, _route(request))
        return problem(error)

    async def of_parameters(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return problem(InvalidParameters([_wrong(each) for each in error.errors()]))

    async def of_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "_")
        detail = ("没有这个地址或方法;见 /docs", "there is no such address or method: see /docs")
        return _document(error.status_code, code, detail, headers=dict(error.headers or {}))

    app.add_exception_handler(GongjianError, of_ours)
    app.add_exception_handler(RequestValidationError, of_parameters)
    app.add_exception_handler(HTTPException, of_http)


def _wrong(error: Mapping[str, object]) -> dict[str, str]:
    where, kind = error["loc"], str(error["type"])
    assert isinstance(where, tuple)
    zh, en = next((said for begin, said in _EXPECTED.items() if kind.startswith(begin)), ("不对", "is wrong"))
    ours = bool(where) and kind != "extra_forbidden"
    return {"parameter": str(where[-1]) if ours else UNNAMED, "detail_zh": zh, "detail_en": en}


def _route(request: Request) -> str:
    # the route's pattern, not the path asked for, which may hold values
    return str(getattr(request.scope.get("route"), "path", "?"))


class LastResort:
    """Outermost: what nobody foresaw becomes a problem without internals, and one line of log without values."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            if scope["type"] != "http":
                raise
            log.error("unexpected %s at %s", type(error).__name__, place_of(error))
            if not begun:
                await problem(GongjianError("", "", code="internal"))(scope, receive, send)


def place_of(error: BaseException) -> str:
    """File and line of ours where an exception passed last; nothing of what it says."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _ROOT in Path(frame.filename).parents and ".venv" not in frame.filename]
    last = (ours or frames)[-1:]
    return ", ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in last) or "?"
