"""The account: user name and password are asked for where they are not set, and never shown."""

import json

import pytest
from componentize_py_types import Err
from hypothesis import given
from hypothesis import strategies as st
from wit_world.imports import account, answers, emissions, plain, presence
from wit_world.imports.emissions import Error_Invalid, Error_Unauthorized

import golden_file
import watttime_answers
from tools.watttime.commands import credentials

GOOD = "correct-horse-1"


@pytest.fixture
def settings(fake):
    """The settings that are set: those of a file, and then what is typed."""
    known = {}

    def find(name):
        source = presence.Source.ASKED if name in known else None
        return source if known.get(name) else None

    fake(presence, "find", find)
    fake(answers, "provide", lambda name, value: known.update({name: value}))
    return known


def test_missing_ones_are_asked_for(wae, settings):
    """On a terminal user name and password are typed, the password unseen, for this run."""
    done = wae("watttime", "login", terminal=True, typed=f"mona\n{GOOD}\n")
    assert done.code == 0
    assert {"WATTTIME_USER": "mona", "WATTTIME_PASSWORD": GOOD} == settings
    assert "Password (it is shown while you type): " in done.err
    assert GOOD not in done.out + done.err
    assert done.out == (
        "WattTime accepts WATTTIME_USER as it was typed with WATTTIME_PASSWORD as it was typed.\n"
    )


def test_every_question_needs_them(wae, settings, fake):
    """They are asked for before anything is asked of the service."""
    asked = []
    fake(emissions, "my_access", lambda _: (asked.append(dict(settings)), [])[1])
    assert wae("watttime", "access", terminal=True, typed=f"mona\n{GOOD}\n").code == 0
    assert [{"WATTTIME_USER": "mona", "WATTTIME_PASSWORD": GOOD}] == asked


def test_only_what_is_missing_is_asked_for(wae, fake):
    """WATTTIME_USERNAME is a user name, too."""
    actual = {"WATTTIME_USERNAME": presence.Source.ENVIRONMENT}
    provided = []
    fake(presence, "find", actual.get)
    fake(answers, "provide", lambda *given: provided.append(given))
    done = wae("watttime", "access", terminal=True, typed=f"{GOOD}\n")
    assert "User name" not in done.err
    assert [("WATTTIME_PASSWORD", GOOD)] == provided


def test_what_was_refused_is_asked_for_again(wae, settings, fake):
    """A typed password that is refused is forgotten: the next command of a menu asks again."""
    fake(account, "login", Err(Error_Unauthorized("no")))
    done = wae("watttime", "login", terminal=True, typed=f"mona\n{GOOD}\n")
    assert done.code == 4
    assert not any(settings.values())


def test_login_in_json(wae, fake):
    """`--json` says that it worked."""
    fake(presence, "find", watttime_answers.account_in(presence.Source.CONFIG))
    assert {"accepted": True} == json.loads(wae("watttime", "login", "--json").out)


@pytest.fixture
def registered(fake):
    """What accounts were made of."""
    made = []
    fake(account, "register", lambda *given: (made.append(given), "User created")[1])
    return made


def test_register_asks(wae, settings, registered):
    """Everything is asked for: the rules are told first, the password twice and unseen."""
    typed = f"mona\nmona@example.org\nOctopuses\n{GOOD}\n{GOOD}\n"
    done = wae("watttime", "register", terminal=True, typed=typed)
    assert (0, "User created\n") == (done.code, done.out)
    assert [("mona@example.org", "Octopuses")] == registered
    assert {"WATTTIME_USER": "mona", "WATTTIME_PASSWORD": GOOD} == settings
    rules, question = done.err.index("8 characters or more"), done.err.index("Password (")
    assert rules < question
    assert 2 == done.err.count("(it is shown while you type): ")
    assert GOOD not in done.err
    assert "'wae config set WATTTIME_USER' and 'wae config set WATTTIME_PASSWORD'." in done.err


def test_register_asks_until_it_fits(wae, settings, registered):
    """A weak password, and two that differ, are told and asked for again."""
    tries = ["short1!", "longbutplain", GOOD, GOOD + "x", GOOD, GOOD]
    typed = "\n".join(["", "mona", "", "m@example.org", "", *tries, ""])
    done = wae("watttime", "register", terminal=True, typed=typed)
    assert done.code == 0
    assert [("m@example.org", None)] == registered
    assert "It lacks characters (8 or more).\n" in done.err
    assert "It lacks a digit, a special character.\n" in done.err
    assert "The two differ.\n" in done.err
    assert GOOD == settings["WATTTIME_PASSWORD"]


def test_register_without_a_terminal(wae, fake, registered):
    """With the settings set a script needs nothing but the email address."""
    fake(presence, "find", watttime_answers.account_in(presence.Source.ENVIRONMENT))
    done = wae("watttime", "register", "--email", "m@example.org", "--json")
    assert (0, "") == (done.code, done.err)
    assert {"message": "User created"} == json.loads(done.out)
    assert [("m@example.org", None)] == registered


def test_a_failed_register_forgets(wae, settings, fake):
    """What was typed for an account that was not made does not count as one."""
    fake(account, "register", Err(Error_Invalid("the user name is taken")))
    typed = f"mona\nm@example.org\n\n{GOOD}\n{GOOD}\n"
    done = wae("watttime", "register", terminal=True, typed=typed)
    assert done.code == 2
    assert not any(settings.values())


@pytest.mark.parametrize(
    ("source", "file"),
    [
        (presence.Source.DOTENV, ".env in the current folder"),
        (presence.Source.CONFIG, ".env in the configuration folder"),
    ],
)
@pytest.mark.parametrize("command", [("login",), ("register",), ("index", "CAISO_NORTH")])
def test_nothing_is_asked_for_in_vain(wae, settings, fake, source, file, command):
    """What is typed is not for a server that a file names, so that is said before a question."""
    fake(plain, "get", {"WATTTIME_API_URL": "http://127.0.0.1:9"}.get)
    fake(presence, "find", {"WATTTIME_API_URL": source, "WATTTIME_USER": source}.get)
    done = wae("watttime", *command, terminal=True, typed="mona\n" * 9)
    assert (4, "", {}) == (done.code, done.out, settings)
    assert done.err == (
        "wae: WATTTIME_PASSWORD from the prompt would not be sent to the server at "
        f"http://127.0.0.1:9 (WATTTIME_API_URL), for {file} names that server, and is trusted "
        "less. If you trust it, set WATTTIME_API_URL in the environment; or set WATTTIME_PASSWORD "
        f"for it in {file}.\n"
    )


@given(st.text())
def test_the_rules_of_passwords(password):
    """8 characters, a letter, a digit, a special character: all of them, or it says what lacks."""
    letters = any(c.isascii() and c.isalpha() for c in password)
    digits = any(c in "0123456789" for c in password)
    special = any(not (c.isascii() and c.isalnum()) and not c.isspace() for c in password)
    good = len(password) >= 8 and letters and digits and special
    assert good == (credentials.lacks(password) == "")


@pytest.fixture
def token(fake):
    """A token is set, and no account; nobody is asked for one."""
    fake(presence, "find", {"WATTTIME_TOKEN": presence.Source.DOTENV}.get)
    fake(answers, "provide", lambda _, value: value and pytest.fail("asked"))
    fake(account, "login", Err(AssertionError))


@pytest.mark.parametrize("terminal", [True, False])
def test_a_token_is_enough(wae, token, terminal):
    """With WATTTIME_TOKEN nobody is asked for an account, and `login` tries the token."""
    assert 0 == wae("watttime", "forecast", "CAISO_NORTH", terminal=terminal).code
    done = wae("watttime", "login", terminal=terminal)
    told = "WattTime accepts WATTTIME_TOKEN from .env in the current folder.\n"
    assert (0, told) == (done.code, done.out)


def test_a_token_whose_time_is_over(wae, token, fake):
    """It is said which token, why not, how long one is good, and what to do: exit 4."""
    fake(emissions, "my_access", Err(Error_Unauthorized("Your token has expired")))
    done = wae("watttime", "access")
    told = golden_file.case("expired token", ("watttime", "access"), done.err, done.code)
    golden_file.check("watttime-token", [told])
    assert (4, "") == (done.code, done.out)


def test_an_account_comes_before_a_token(wae, fake):
    """Where both are set, errors and `login` speak of the account, which is what is sent."""
    fake(presence, "find", lambda name: presence.Source.DOTENV if "WATTTIME_" in name else None)
    fake(emissions, "my_access", Err(AssertionError))
    assert "accepts WATTTIME_USER from .env" in wae("watttime", "login").out
    fake(account, "login", Err(Error_Unauthorized("no")))
    assert "did not accept WATTTIME_USER from" in wae("watttime", "login").err


def test_half_an_account_with_a_token(wae, fake):
    """A user name without a password needs no question where there is a token."""
    actual = dict.fromkeys(("WATTTIME_USERNAME", "WATTTIME_TOKEN"), presence.Source.DOTENV)
    fake(presence, "find", actual.get)
    assert "accepts WATTTIME_TOKEN" in wae("watttime", "login", terminal=True).out
