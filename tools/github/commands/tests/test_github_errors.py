"""Every error of `wae github`: its line, its advice, its exit code."""

from typing import get_args

from componentize_py_types import Err
from wit_world.imports import presence, repositories
from wit_world.imports.presence import BadFile

import golden_file
import zones

USAGE = {
    "unknown github command": ("github", "release-s", "o/r"),
    "no repository": ("github", "repo"),
    "limit with all": ("github", "stars", "o/r", "--all", "--limit", "3"),
    "limit of none": ("github", "releases", "o/r", "--limit", "0"),
}
LIMITED = repositories.RateLimit(60, 1_795_302_000, False)
GITHUB = {
    "invalid name": repositories.Error_InvalidName("a/.."),
    "not found": repositories.Error_NotFound("no/such"),
    "no readme": repositories.Error_NoReadme("octo/world"),
    "no file": repositories.Error_NoFile("world.zip"),
    "damaged": repositories.Error_Damaged("world.zip: it has 7 of 9 bytes"),
    "no release": repositories.Error_NoRelease("octo/world"),
    "unauthorized": repositories.Error_Unauthorized("Bad credentials"),
    "forbidden": repositories.Error_Forbidden("Resource not accessible"),
    "forbidden, banned": repositories.Error_Forbidden("Repository access blocked"),
    "legal": repositories.Error_UnavailableForLegalReasons("Repository unavailable (DMCA)"),
    "unexpected, 200": repositories.Error_Unexpected(repositories.Answer(200, "no list")),
    "rate-limited": repositories.Error_RateLimited(LIMITED),
    "rate-limited, end unknown": repositories.Error_RateLimited(
        repositories.RateLimit(5000, None, True)
    ),
    "rate-limited, secondary": repositories.Error_RateLimited(
        repositories.RateLimit(0, 1_795_302_000, True)
    ),
    "too large": repositories.Error_TooLarge("The history is too large to list contributors"),
    "unreachable": repositories.Error_Unreachable("there is no address for api.github.com"),
    "blocked": repositories.Error_Blocked("https://example.org"),
    "misconfigured": repositories.Error_Misconfigured("GITHUB_API_URL is not a usable URL"),
    "unexpected": repositories.Error_Unexpected(repositories.Answer(500, "Server\x1b[2J\nError.")),
}
TOKENS = {
    "environment": {"GH_TOKEN": presence.Source.ENVIRONMENT},
    "dotenv": {"GITHUB_TOKEN": presence.Source.DOTENV},
    "config": {"GH_TOKEN": presence.Source.CONFIG, "GITHUB_TOKEN": presence.Source.ENVIRONMENT},
}


def test_usage_errors(wae):
    """An invalid command line: exit 2, one line, maybe a hint, nothing on stdout."""
    cases = []
    for title, arguments in USAGE.items():
        done = wae(*arguments)
        assert (done.code, done.out) == (2, "")
        assert len(done.err.splitlines()) <= 2
        cases.append(golden_file.case(title, arguments, done.err, done.code))
    golden_file.check("github-usage", cases)


def test_errors_of_github(wae, fake):
    """Each error of `wae:github`, without a token: one line; 2 for a bad name, 4 for the token."""
    assert {type(error) for error in GITHUB.values()} == set(get_args(repositories.Error))
    codes = {"invalid name": 2, "unauthorized": 4}
    cases = []
    for title, error in GITHUB.items():
        fake(repositories, "latest_release", Err(error))
        done = wae("github", "release", "octo/world")
        assert (done.code, done.out) == (codes.get(title, 1), "")
        assert done.err.count("\n") == 1
        arguments = ("github", "release", "octo/world")
        cases.append(golden_file.case(title, arguments, done.err, done.code))
    golden_file.check("github", cases)


def test_errors_of_github_name_the_token_and_its_place(wae, fake):
    """With a token, the errors that it may have caused say which it is and where it is from."""
    cases = []
    for place, tokens in TOKENS.items():
        fake(presence, "find", tokens.get)
        for title in ("unauthorized", "not found", "forbidden", "rate-limited"):
            fake(repositories, "get", Err(GITHUB[title]))
            done = wae("github", "repo", "o/r", variables={"GH_TOKEN": "s3cret"})
            assert "s3cret" not in done.err
            arguments = ("github", "repo", "o/r")
            cases.append(golden_file.case(f"{title}, {place}", arguments, done.err, done.code))
    golden_file.check("github-token", cases)


def test_a_rate_limit_ends_at_local_time(wae, fake):
    """With an offset from the host, the end of a limit is told in local time."""
    fake(repositories, "get", Err(GITHUB["rate-limited"]))
    done = wae("github", "repo", "o/r", variables=zones.ahead(2))
    assert "until 2026-11-22 01:00. Run 'wae config set GH_TOKEN'" in done.err


def test_a_settings_file_that_cannot_be_read(wae, fake):
    """A broken `.env`, met while looking for a token, is told with its file and line."""
    fake(repositories, "get", Err(GITHUB["not found"]))
    cases = []
    for title, bad in {
        "a line": BadFile(".env", 3, "a quote is not closed"),
        "the file": BadFile("/config/.env", 0, "it is not a regular file"),
    }.items():
        fake(presence, "find", Err(bad))
        done = wae("github", "repo", "o/r")
        assert (done.code, done.err.count("\n")) == (1, 1)
        cases.append(golden_file.case(title, ("github", "repo", "o/r"), done.err, done.code))
    golden_file.check("github-settings", cases)
