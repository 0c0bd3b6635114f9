"""The same call gives the same answer through all four faces, for the toolbox and another app."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from tests.faces.rest_servers import serving
from tests.faces.test_mcp import conversation

import wae
from wae.commands import call
from wae.contract.json_values import to_json

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


@pytest.mark.parametrize(
    ("app", "path", "arguments"),
    [
        ("toolbox", "password/checker/check", {"password": "correct horse", "user-inputs": []}),
        ("toolbox", "github/repositories/get", {"name": "no name"}),
        ("echo_app", "echo/values/nest", {"value": NESTED}),
        ("echo_app", "echo/failures/fail", {"reason": "why"}),
    ],
)
def test_same_answer(
    app: str,
    path: str,
    arguments: dict[str, Any],
    request: pytest.FixtureRequest,
    environ: dict[str, str],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Result or typed error, as JSON: from the shell, Python, REST and MCP."""
    file: Path = request.getfixturevalue(app)
    answers = {
        "call": _by_call(file, path, arguments, capfd),
        "python": _by_python(file, path, arguments),
        "rest": _by_rest(file, path, arguments, tmp_path, environ),
        "mcp": _by_mcp(file, path, arguments),
    }
    assert len({json.dumps(answer, sort_keys=True) for answer in answers.values()}) == 1, answers


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


def _by_python(file: Path, path: str, arguments: dict[str, Any]) -> Any:
    from wae.contract.json_values import from_json

    package, interface, name = path.split("/")
    with wae.load(file) as app:
        method = getattr(getattr(getattr(app, package), interface), name)
        shapes = {parameter.name: parameter.shape for parameter in method.function.parameters}
        values = [from_json(shape, arguments[key], key) for key, shape in shapes.items()]
        result = method.function.result
        try:
            value = method(*values)
        except wae.ResultError as error:
            return {"error": to_json(result.error, error.value)}
        return {"result": to_json(getattr(result, "ok", result), value)}


def _by_rest(
    file: Path, path: str, arguments: dict[str, Any], folder: Path, environ: dict[str, str]
) -> Any:
    compiled = os.environ["WAE_CACHE_DIR"]
    with serving(file, folder / "log", {**environ, "WAE_CACHE_DIR": compiled}) as server:
        answer = server.http.post(f"/{path}", json=arguments)
    document = answer.json()
    return {"result": document} if answer.is_success else {"error": document["error"]}


def _by_mcp(file: Path, path: str, arguments: dict[str, Any]) -> Any:
    _, [result] = conversation(file, [(path.replace("/", "_"), arguments)])
    return result.structured_content
