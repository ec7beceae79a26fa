"""The OpenAPI description, made to say what is answered: each error as the problem that it is (RFC 9457)."""

from functools import cache
from typing import Any

from fastapi import FastAPI

from api.errors import Problem

PROBLEM = "application/problem+json"
EVERYWHERE = {  # what can be answered at any address, whatever its route does
    400: "The body is not JSON",
    408: "The body took too long to arrive",
    413: "The body is too large",
    500: "Something went wrong here; it has been logged",
    503: "A server that is needed does not answer, or took too long; the same request with the same key is safe",
}
_METHODS = ("get", "put", "post", "delete", "patch")
_REF = "#/components/schemas/Problem"
Json = dict[str, Any]


def describe(app: FastAPI) -> None:
    """Let `app` describe its errors as problems; it knows them as JSON only."""
    generated = app.openapi

    @cache
    def described() -> Json:
        description = generated()
        schemas = description.setdefault("components", {}).setdefault("schemas", {})
        schemas.setdefault("Problem", Problem.model_json_schema(ref_template="#/components/schemas/{model}"))
        schemas |= schemas["Problem"].pop("$defs", {})
        for path in description["paths"].values():
            for method in _METHODS:
                if method in path:
                    _describe_errors(path[method]["responses"])
        return description

    app.openapi = described


def _describe_errors(responses: Json) -> None:
    for answer in responses.values():
        if any(media.get("schema", {}).get("$ref") == _REF for media in answer.get("content", {}).values()):
            answer["content"] = _problem()
    for code, says in EVERYWHERE.items():
        answer = responses.setdefault(str(code), {"description": says, "content": {}})
        answer.setdefault("content", {}).update(_problem())


def _problem() -> Json:
    return {PROBLEM: {"schema": {"$ref": _REF}}}
