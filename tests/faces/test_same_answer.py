"""The same call gives the same answer through all four faces, for the toolbox and another app."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.faces.rest_servers import serving
from tests.faces.test_mcp import conversation

import wae
from wae.commands import call
from wae.contract.json_values import from_json, to_json

Call = tuple[str, dict[str, Any]]

NESTED = {
    "shapes": ["nothing", {"line": [{"x": 1, "y": -2}, {"x": 3, "y": 4}]}, {"named": "é\n"}],
    "maybe": {"x": 0, "y": 0},
    "twice": {"some": 7},
    "outcome": {"ok": {"x": 5, "y": 6}},
    "bare": {"error": None},
    "bytes": "AP8=",
    "colour": "dark-green",
    "rights": ["read", "run-it"],
}


CALLS: dict[str, list[Call]] = {
    "toolbox": [
        ("password/checker/check", {"password": "correct horse", "user-inputs": []}),
        ("github/repositories/get", {"name": "no name"}),
    ],
    "echo_app": [
        ("echo/values/nest", {"value": NESTED}),
        ("echo/failures/fail", {"reason": "why"}),
    ],
}


@pytest.mark.parametrize("app", CALLS)
def test_same_answer(
    app: str,
    request: pytest.FixtureRequest,
    environ: dict[str, str],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Result or typed error, as JSON: from the shell, Python, REST and MCP."""
    file: Path = request.getfixturevalue(app)
    faces = {
        "call": [_by_call(file, *one, capfd) for one in CALLS[app]],
        "python": _by_python(file, CALLS[app]),
        "rest": _by_rest(file, CALLS[app], tmp_path, environ),
        "mcp": _by_mcp(file, CALLS[app]),
    }
    for answers in zip(*faces.values(), strict=True):
        shown = dict(zip(faces, answers, strict=True))
        assert len({json.dumps(answer, sort_keys=True) for answer in answers}) == 1, shown


def _by_call(
    file: Path, path: str, arguments: dict[str, Any], capfd: pytest.CaptureFixture[str]
) -> Any:
    package, interface, function = path.split("/")
    options = [f"--{name}={_option(value)}" for name, value in arguments.items()]
    capfd.readouterr()
    code = call.main([str(file), f"{package}/{interface}.{function}", *options], debug=False)
    return {"error" if code else "result": json.loads(capfd.readouterr().out)}


def _option(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _by_python(file: Path, calls: list[Call]) -> list[Any]:
    with wae.load(file) as app:
        return [_called(app, path, arguments) for path, arguments in calls]


def _called(app: Any, path: str, arguments: dict[str, Any]) -> Any:
    package, interface, name = path.split("/")
    method = getattr(getattr(getattr(app, package), interface), name)
    parameters = method.function.parameters
    values = [from_json(p.shape, arguments[p.name], p.name) for p in parameters]
    result = method.function.result
    try:
        value = method(*values)
    except wae.ResultError as error:
        return {"error": to_json(result.error, error.value)}
    return {"result": to_json(getattr(result, "ok", result), value)}


def _by_rest(file: Path, calls: list[Call], folder: Path, environ: dict[str, str]) -> list[Any]:
    actual = []
    with serving(file, folder / "log", environ) as server:
        for path, arguments in calls:
            answer = server.http.post(f"/{path}", json=arguments)
            document = answer.json()
            good = answer.is_success
            actual.append({"result": document} if good else {"error": document["error"]})
    return actual


def _by_mcp(file: Path, calls: list[Call]) -> list[Any]:
    named = [(path.replace("/", "_"), arguments) for path, arguments in calls]
    return [result.structured_content for result in conversation(file, named)[1]]
