"""`get`: details of a repository."""

import pytest
from componentize_py_types import Ok
from wit_world.exports import repositories as contract
from wit_world.imports import client

from app import Repositories
from fake_github import DEFAULT, GitHub, refusal, response


def test_the_details(github: GitHub, tool: Repositories) -> None:
    """Every field is the one of the API that means it; watchers are not stars."""
    assert tool.get("octocat/hello-world") == contract.Repository(
        full_name="octocat/hello-world",
        url="https://github.com/octocat/hello-world",
        description="My first repository",
        homepage="https://octo.example",
        language="Python",
        license="MIT",
        topics=["api", "octocat"],
        default_branch="main",
        stars=80,
        forks=9,
        watchers=42,
        open_issues=3,
        size=108,
        archived=False,
        fork=False,
        private=False,
        created_at="2011-01-26T19:01:12Z",
        pushed_at="2011-01-26T19:06:43Z",
    )


def test_the_request(github: GitHub, tool: Repositories) -> None:
    """One request, to the setting's origin or GitHub's, with the headers GitHub asks for and
    no credential."""
    tool.get("https://github.com/octocat/hello-world.git")
    [request] = github.requests
    assert request.url == f"{DEFAULT}/repos/octocat/hello-world"
    headers = {header.name: header.value for header in request.headers}
    assert headers == {
        "accept": "application/vnd.github+json, application/json;q=0.9",
        "user-agent": "wae",
        "x-github-api-version": "2026-03-10",
    }


def test_a_renamed_repository_has_its_new_name(
    github: GitHub, tool: Repositories, repository: dict[str, object]
) -> None:
    """`full_name` is the name of today, whatever name was asked for."""
    github.answer("/repos/octocat/old", repository)
    assert tool.get("octocat/old").full_name == "octocat/hello-world"


@pytest.mark.parametrize("field", ["description", "homepage", "language", "license", "pushed_at"])
@pytest.mark.parametrize("absent", [True, False])
def test_null_and_missing_fields(
    github: GitHub, tool: Repositories, repository: dict[str, object], field: str, absent: bool
) -> None:
    """Fields that GitHub leaves out or null are absent in the record."""
    if absent:
        del repository[field]
    else:
        repository[field] = None
    github.answer("/repos/octocat/hello-world", repository)
    assert getattr(tool.get("octocat/hello-world"), field) is None


def test_a_license_without_an_identifier(
    github: GitHub, tool: Repositories, repository: dict[str, object]
) -> None:
    """A license that SPDX does not know has no identifier."""
    repository["license"] = {"key": "other", "name": "Other", "spdx_id": None}
    github.answer("/repos/octocat/hello-world", repository)
    assert tool.get("octocat/hello-world").license is None


@pytest.mark.parametrize("topics", [None, []])
def test_no_topics(
    github: GitHub, tool: Repositories, repository: dict[str, object], topics: object
) -> None:
    """No topics are an empty list."""
    repository["topics"] = topics
    github.answer("/repos/octocat/hello-world", repository)
    assert tool.get("octocat/hello-world").topics == []


def test_strange_text_is_passed_on(
    github: GitHub, tool: Repositories, repository: dict[str, object]
) -> None:
    """U+0000 and escape sequences stay; half a surrogate pair, which a `string` cannot hold,
    becomes U+FFFD."""
    repository["description"] = "a\x00b\x1b[31m\ud800\N{GRINNING FACE}"
    github.answer("/repos/octocat/hello-world", repository)
    actual = tool.get("octocat/hello-world").description
    assert actual == "a\x00b\x1b[31m\ufffd\N{GRINNING FACE}"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2011-01-26T19:01:12Z", "2011-01-26T19:01:12Z"),
        ("2011-01-26T21:01:12+02:00", "2011-01-26T19:01:12Z"),
        ("2011-01-26T19:01:12.345Z", "2011-01-26T19:01:12Z"),
    ],
)
def test_times_are_utc(
    github: GitHub, tool: Repositories, repository: dict[str, object], given: str, expected: str
) -> None:
    """Every time is RFC 3339 in UTC, whatever offset it came with."""
    repository["created_at"] = given
    github.answer("/repos/octocat/hello-world", repository)
    assert expected == tool.get("octocat/hello-world").created_at


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("html_url", ["x"]),
        ("description", {}),
        ("license", "MIT"),
        ("stargazers_count", None),
        ("stargazers_count", "80"),
        ("stargazers_count", -1),
        ("stargazers_count", 2**64),
        ("stargazers_count", 1.5),
        ("stargazers_count", True),
        ("created_at", None),
        ("created_at", "yesterday"),
        ("created_at", "0001-01-01T00:00:00+14:00"),
        ("pushed_at", 1296068803),
    ],
)
def test_a_field_of_another_type_is_absent(
    github: GitHub, tool: Repositories, repository: dict[str, object], field: str, value: object
) -> None:
    """A field that is no such thing is absent, never made up, and the others are there."""
    github.answer("/repos/octocat/hello-world", repository)
    whole = vars(tool.get("octocat/hello-world"))
    github.answer("/repos/octocat/hello-world", repository | {field: value})
    actual = vars(tool.get("octocat/hello-world"))
    [changed] = [name for name in whole if whole[name] != actual[name]]
    assert actual[changed] is None


@pytest.mark.parametrize("name", [None, 7, ""])
def test_a_repository_has_a_name(
    github: GitHub, tool: Repositories, repository: dict[str, object], name: object
) -> None:
    """What has no name is no repository."""
    github.answer("/repos/octocat/hello-world", repository | {"full_name": name})
    error = refusal(tool.get, "octocat/hello-world")
    answer = contract.Answer(200, "the answer is not a repository")
    assert contract.Error_Unexpected(answer) == error


@pytest.mark.parametrize("said", ["Requested API version is not supported",
                                  "2026-03-10 is no version of this server"])  # fmt: skip
def test_an_older_server(
    github: GitHub, tool: Repositories, repository: dict[str, object], said: str
) -> None:
    """A server that does not know the version is asked for the one before, alone or in a list."""

    def answer(page: int) -> client.Response:
        sent = {header.name: header.value for header in github.requests[-1].headers}
        old = sent["x-github-api-version"] == "2022-11-28"
        body = repository if old else {"message": said}
        return response(body, 200 if old else 400, "https://api.github.com/")

    github.handle("/repos/octocat/hello-world", answer)
    assert tool.get("octocat/hello-world").stars == 80
    assert tool.stargazers("octocat/hello-world", 0).total == 80


def test_no_number_is_unexpected(
    github: GitHub, tool: Repositories, repository: dict[str, object]
) -> None:
    """What JSON has no number for is no JSON."""
    repository["stargazers_count"] = float("nan")
    github.answer("/repos/octocat/hello-world", repository)
    error = refusal(tool.get, "octocat/hello-world")
    assert isinstance(error, contract.Error_Unexpected)
    assert "not JSON (NaN)" in error.value.message


@pytest.mark.parametrize("body", [None, [], "text", 7, True, {}])
def test_other_json_is_unexpected(github: GitHub, tool: Repositories, body: object) -> None:
    """JSON that is no repository at all is a typed error."""
    reply = response("null" if body is None else body, 200, "https://api.github.com/")
    github.handle("/repos/octocat/hello-world", lambda page: reply)
    assert isinstance(refusal(tool.get, "octocat/hello-world"), contract.Error_Unexpected)


def test_the_url_of_an_enterprise_server(
    github: GitHub, tool: Repositories, repository: dict[str, object]
) -> None:
    """The URL of the server that answers is a name like any other."""
    repository["html_url"] = "https://ghe.example.com/octocat/hello-world"
    github.answer("/repos/octocat/hello-world", repository)
    actual = tool.get("https://ghe.example.com/octocat/hello-world")
    assert actual.full_name == "octocat/hello-world"


@pytest.mark.parametrize("method", ["get", "releases", "latest_release", "contributors"])
def test_the_url_of_another_host_is_not_silently_github(
    github: GitHub, tool: Repositories, method: str
) -> None:
    """A repository of the same name on another host is not the one that was named."""
    arguments = [] if method == "get" else [False] if method == "latest_release" else [1]
    error = refusal(getattr(tool, method), "https://gitlab.com/octocat/hello-world", *arguments)
    assert error == contract.Error_InvalidName("gitlab.com/octocat/hello-world")


@pytest.mark.parametrize("url", ["", "x", "https://[", "https://\u2100.example/o/r"])
def test_an_answer_whose_url_is_none(
    github: GitHub, tool: Repositories, repository: dict[str, object], url: str
) -> None:
    """An answer with an invalid URL is not of the host that was named."""
    repository["html_url"] = url
    github.answer("/repos/octocat/hello-world", repository)
    error = refusal(tool.get, "https://ghe.example.com/octocat/hello-world")
    assert isinstance(error, contract.Error_InvalidName)


def test_an_invalid_name_asks_nobody(github: GitHub, tool: Repositories) -> None:
    """No request leaves for an invalid name, and the error carries it."""
    assert refusal(tool.get, "a/b/../../x") == contract.Error_InvalidName("a/b/../../x")
    assert github.requests == []


def test_several_at_once(github: GitHub, tool: Repositories, repository: dict[str, object]) -> None:
    """All are asked for in one go, in their order; what is wrong with one is its own answer."""
    github.answer("/repos/octocat/other", {**repository, "full_name": "octocat/other"})
    github.fail("/repos/octocat/far", client.Error_ConnectionRefused("https://api.github.com"))
    names = [
        "octocat/hello-world",
        "nonsense",
        "octocat/none",
        "https://github.com/octocat/other",
        "https://gitlab.com/octocat/hello-world",
        "octocat/far",
    ]
    first, invalid, none, other, elsewhere, far = tool.get_all(names)
    assert [5] == github.batches
    assert isinstance(first, Ok)
    assert tool.get("octocat/hello-world") == first.value
    assert isinstance(other, Ok)
    assert "octocat/other" == other.value.full_name
    reasons = [each.value.reason for each in (invalid, none, elsewhere, far)]
    assert [
        contract.Error_InvalidName("nonsense"),
        contract.Error_NotFound("octocat/none"),
        contract.Error_InvalidName("gitlab.com/octocat/hello-world"),
    ] == reasons[:3]
    assert isinstance(reasons[3], contract.Error_Unreachable)
    assert [] == tool.get_all([])
