"""pytest's plugin for components: the fixtures ``component`` and ``imports``.

It does nothing unless all tests lie in the folder of one component of a wae.toml above. Then they
run natively, in the sandbox, or both (``--wae-world``); a test that does not ask for ``component``
runs once. Whatever else wae has is imported only then.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from wae.testing.imports import Imports
    from wae.testing.session import Session

NATIVE, SANDBOX, BOTH = "native", "sandbox", "both"
_SESSION = pytest.StashKey["Session"]()
_FAILURE = pytest.StashKey[str]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("wae", "components of wae")
    group.addoption("--wae-app", metavar="DIR", help="the app's folder (a wae.toml above)")
    group.addoption(
        "--wae-world",
        choices=(NATIVE, SANDBOX, BOTH),
        default=NATIVE,
        help="where components are tested (natively)",
    )
    group.addoption("--wae-with", metavar="FILE", help="test this .wasm instead: in the sandbox")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Conftests and tests import the component's modules: they must be there before."""
    options = early_config.known_args_namespace
    named = [Path(str(place).partition("::")[0]) for place in options.file_or_dir]
    base = early_config.invocation_params.dir
    places = [(base / place).resolve() for place in named] or [base.resolve()]
    app = base / options.wae_app if options.wae_app else None
    if app is None and not any(_is_below_manifest(place) for place in places):
        return
    from wae.errors import WaeError
    from wae.testing.session import Session

    try:
        session = Session.of(places, app, options.wae_with and base / options.wae_with)
    except WaeError as error:
        raise pytest.UsageError("\n".join(each.line() for each in error.each())) from None
    if session is not None:
        early_config.stash[_SESSION] = session
    elif app is not None:
        raise pytest.UsageError(f"wae: the tests are not those of one component of {app}/wae.toml")


def _is_below_manifest(place: Path) -> bool:
    return any((folder / "wae.toml").is_file() for folder in (place, *place.parents))


def pytest_configure(config: pytest.Config) -> None:
    for world in (NATIVE, SANDBOX):
        config.addinivalue_line("markers", f"{world}: a test of a component that runs there only")


def pytest_report_header(config: pytest.Config) -> str | None:
    session = config.stash.get(_SESSION, None)
    return f"wae: component {session.target.entry.name}" if session else None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    session = metafunc.config.stash.get(_SESSION, None)
    if session is not None and "component" in metafunc.fixturenames:
        worlds = _worlds(metafunc.definition, metafunc.config, session)
        metafunc.parametrize("component", worlds, indirect=True)


def _worlds(test: Any, config: pytest.Config, session: Session) -> list[str]:
    chosen = SANDBOX if session.is_replaced else config.getoption("--wae-world")
    worlds = [NATIVE, SANDBOX] if chosen == BOTH else [str(chosen)]
    only = [world for world in (NATIVE, SANDBOX) if test.get_closest_marker(world)]
    return [world for world in worlds if not only or world in only]


@pytest.fixture
def imports(request: pytest.FixtureRequest) -> Imports:
    """What the component imports: assign an object to each import, or functions of it."""
    return _session(request).new_imports()


@pytest.fixture
def component(request: pytest.FixtureRequest, imports: Imports) -> Iterator[object]:
    """What the component exports."""
    session = _session(request)
    if request.param == NATIVE:
        yield session.native(imports)
        return
    from wae.errors import WaeError
    from wae.testing.sandbox import CannotFake

    stash = request.config.stash
    try:
        if _FAILURE not in stash:
            sandbox, close = session.sandbox(imports)
    except CannotFake as error:
        pytest.skip(error.line())
    except WaeError as error:  # the same for every test, and may take a build
        stash[_FAILURE] = "\n".join(each.line() for each in error.each())
    if _FAILURE in stash:
        pytest.fail(stash[_FAILURE], pytrace=False)
    yield sandbox
    close()


def _session(request: pytest.FixtureRequest) -> Session:
    session = request.config.stash.get(_SESSION, None)
    if session is None:
        raise pytest.UsageError("wae: name the tests of one component of a wae.toml")
    return session
