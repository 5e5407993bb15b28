"""What is sent in the body of a request: JSON of a declared shape and a bounded size."""

from __future__ import annotations

from typing import TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError

from api.problems import of_body
from graph.errors import WrongUsage

M = TypeVar("M", bound=BaseModel)


async def sent_body(request: Request, model: type[M], largest: int) -> M:
    """The body of a request, read no further than it may be long; a problem names what is wrong, never what it held."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            raise WrongUsage(
                f"请求至多 {largest} 字节", f"a request has at most {largest} bytes", code="body_too_large"
            )
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise of_body(error, model.model_fields) from None
