"""One app, ready to be run with what it is given."""

import os

from wae.errors import UsageError
from wae.grants import answers, options, question
from wae.grants.answers import Answer, Identity
from wae.grants.model import Grants, everything
from wae.grants.wrapped import WrappedApp, wrap
from wae.runtime import preopens, terminal, xdg
from wae.runtime.app import TOOLBOX, is_toolbox
from wae.runtime.preopens import Preopen
from wae.runtime.wasi import Surroundings, for_calls

_SHOWN = 100  # bytes of a file's name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wae.runtime.app import App

    Refusal = Callable[[Grants], str]


class GrantedApp:
    """`source` is the app as it is in its file; `app` what runs, with its grants in its bytes.

    `grants` has everything for the toolbox, whose parts have what their composition gives them.
    """

    def __init__(self, source: "App", app: "App", grants: Grants, data_name: str) -> None:
        self.source = source
        self.app = app
        self.grants = grants
        self._data_name = data_name

    @property
    def name(self) -> str:
        """What people call it."""
        return self.source.name

    @property
    def settled(self) -> tuple[str, ...]:
        """Options that give another process the same, and ask for nothing."""
        return tuple(dict.fromkeys((*options.spell(self.grants), "--deny-rest")))

    def surroundings(self, environ: "Mapping[str, str]") -> Surroundings:
        """What an instance is given of this process. Raises UsageError for a missing folder."""
        given = list(self.grants.preopens)
        for preopen in given:
            if not os.path.isdir(preopen.path):
                raise UsageError(f"--dir {preopen.path}: folder not found")
        if self.grants.everything:
            environ = {**environ, **self.grants.environment(environ)}
            return for_calls(self._data_name, environ, given)
        if self.grants.data:
            given += self._data(environ)
        return Surroundings(self.grants.environment(environ), given, network=self.grants.net)

    def with_denials(self, wasm: bytes) -> bytes:
        """A part of the app, held to the same grants."""
        return wasm if self.grants.everything else wrap(wasm, self.name, self.grants)

    def _data(self, environ: "Mapping[str, str]") -> list[Preopen]:
        old, new = (xdg.data(name, environ) for name in (self.name, self._data_name))
        if os.path.isdir(old) and not os.path.isdir(new):
            terminal.line(f"wae: what {self.name} kept before is in {old}; from now on: {new}")
        preopen = preopens.data_preopen(self._data_name, environ)
        return [preopen] if preopen else []


def grant(
    app: "App",
    grants: Grants,
    environ: "Mapping[str, str]",
    where: str,
    refusal: "Refusal | None" = None,
) -> GrantedApp:
    """`app` with `grants`, and what was answered before; `where` is the cache folder.

    The toolbox has everything, unless `grants` say otherwise. Of another app that asks for more,
    the person at the terminal is asked; without one, or with `refusal`, which words the way out,
    UsageError is raised.
    """
    identity = answers.identify(app.sha256, environ)
    data_name = _data_name(app.name, identity.key)
    if is_toolbox(app, where):
        data_name = TOOLBOX
        grants = everything() if grants.is_default else grants
    if grants.everything:
        return GrantedApp(app, app, grants, data_name)
    if grants.rest_denied:
        return GrantedApp(app, WrappedApp(app, grants, where), grants, data_name)
    kept = None if refusal else answers.recall(identity, environ)
    known = kept or Answer(app.name, Grants(), Grants())
    both = grants.copy()
    both.add(known.given)
    wrapped = WrappedApp(app, both, where)
    missing = wrapped.needs.unsettled(grants).without(known.asked)
    if not missing.is_nothing:
        if refusal or not question.can_ask():
            raise _refused(app.name, missing, refusal or question.refusal_hint)
        if _is_given(known, missing, app.name, identity, environ):
            both.add(missing)
            wrapped = WrappedApp(app, both, where)
    return GrantedApp(app, wrapped, both, data_name)


def _data_name(name: str, key: str) -> str:
    """The name of an app's data folder. 128 bits of what it is: nobody can make another app with
    the same ones. Before them, for people, the file's name, as far as there is room."""
    shown = os.fsdecode(os.fsencode(name.removesuffix(".wasm"))[:_SHOWN])
    return f"apps/{shown}-{key[:32]}"


def _is_given(
    known: Answer, missing: Grants, name: str, identity: Identity, environ: "Mapping[str, str]"
) -> bool:
    """Asks, and keeps the answer if it is for other runs, too."""
    said = question.ask(name, identity.text, missing)
    if said == question.YES:
        known.given.add(options.absolute(missing))
    if said != question.ONCE:
        known.asked.add(missing)
        answers.keep(identity, known, environ)
    return said != question.NO


def _refused(name: str, missing: Grants, refusal: "Refusal") -> UsageError:
    wanted = "; ".join(question.sentences(missing))
    return UsageError(f"{name} asks for what it was not given: {wanted}", hint=refusal(missing))
