"""The OpenAPI 3.1 description of a host: what the framework finds, and by hand what it cannot know."""

from collections.abc import Iterable
from typing import TypeAlias

import msgspec
from litestar import Request, Response, Router, get
from litestar.datastructures import State
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from app.contract.commands import CommandLine, Result, Welcome
from app.contract.feeds import MAX_PAGE_ROWS, FeedRow, PageEnd, PageHead
from app.contract.reads import FEED_NAME
from app.contract.roll_call import Quarantined
from app.contract.rows import EnrolAnswer, EnrolRequest, ProblemBody
from app.contract.signing import HEADER_DEVICE, HEADER_SEQ, HEADER_SIGNATURE, HEADER_TIME
from app.hosting.ndjson import MEDIA_TYPE

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
JsonObject: TypeAlias = "dict[str, Json]"

PATH = "/v1/openapi.json"
ENROL_PATH = "/v1/enrol"
ADMIN_PATHS = "/v1/admin/"
LINES = (
    CommandLine,
    Result,
    PageHead,
    FeedRow,
    PageEnd,
    EnrolRequest,
    EnrolAnswer,
    ProblemBody,
    Welcome,
    Quarantined,
)
_PUBLIC = ("/v1/health",)
_METHODS = ("get", "post")
_BATCH = "Lines of CommandLine up, one line of Result for each down; at most 200 lines, 256 KiB."
_ROLL_CALL = "Everything a suspended terminal holds, for the successor of its edge; lines of CommandLine."
_LAST_WORDS = "What a revoked device still had, kept and not applied; lines of CommandLine."


def config(version: str) -> OpenAPIConfig:
    """Lets the framework collect the description; its own pages name no scope, so nobody gets them."""
    router = Router("/v1/description", route_handlers=[], include_in_schema=False)
    plugins = [JsonRenderPlugin(path="/openapi.json")]
    return OpenAPIConfig(title="Bancone", version=version, openapi_router=router, render_plugins=plugins)


@get(PATH, opt={"public": True}, include_in_schema=False)
async def describe(request: Request[object, object, State]) -> Response[bytes]:
    """The whole description."""
    found: JsonObject = msgspec.json.decode(msgspec.json.encode(request.app.openapi_schema.to_schema()))
    has_enrolment = any(route.path == ENROL_PATH for route in request.app.routes)
    body = msgspec.json.encode(complete(found, has_enrolment=has_enrolment))
    return Response(body, media_type="application/vnd.oai.openapi+json")


def complete(found: JsonObject, *, has_enrolment: bool) -> JsonObject:
    """The framework's document with the NDJSON endpoints and their lines, the errors and the signature put in."""
    _, lines = msgspec.json.schema_components(LINES, ref_template="#/components/schemas/{name}")
    components = _object(found.get("components"))
    paths = {path: _finished(path, _object(item)) for path, item in _object(found.get("paths")).items()}
    paths["/v1/commands"] = {"post": _commands("sendCommands", _BATCH, MEDIA_TYPE, "Result")}
    paths["/v1/roll-call"] = {"post": _commands("callRoll", _ROLL_CALL, "application/json", "Welcome")}
    paths["/v1/quarantine"] = {"post": _commands("quarantine", _LAST_WORDS, "application/json", "Quarantined")}
    paths["/v1/feeds/{feed}/changes"] = {"get": _changes()}
    if has_enrolment:
        paths[ENROL_PATH] = {"post": _enrol()}
    schemes: JsonObject = {"device": _signature(), **_other_schemes(paths)}
    merged = components | {
        "schemas": _object(components.get("schemas")) | lines,
        "securitySchemes": schemes,
    }
    return found | {"paths": paths, "components": merged}


def _finished(path: str, item: JsonObject) -> JsonObject:
    done: JsonObject = {}
    for method, value in item.items():
        operation = _object(value)
        if method in _METHODS:
            responses = {name: told for name, told in _object(operation.get("responses")).items() if name != "400"}
            operation = operation | {"responses": responses | _problems()}
        if method in _METHODS and path not in _PUBLIC and "security" not in operation:
            operation = operation | {"security": [{"device": []}]}
        done[method] = operation
    return done


def _other_schemes(paths: Iterable[str]) -> JsonObject:
    """What routes ask for that are not for devices."""
    has_admin = any(path.startswith(ADMIN_PATHS) for path in paths)
    if not has_admin:
        return {}
    bearer: JsonObject = {"type": "http", "scheme": "bearer"}
    return {"admin": bearer}


def _object(value: Json) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _ref(name: str) -> JsonObject:
    return {"$ref": f"#/components/schemas/{name}"}


def _content(media_type: str, schema: JsonObject) -> JsonObject:
    return {"content": {media_type: {"schema": schema}}}


def _problems() -> JsonObject:
    problem: JsonObject = {"description": "why not", **_content("application/json", _ref("ProblemBody"))}
    return {"4XX": problem, "5XX": problem}


def _operation(name: str, summary: str, answer: JsonObject) -> JsonObject:
    return {
        "operationId": name,
        "summary": summary,
        "responses": {"200": {"description": "done", **answer}, **_problems()},
        "security": [{"device": []}],
    }


def _signature() -> JsonObject:
    return {
        "type": "apiKey",
        "in": "header",
        "name": HEADER_SIGNATURE,
        "description": (
            f"Ed25519 (hex) by the device's key over method, target, {HEADER_DEVICE}, {HEADER_SEQ} (only grows), "
            f"{HEADER_TIME} (Unix milliseconds) and the SHA-256 of the body; the four headers go together."
        ),
    }


def _commands(name: str, summary: str, media_type: str, line: str) -> JsonObject:
    body: JsonObject = {"required": True, **_content(MEDIA_TYPE, _ref("CommandLine"))}
    return _operation(name, summary, _content(media_type, _ref(line))) | {"requestBody": body}


_FEED: JsonObject = {"type": "string", "pattern": f"^{FEED_NAME.pattern}$"}


def _changes() -> JsonObject:
    query: list[Json] = [
        {"name": "feed", "in": "path", "required": True, "schema": _FEED},
        {"name": "cursor", "in": "query", "schema": {"type": "integer", "minimum": 0}},
        {"name": "feed_id", "in": "query", "schema": {"type": "string", "maxLength": 64}},
        {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_ROWS}},
        {"name": "schema", "in": "query", "schema": {"type": "integer", "minimum": 0}},
    ]
    summary = "A line of PageHead, lines of FeedRow, a line of PageEnd; 410 when a snapshot is due."
    line: JsonObject = {"oneOf": [_ref("PageHead"), _ref("FeedRow"), _ref("PageEnd")]}
    return _operation("readChanges", summary, _content(MEDIA_TYPE, line)) | {"parameters": query}


def _enrol() -> JsonObject:
    summary = "A place on the roster for a one-time code; signed by the very key it brings."
    body: JsonObject = {"required": True, **_content("application/json", _ref("EnrolRequest"))}
    answer = _content("application/json", _ref("EnrolAnswer"))
    return _operation("enrol", summary, answer) | {"requestBody": body}
