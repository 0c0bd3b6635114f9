"""What `wae watch` does with an app that is sound: calls it, serves it, or tests it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from wae.atomic_write import write_atomically
from wae.build.live import FAILURES, FOLDER
from wae.build.source import Source
from wae.build.tracebacks import located
from wae.commands.door import listen
from wae.contract.json_call import result_json
from wae.contract.sentences import failure
from wae.errors import Crash, WaeError
from wae.faces import flags, json_text
from wae.faces.loaded_app import find_function
from wae.faces.read_contract import read_contract
from wae.faces.sandbox import ResultError, Sandbox
from wae.harmless import harmless
from wae.runtime import background, cache, cache_directory, terminal
from wae.runtime.app import FileApp
from wae.runtime.engine import Engine
from wae.runtime.preopens import Preopen
from wae.runtime.wasi import for_calls

APP = "app.wasm"


class Nothing:
    """Only tells what is wrong."""

    def load(self, binary: bytes, live: Path) -> None:
        pass

    def show(self, sources: list[Source]) -> None:
        pass

    def wait(self, sources: list[Source]) -> None:
        pass


class Calling(Nothing):
    """Calls one function, in a fresh sandbox each time."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._engine = Engine()

    def load(self, binary: bytes, live: Path) -> None:
        self._live = live
        file = live / APP
        write_atomically(file, binary)
        where = cache_directory.path(os.environ)
        self._component = cache.component(FileApp(str(file), where), self._engine, where)
        self._contract = read_contract(binary).without_entries()
        self._function = find_function(self._contract, self._words[0])
        self._values = flags.parse(self._function, list(self._words[1:]))

    def show(self, sources: list[Source]) -> None:
        try:
            value = background.call(self._call)
        except ResultError as error:
            failed = failure(self._contract, self._function, error.value)
            print(json_text.write(failed.error, indent=2), flush=True)
            terminal.line(f"wae: {failed.sentence}")
        except Crash as crash:
            terminal.write(harmless(complaint(crash.debug, sources)).encode())
            terminal.line(crash.line())
        else:
            print(json_text.write(result_json(self._function, value), indent=2), flush=True)

    def _call(self) -> object:
        live = Preopen(str(self._live), FOLDER)
        given = for_calls("watch", os.environ, [live])
        sandbox = Sandbox(self._engine, self._component, given)
        try:
            return sandbox.call(self._function, self._values)
        finally:
            sandbox.close()


def complaint(stderr: str, sources: list[Source]) -> str:
    """What a component wrote before it trapped, with its author's files, without the frames of its
    interpreter."""
    text = stderr.partition("\nthread '<unnamed>'")[0].rstrip()
    for source in sources:
        text = located(text, source)
    return f"{text}\n" if text else ""


class Serving(Nothing):
    """Serves the app; for another composition a new server takes the place of the old one as soon
    as it answers. Raises :class:`WaeError` where nobody can listen at the port."""

    def __init__(self, scratch: Path, port: int) -> None:
        self._listening = listen("127.0.0.1", port, None)
        self._failures = scratch / "failures"
        self._failures.mkdir()
        self._servers: list[subprocess.Popen[bytes]] = []

    def load(self, binary: bytes, live: Path) -> None:
        """Raises :class:`WaeError` where the app cannot be served: the one before still is."""
        write_atomically(live / APP, binary)
        before = [*self._servers]
        given = ["--allow-all", "--dir", f"{live}={FOLDER}"]
        given += ["--dir", f"{self._failures}={FAILURES}:rw", "--warm", "0", "--quiet"]
        if not self._start([str(live / APP), *given]):
            self._end(self._servers[-1])
            raise WaeError("the app cannot be served", hint="The one before it still is")
        for server in before:
            self._end(server)

    def _start(self, arguments: list[str]) -> bool:
        """Starts another server; whether it answers."""
        reading, writing = os.pipe()
        with open(reading, "rb") as answers:
            socket = self._listening.fileno()
            command = [sys.executable, "-m", "wae.watch.server", str(socket), str(writing)]
            try:
                server = subprocess.Popen(
                    [*command, *arguments], stdin=subprocess.DEVNULL, pass_fds=(socket, writing)
                )
            finally:
                os.close(writing)
            self._servers.append(server)
            return bool(answers.read(1))

    def wait(self, sources: list[Source]) -> None:
        """Tells what sandboxes left: why they answered with the version before."""
        for file in self._failures.glob("*"):
            if file.suffix == ".new":  # which is still being written
                continue
            terminal.write(harmless(complaint(file.read_text(errors="replace"), sources)).encode())
            file.unlink()

    def stop(self) -> None:
        for server in [*self._servers]:
            self._end(server)
        self._listening.close()

    def _end(self, server: subprocess.Popen[bytes]) -> None:
        server.terminate()
        server.wait()
        self._servers.remove(server)


class Testing(Nothing):
    """Runs the app's tests natively."""

    def __init__(self, app: Path) -> None:
        self._app = app

    def show(self, sources: list[Source]) -> None:
        command = [sys.executable, "-m", "wae", "test", str(self._app), "--native"]
        subprocess.run(command, stdin=subprocess.DEVNULL, check=False)
