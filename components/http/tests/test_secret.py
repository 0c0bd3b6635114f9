"""What a server sends back of a secret is redacted, however it is written."""

import base64
import json
import time
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

import secret
from secret import Secret, redact

TOKEN = "ghp_0123456789abcdef"
PASSWORD = 'p"w/1\\ż&?'

NAMES = {"&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos"}

written = st.text(st.characters(exclude_categories=["Cs"]), min_size=8, max_size=40)


def ways(text: str) -> list[str]:
    """How servers write a text."""
    raw = text.encode()
    return [
        text,
        json.dumps(text)[1:-1],
        json.dumps(text, ensure_ascii=False)[1:-1],
        quote(text, safe=""),
        base64.b64encode(raw).decode(),
        base64.urlsafe_b64encode(raw).decode().rstrip("="),
    ]


@pytest.mark.parametrize("way", ways(PASSWORD))
def test_redacted(way: str) -> None:
    """As it is, in JSON, in a URL, in Base64."""
    assert "you sent ***!" == redact(f"you sent {way}!", (secret.part(PASSWORD),))


@given(written, st.text("xyz", max_size=5), st.text("xyz", max_size=5))
def test_nothing_is_left(text: str, before: str, after: str) -> None:
    """Whatever the secret is and wherever it stands, it is gone."""
    for way in ways(text):
        shown = redact(before + way + after, (secret.part(text),))
        assert text in before + "***" + after or text not in shown
        assert len(shown) < len(before + way + after)


def escaped(character: str) -> list[str]:
    """How JSON, URLs and HTML may write a character of ASCII."""
    code, name = ord(character), NAMES.get(character)
    short = [f"\\{character}"] if character in '"\\/' else []
    named = [f"&{name};", f"&{name.upper()};"] if name else []
    return [
        f"\\u{code:04x}",
        f"\\u{code:04X}",
        f"%{code:02x}",
        f"%{code:02X}",
        f"&#{code};",
        f"&#0{code};",
        f"&#x{code:x};",
        f"&#X{code:X};",
        *short,
        *named,
    ]


@given(st.data(), st.text(st.characters(codec="ascii", min_codepoint=33), min_size=8), written)
def test_whichever_characters_are_escaped(data: st.DataObject, text: str, other: str) -> None:
    """JSON, URLs and HTML may escape any character, and do so with some: PHP with `/`, Go with `&`.
    Other escapes in the text stay as they are."""
    ways = [
        data.draw(st.sampled_from(escaped(one) + ([] if one in "\\%&" else [one]))) for one in text
    ]
    around = json.dumps(other) + " \\n&#10;%0a "
    shown = redact(f"{around}{''.join(ways)} {around}", (secret.part(text),))
    assert shown == f"{around}*** {around}" or text.lower() in f"{other}{around}".lower()


def test_a_large_text() -> None:
    """Many escapes take time by their number, not by its square."""
    text = "\\u0067%67" * 100_000
    started = time.process_time()
    assert text == redact(text, secret.key(TOKEN))
    assert time.process_time() - started < 20


def test_short_words() -> None:
    """A short part is redacted where it stands alone, and no longer word is garbled."""
    secrets = (secret.part("ada"),)
    assert 'Canada, "***", ***: ***_x' == redact('Canada, "ada", ada: ada_x', secrets)
    assert "was!a" == redact("was!a", (secret.part("!b"),))
    assert "was***" == redact("was!b", (secret.part("!b"),))


def test_a_short_key_is_left() -> None:
    """A local server takes any word for a key: it is no secret."""
    assert () == secret.key("ollama")
    assert (Secret(TOKEN),) == secret.key(TOKEN)


def test_the_longer_first() -> None:
    """A secret that begins with another one is redacted whole."""
    secrets = (secret.part("password"), secret.part("password1!"))
    assert "***" == redact("password1!", secrets)


def test_no_secrets() -> None:
    """Without secrets the text stays as it is."""
    assert TOKEN == redact(TOKEN, ())


def test_shortest_key() -> None:
    """A key of sixteen characters is one; with one less it is a word like any other."""
    assert (Secret("k" * 16),) == secret.key("k" * 16)
    assert () == secret.key("k" * 15)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc", "***"),
        ("abcd", "abcd"),
        ("xabc", "xabc"),
        ("abc9", "abc9"),
        ("abc-d", "***-d"),
        ("_abc_", "_***_"),
    ],
)
def test_alone(text: str, expected: str) -> None:
    """A short part is redacted where it is a word, not within a longer one."""
    assert expected == secret.redact(text, (secret.part("abc"),))


@pytest.mark.parametrize(("word", "text"), [("ab!", "xy ab!xy"), ("!ab", "xy!ab xy")])
def test_alone_with_punctuation(word: str, text: str) -> None:
    """Where a short part begins or ends with punctuation, a word may go on there."""
    assert text.replace(word, "***") == secret.redact(text, (secret.part(word),))


def test_slash_in_a_url() -> None:
    """A slash may stand in a URL as it is, while the rest is encoded."""
    key = "secret/key with blanks"
    text = "at /secret/key%20with%20blanks/ and secret%2Fkey%20with%20blanks"
    assert "at /***/ and ***" == secret.redact(text, secret.key(key))


def test_what_is_unmistakable() -> None:
    """Short parts of an account, which may be words of their own, are left out."""
    long, short = secret.part("correct-horse"), secret.part("anna")
    assert (long, *secret.key(TOKEN)) == tuple(
        secret.unmistakable((long, short, *secret.key(TOKEN)))
    )


def test_how_long_a_part_may_be_a_word() -> None:
    """A part of eight characters is redacted inside of words, too; a shorter one is not."""
    assert [True, False] == [secret.part("a" * n).alone for n in (7, 8)]
