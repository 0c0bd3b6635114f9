"""The host's half of `wae doctor`: the engine, the toolbox, the cache, the files of settings.

Each check has `name`, `status` (`ok`; `unset`: not there and not needed; `advice`: works, could be
better; `problem`) and `detail`, which ends with what to do about it.
"""

import os
import stat

from wae import distribution
from wae.errors import CacheError
from wae.host_information.paths import SETTINGS
from wae.runtime import cache_directory, eviction, library, private, xdg
from wae.runtime.app import toolbox

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    Check = dict[str, str]

_OTHERS_READ = stat.S_IRGRP | stat.S_IROTH
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def checks(environ: "Mapping[str, str]") -> "list[Check]":
    """All of them. Raises WaeError where the toolbox could not be run anyway."""
    where = cache_directory.path(environ)
    return [
        *_packages(),
        _engine(where),
        _toolbox(environ, where),
        _cache(where, environ),
        _data(toolbox(where).name, environ),
        _settings("settings of this folder", SETTINGS),
        _settings("settings of the user", os.path.join(xdg.settings(environ), SETTINGS)),
    ]


def _packages() -> "list[Check]":
    """Whether the other project of this name lies beside wae, or over it."""
    version = distribution.other()
    if version is None:
        return []
    detail = f"{distribution.OTHER} {version} is another project and overwrites files of wae"
    return [_check("packages", "problem", f"{detail}. To mend it, {distribution.remedy()}")]


def _engine(where: str) -> "Check":
    package = library.package_folder()
    version = library.identity(library.library_path(package), where).partition("-")[0]
    claimed = library.claimed_version(package)
    detail = f"wasmtime {version}, package {claimed or 'of unknown version'}"
    if claimed.partition(".")[0] == version.partition(".")[0]:
        return _check("engine", "ok", detail)
    advice = "They do not belong together. Run: pip install --force-reinstall 'wasmtime==50.*'"
    return _check("engine", "advice", f"{detail}. {advice}")


def _toolbox(environ: "Mapping[str, str]", where: str) -> "Check":
    app = toolbox(where)
    app.read()
    whence = environ.get("WAE_TOOLBOX") or "came with wae"
    return _check("toolbox", "ok", f"sha256:{app.sha256[:12]} ({whence})")


def _cache(where: str, environ: "Mapping[str, str]") -> "Check":
    try:
        most = eviction.limit(environ)
    except CacheError as error:
        return _check("cache", "problem", f"{error.message}. Correct or unset it")
    try:
        with cache_directory.open_private(where) as directory:
            states = eviction.states(directory)
    except CacheError as error:
        advice = "Every start compiles anew. Correct it, or set WAE_CACHE_DIR to another folder"
        return _check("cache", "problem", f"{error.message}. {advice}")
    size = sum(state.st_size for state in states.values())
    apps = sum(name.endswith(eviction.SUFFIX) for name in states)
    used = f"{_megabytes(size)} of at most {_megabytes(most)} MB ({eviction.VARIABLE})"
    return _check("cache", "ok", f"{where}, yours alone, {used}, compiled apps: {apps}")


def _data(app: str, environ: "Mapping[str, str]") -> "Check":
    path = xdg.data(app, environ)
    try:
        with private.open_directory(path, make=False):
            return _check("data", "ok", f"{path}, yours alone")
    except FileNotFoundError:
        return _check("data", "unset", f"{path} does not exist")
    except OSError as error:
        advice = "What apps would keep there is lost. Correct it, or set XDG_DATA_HOME"
        return _check("data", "problem", f"{path} is not used: {error.strerror}. {advice}")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f}"


def _settings(name: str, file: str) -> "Check":
    path = os.path.abspath(file)
    try:
        with open(path, "rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            stream.read(1)
    except FileNotFoundError:
        return _check(name, "unset", f"{path} does not exist")
    except OSError as error:
        return _check(name, "problem", f"{path} cannot be read: {error.strerror}")
    if mode & (_OTHERS_READ | _OTHERS_WRITE):
        done = "change" if mode & _OTHERS_WRITE else "read"
        detail = f"{path}: others can {done} it. Run: chmod 600 {path}"
        return _check(name, "advice", detail)
    return _check(name, "ok", path)


def _check(name: str, status: str, detail: str) -> "Check":
    return {"name": name, "status": status, "detail": detail}
