"""The options that give an app something, read and written."""

from wae.errors import UsageError
from wae.grants.model import EVERY, Grants
from wae.runtime.preopens import Preopen

HELP = """\
What the app may use besides arguments, stdin, stdout and stderr (`wae inspect`
shows what it asks for):
  --env NAME[=VALUE]        An environment variable, or '*' for all of them.
  --dir PATH[=NAME][:rw]    A folder, called NAME in the app; writable with :rw.
  --data                    A private folder, kept from run to run, at /data.
  --net                     TCP, UDP and name look-up, to anywhere.
  --http [ORIGIN...]        HTTP requests, to these origins or to anywhere:
                            https://HOST[:PORT], or https://*.HOST.
  --allow-all               Everything that wae itself can use.
  --deny-rest               Deny everything else, without asking.
"""

ANYWHERE = "*"
"""`--http=*` is `--http` before a word that could be taken for an origin; none is written so."""

_VALUED = ("--env", "--dir")
_SWITCHES = ("--data", "--net", "--allow-all", "--deny-rest")


def take(arguments: list[str], *, anywhere: bool = False) -> tuple[Grants, list[str]]:
    """The grants among the options before the first argument, and all other arguments.

    `anywhere`: also behind it, up to a `--`. Raises UsageError.
    """
    grants, rest, number = Grants(), list[str](), 0
    while number < len(arguments):
        word = arguments[number]
        option, equals, value = word.partition("=")
        number += 1
        if option in _VALUED:
            if not equals:
                if number == len(arguments):
                    raise UsageError(f"{option} needs a value", hint=_EXAMPLES[option])
                value = arguments[number]
                number += 1
            (_give_variable if option == "--env" else _give_folder)(grants, value)
        elif word in _SWITCHES:
            _switch(grants, word)
        elif option == "--http":
            origins = [value] if equals else _origins_at(arguments, number)
            number += 0 if equals else len(origins)
            _give_http(grants, origins)
        elif anywhere and word != "--":
            rest.append(word)
        else:
            return grants, [*rest, *arguments[number - 1 :]]
    return grants, rest


def spell(grants: Grants) -> list[str]:
    """The options that give this, each as one argument, in one order."""
    words = ["--allow-all"] if grants.everything else []
    for name, value in sorted(grants.variables.items()):
        words.append(f"--env={name}" if value is None else f"--env={name}={value}")
    words += [_spell_preopen(preopen) for preopen in grants.preopens]
    words += ["--data"] if grants.data else []
    words += ["--net"] if grants.net else []
    if grants.origins is None:
        words.append(f"--http={ANYWHERE}")
    else:
        words += [f"--http={origin}" for origin in sorted(grants.origins)]
    return [*words, "--deny-rest"] if grants.rest_denied else words


def shell_line(grants: Grants) -> str:
    """The same for people, to be pasted into a shell."""
    from shlex import quote

    words = []
    for word in spell(grants):
        option, _, value = word.partition("=")
        words.append(f"{option} {quote(value)}" if option in _VALUED else quote(word))
    return " ".join(words)


def absolute(grants: Grants) -> Grants:
    """The same for a process in another current folder."""
    from os.path import abspath

    resolved = grants.copy()
    resolved.preopens = [
        Preopen(abspath(preopen.path), preopen.name, writable=preopen.writable)
        for preopen in grants.preopens
    ]
    return resolved


_EXAMPLES = {"--env": "For example: --env HOME", "--dir": "For example: --dir ."}


def _switch(grants: Grants, word: str) -> None:
    match word:
        case "--data":
            grants.data = True
        case "--net":
            grants.net = True
        case "--allow-all":
            grants.everything = True
        case _:
            grants.rest_denied = True


def _give_variable(grants: Grants, text: str) -> None:
    name, equals, value = text.partition("=")
    if not name or not name.isprintable() or " " in name:
        raise UsageError(f"--env {text} names no variable", hint=_EXAMPLES["--env"])
    if EVERY in name and name != EVERY:
        raise UsageError(
            f"--env {text} names no variable", hint="Only '*' alone stands for others: for all"
        )
    if name == EVERY and equals:
        raise UsageError("--env '*' takes no value", hint="It gives all variables as they are")
    grants.variables[name] = value if equals else None


def _give_folder(grants: Grants, text: str) -> None:
    place = text.removesuffix(":rw")
    path, equals, name = place.rpartition("=")
    if not equals:
        path = name = place
    if not path or not name:
        raise UsageError(f"--dir {text} names no folder", hint=_EXAMPLES["--dir"])
    if "\n" in text:
        raise UsageError("--dir: a folder's name has a line break", hint="Rename the folder")
    if any(preopen.name == name for preopen in grants.preopens):
        raise UsageError(
            f"--dir gives the app two folders called {name}", hint="Rename one: --dir PATH=NAME"
        )
    grants.preopens.append(Preopen(path, name, writable=text.endswith(":rw")))


def _give_http(grants: Grants, origins: list[str]) -> None:
    more = Grants()
    more.origins = None if origins in ([], [ANYWHERE]) else tuple(map(_origin, origins))
    grants.add(more)


def _origins_at(arguments: list[str], number: int) -> list[str]:
    """The words from there on that can only be origins: they have a scheme."""
    origins = []
    for word in arguments[number:]:
        if "://" not in word:
            break
        origins.append(word)
    return origins


def _origin(text: str) -> str:
    """An origin as it stands in a policy, in its shortest form. Raises UsageError."""
    from wae.compose.origins import BadEntry, parse_entry  # too much to load at every start

    try:
        return str(parse_entry(text.removesuffix("/")))
    except BadEntry as error:
        raise UsageError(
            f"--http {text} is not an origin: {error}",
            hint="Write https://HOST, https://HOST:PORT or https://*.HOST",
        ) from None


def _spell_preopen(preopen: Preopen) -> str:
    name = "" if preopen.name == preopen.path else f"={preopen.name}"
    return f"--dir={preopen.path}{name}{':rw' if preopen.writable else ''}"
