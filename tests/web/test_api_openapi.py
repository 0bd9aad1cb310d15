"""The OpenAPI description tells the truth: every route is in it, and real answers fit its schemas."""

import re
from typing import Any

import pytest
from api_parts import READER, City, Office, city, office

from bot.web import api
from bot.web.api.openapi import describe
from bot.web.api.table import PREFIX

SPEC = describe(api.ROUTES)
TYPES: dict[str, Any] = {
    "object": dict, "array": list, "string": str, "boolean": bool, "null": type(None), "integer": int,
    "number": (int, float),
}  # fmt: skip


def misfits(value: Any, schema: dict[str, Any], at: str = "$") -> list[str]:
    """Where a value departs from its schema; the part of JSON Schema that our models use."""
    if "$ref" in schema:
        return misfits(value, SPEC["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]], at)
    if "anyOf" in schema:
        tries = [misfits(value, option, at) for option in schema["anyOf"]]
        return [] if [] in tries else tries[0]
    if "type" in schema and not isinstance(value, TYPES[schema["type"]]):
        return [f"{at} is no {schema['type']}: {value!r}"]
    if isinstance(value, dict) and "properties" in schema:
        return members(value, schema, at)
    if isinstance(value, list) and "items" in schema:
        return [m for n, item in enumerate(value) for m in misfits(item, schema["items"], f"{at}[{n}]")]
    return shape(value, schema, at)


def members(value: dict[str, Any], schema: dict[str, Any], at: str) -> list[str]:
    found = [f"{at}.{name} is missing" for name in set(schema.get("required", ())) - set(value)]
    if schema.get("additionalProperties") is False:
        found += [f"{at}.{name} is not described" for name in set(value) - set(schema["properties"])]
    known = [name for name in value if name in schema["properties"]]
    return found + [m for n in known for m in misfits(value[n], schema["properties"][n], f"{at}.{n}")]


def shape(value: Any, schema: dict[str, Any], at: str) -> list[str]:
    shapes = {"date": r"\d{4}-\d\d-\d\d", "date-time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00"}
    pattern = shapes.get(schema.get("format", ""))
    return [f"{at} is no {schema['format']}: {value!r}"] if pattern and not re.fullmatch(pattern, value) else []


@pytest.fixture
async def town(database: str) -> City:
    return await city()


def test_every_route_is_described_with_its_policy() -> None:
    described = {
        (method.upper(), path, operation["x-role"])
        for path, methods in SPEC["paths"].items()
        for method, operation in methods.items()
    }
    assert described == {(r.method, PREFIX + r.path, r.policy.value) for r in api.ROUTES}


def test_every_operation_says_what_it_is_and_has_its_own_name() -> None:
    operations = [o for methods in SPEC["paths"].values() for o in methods.values()]
    assert all(o["summary"] for o in operations)
    assert len({o["operationId"] for o in operations}) == len(operations)


def test_every_parameter_is_described_and_every_path_has_its_own() -> None:
    for path, methods in SPEC["paths"].items():
        for operation in methods.values():
            given = operation["parameters"]
            assert {p["name"] for p in given if p["in"] == "path"} == set(re.findall(r"{(\w+)}", path))
            assert all(p["description"] and p["schema"].get("type") for p in given), path
    [limit] = [p for p in SPEC["paths"]["/api/v1/tasks"]["get"]["parameters"] if p["name"] == "limit"]
    assert limit["schema"] == {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}


def test_every_reference_leads_somewhere() -> None:
    named = set(re.findall(r"#/components/schemas/(\w+)", str(SPEC)))
    assert named <= set(SPEC["components"]["schemas"])


async def test_real_answers_fit_the_description(town: City) -> None:
    async with office() as asking:
        for route in api.ROUTES:
            await fits(asking, route.method, route.path, town.task.id)


async def fits(asking: Office, method: str, path: str, number: int) -> None:
    for token in (READER, None):
        status, content = await asking.get(path.replace("{id}", str(number)), token, method)
        answers = SPEC["paths"][PREFIX + path][method.lower()]["responses"]
        schema = answers[str(status)]["content"]["application/json"]["schema"]
        assert misfits(content, schema) == [], path


async def test_the_description_is_served(town: City) -> None:
    async with office() as asking:
        status, content = await asking.get("/openapi.json", READER)
    assert (status, content["openapi"]) == (200, "3.1.0")
    assert content == SPEC
