"""The OpenAPI description of the API, made of its route table and its models."""

import re
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from pydantic import BaseModel, RootModel
from pydantic.json_schema import models_json_schema

from bot.web import schemas
from bot.web.api.refusals import CODES
from bot.web.api.table import PREFIX, Route
from bot.web.api.written import Written

ALWAYS = (400, 401, 403, 503)


class Description(RootModel[dict[str, Any]]):
    """An OpenAPI 3.1 document."""


def describe(routes: Iterable[Route[Any]]) -> dict[str, Any]:
    routes = tuple(routes)
    paths: dict[str, Any] = {}
    for route in routes:
        paths.setdefault(PREFIX + route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": "mashang", "version": version("mashang")},
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": _models([schemas.Refusal, *(route.answers for route in routes)]),
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "msk_…"}},
        },
    }


def _models(models: Iterable[type[BaseModel]]) -> dict[str, Any]:
    unique = [(model, "serialization") for model in dict.fromkeys(models) if model is not schemas.File]
    _, found = models_json_schema(unique, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
    definitions: dict[str, Any] = found["$defs"]
    return definitions


def _operation(route: Route[Any]) -> dict[str, Any]:
    parameters = _parameters(route)
    written = issubclass(route.asked, Written)
    in_path = [one for one in parameters if one["in"] == "path"]
    return {
        "operationId": "_".join([route.method.lower(), *re.findall(r"[a-z.]+", route.path)]),
        "summary": (route.handler.__doc__ or "").strip(),
        "x-role": route.policy.value,
        "parameters": in_path if written else parameters,
        **({"requestBody": _body([one for one in parameters if one not in in_path])} if written else {}),
        "responses": {"200": _response("the answer", route.answers), **_refusals(route)},
    }


def _body(fields: list[dict[str, Any]]) -> dict[str, Any]:
    schema = {
        "type": "object", "additionalProperties": False, "required": [f["name"] for f in fields if f["required"]],
        "properties": {f["name"]: {**f["schema"], "description": f["description"]} for f in fields},
    }  # fmt: skip
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _refusals(route: Route[Any]) -> dict[str, Any]:
    return {str(s): _response(CODES[s], schemas.Refusal) for s in sorted({*ALWAYS, *route.refusals})}


def _response(description: str, model: type[BaseModel]) -> dict[str, Any]:
    if model is schemas.File:
        binary = {"schema": {"type": "string", "format": "binary"}}
        return {"description": "the file", "content": {"application/octet-stream": binary}}
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _parameters(route: Route[Any]) -> list[dict[str, Any]]:
    asked = route.asked.model_json_schema()
    required = set(asked.get("required", ()))
    return [
        {
            "name": name,
            "in": "path" if f"{{{name}}}" in route.path else "query",
            "required": name in required,
            "description": schema.pop("description", ""),
            "schema": _plain(schema),
        }
        for name, schema in asked.get("properties", {}).items()
    ]


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter is left out, never null."""
    [*real] = (option for option in schema.pop("anyOf", [schema]) if option.get("type") != "null")
    found = {**schema, **real[0]}
    return {key: value for key, value in found.items() if key != "title" and value is not None}
