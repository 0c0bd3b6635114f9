"""`wae openai image`: pictures that the server keeps on another host, or that are broken."""

import base64
import json

from wit_world.imports import chat, images

import golden_file
import openai_answers
from openai_answers import PICTURE, work
from shared.errors import Failure

CONTENT = base64.b64decode(openai_answers.PNG)
URL = "https://pictures.example/a.png?sig=\x1b[2J1"
SHOWN_URL = "https://pictures.example/a.png?sig=1"
AWAY = images.Elsewhere(URL, chat.Error_Blocked("https://pictures.example"), "A red fox")
MOVED = "https://b.example (where https://a.example/x redirects to)"
REASONS = {
    "another host": [AWAY],
    "a redirect to another host": [images.Elsewhere(URL, chat.Error_Blocked(MOVED), None)],
    "gone": [
        images.Elsewhere(URL, chat.Error_Unexpected(chat.Answer(404, "none\x1b[2J", None)), None)
    ],
    "nobody there": [images.Elsewhere(URL, chat.Error_Unreachable("it refused"), None)],
    "an invalid list": [images.Elsewhere(URL, chat.Error_Misconfigured("X is no list"), None)],
    "no http": [
        images.Elsewhere(
            "javascript:alert(1)", chat.Error_Unexpected(chat.Answer(200, "no", None)), None
        )
    ],
    "several": [AWAY, AWAY],
    "broken, too": [PICTURE, chat.Error_Unexpected(chat.Answer(200, "no Base64", None)), AWAY],
    "only broken": [PICTURE, chat.Error_Unexpected(chat.Answer(200, "no Base64", None))],
}  # fmt: skip


def test_pictures_that_are_elsewhere(wae, fake):
    """What there is is saved; URLs of the rest are on stdout, harmless, and how to get them is
    told: exit 1. Nobody is led to send a key there.
    """
    cases = []
    for title, outcomes in REASONS.items():
        fake(images, "draw", work(*outcomes))
        arguments = (
            "openai",
            "image",
            "A fox",
            "-o",
            "fox.png",
            "-n",
            str(len(outcomes)),
            "--force",
        )
        done = wae(*arguments)
        assert 1 == done.code
        assert "OPENAI_BASE_URL" not in done.err
        assert "\x1b" not in done.out + done.err
        cases.append(golden_file.case(title, arguments, done.out + done.err, done.code))
    golden_file.check("openai-image-elsewhere", cases)


def test_a_url_for_people_and_as_json(wae, fake):
    """On a terminal the URL has a line of its own, to be copied; JSON has it as it came."""
    fake(images, "draw", work(PICTURE, AWAY))
    arguments = ("openai", "image", "A fox", "-o", "fox.png", "-n", "2")
    assert f"fox-1.png (png, 8 B)\n{SHOWN_URL}\n" == wae(*arguments, terminal=True).out
    document = json.loads(wae(*arguments, "--force", "--json").out)
    assert [{"url": URL, "revised_prompt": "A red fox"}] == document["urls"]
    assert ["fox-1.png"] == [each["path"] for each in document["files"]]


def test_a_url_outlives_a_full_disk(wae, fake, monkeypatch):
    """Where a picture cannot be saved, the URL of the other is told all the same."""

    def full(*_):
        raise Failure("No space left on device")

    fake(images, "draw", work(PICTURE, AWAY))
    monkeypatch.setattr("shared.whole_file.write", full)
    done = wae("openai", "image", "A fox", "-o", "fox.png", "-n", "2")
    assert (1, f"{SHOWN_URL}\turl\t\n") == (done.code, done.out)
