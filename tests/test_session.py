"""The recorded session in the README."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conftest import ROOT

SCRIPTS = ROOT / "scripts"


def test_it_is_what_the_commands_say(environ: dict[str, str], toolbox: Path) -> None:
    """Run anew, they print the same, but for what is drawn by chance."""
    done = subprocess.run(
        [sys.executable, str(SCRIPTS / "session"), "--check"],
        env={**environ, "WAE_TOOLBOX": str(toolbox)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (0, "") == (done.returncode, done.stderr)


def test_pictures_have_the_words_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Columns, bold and coloured words, and what XML would take for its own; nothing is a script,
    and nothing is fetched."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    from terminal_picture import Scene, picture, words

    scenes = [
        Scene("echo '<&>'", "\x1b[1mNAME   SIZE\x1b[0m\na<&>   \x1b[31m12 kB\x1b[0m\n\n  end\n"),
        Scene("true", ""),
        Scene("printf ü", "ü\n"),
    ]
    svg = picture("A <title>", scenes)
    plain = [Scene("echo '<&>'", "NAME   SIZE\na<&>   12 kB\n\n  end\n"), *scenes[1:]]
    assert plain == words(svg)
    texts = {
        text.text: text.get("class") for text in ElementTree.fromstring(svg).iter() if text.text
    }
    assert ("bold", "bad", None) == (texts["NAME"], texts["12 kB"], texts["end"])
    assert "A <title>" in texts
    assert "script" not in svg
    assert ["http://www.w3.org/2000/svg"] == [part for part in svg.split('"') if "://" in part]
