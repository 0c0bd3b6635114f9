"""What `wae watch` does with an app that is sound: calls it, serves it, or tests it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from wae.build.live import FOLDER, TOLD
from wae.build.source import Source
from wae.build.tracebacks import located
from wae.contract.json_call import error_json, result_json
from wae.errors import Crash
from wae.faces import flags, json_text
from wae.faces.opened import find_function
from wae.faces.read_contract import read_contract
from wae.faces.sandbox import ResultError, Sandbox
from wae.files import write_whole
from wae.harmless import harmless
from wae.runtime import background, cache, folder, terminal
from wae.runtime.app import FileApp
from wae.runtime.engine import Engine
from wae.runtime.folders import Folder
from wae.runtime.wasi import for_calls


class Nothing:
    """Only tells what is wrong."""

    def load(self, binary: bytes) -> None:
        pass

    def show(self, sources: list[Source]) -> None:
        pass

    def wait(self, sources: list[Source]) -> None:
        pass


class Calling(Nothing):
    """Calls one function, in a fresh sandbox each time."""

    def __init__(self, scratch: Path, words: Sequence[str]) -> None:
        self._scratch = scratch
        self._words = words
        self._engine = Engine()

    def load(self, binary: bytes) -> None:
        file = self._scratch / "app.wasm"
        write_whole(file, binary)
        where = folder.path(os.environ)
        self._component = cache.component(FileApp(str(file), where), self._engine, where)
        contract = read_contract(binary).without_entries()
        self._function = find_function(contract, self._words[0])
        self._values = flags.parse(self._function, list(self._words[1:]))

    def show(self, sources: list[Source]) -> None:
        try:
            value = background.call(self._call)
        except ResultError as error:
            print(json_text.write(error_json(self._function, error.value), indent=2), flush=True)
            terminal.line(f"wae: {self._function.title} returned an error")
        except Crash as crash:
            terminal.write(harmless(told(crash.debug, sources)).encode())
            terminal.line(crash.line())
        else:
            print(json_text.write(result_json(self._function, value), indent=2), flush=True)

    def _call(self) -> object:
        live = Folder(str(self._scratch), FOLDER)
        given = for_calls("watch", os.environ, [live])
        sandbox = Sandbox(self._engine, self._component, given)
        try:
            return sandbox.call(self._function, self._values)
        finally:
            sandbox.close()


def told(stderr: str, sources: list[Source]) -> str:
    """What a component wrote before it trapped, with its author's files, without the frames of its
    interpreter."""
    text = stderr.partition("\nthread '<unnamed>'")[0].rstrip()
    for source in sources:
        text = located(text, source)
    return f"{text}\n" if text else ""


class Serving(Nothing):
    """Serves the app; a new server takes the place of the old one only for another composition."""

    def __init__(self, scratch: Path, port: int) -> None:
        self._scratch = scratch
        self._port = port
        self._told = scratch / "told"
        self._server: subprocess.Popen[bytes] | None = None

    def load(self, binary: bytes) -> None:
        self.stop()
        file = self._scratch / "app.wasm"
        write_whole(file, binary)
        self._told.mkdir(exist_ok=True)
        given = ["--allow-all", "--dir", f"{self._scratch}={FOLDER}"]
        given += ["--dir", f"{self._told}={TOLD}:rw", "--warm", "0"]
        command = [sys.executable, "-m", "wae", "serve", str(file), "--port", str(self._port)]
        self._server = subprocess.Popen([*command, *given, "--quiet"], stdin=subprocess.DEVNULL)

    def wait(self, sources: list[Source]) -> None:
        """Tells what sandboxes left: why they answered with the version before."""
        for file in self._told.glob("*"):
            if file.suffix == ".new":  # which is still being written
                continue
            terminal.write(harmless(told(file.read_text(errors="replace"), sources)).encode())
            file.unlink()

    def stop(self) -> None:
        if self._server is not None:
            self._server.terminate()
            self._server.wait()
            self._server = None


class Testing(Nothing):
    """Runs the app's tests natively."""

    def __init__(self, app: Path) -> None:
        self._app = app

    def show(self, sources: list[Source]) -> None:
        command = [sys.executable, "-m", "wae", "test", str(self._app), "--native"]
        subprocess.run(command, stdin=subprocess.DEVNULL, check=False)
