"""GitHub's JSON into the records of the contract, each value checked on the way.

Every function raises `Err` (`unexpected`) where the JSON is not what the API documents
(github/rest-api-description): a required field that is missing or of another type.
"""

import re
from datetime import UTC, datetime
from typing import NoReturn

from componentize_py_types import Err
from wit_world.exports import repositories as contract

import failures

# JSON can hold half a surrogate pair (RFC 8259, 8.2); a `string` of the contract cannot.
_SURROGATE = re.compile("[\ud800-\udfff]")


def repository(value: object) -> contract.Repository:
    fields = _Fields(value, "repository")
    license_of = fields.optional_object("license")
    return contract.Repository(
        full_name=fields.text("full_name"),
        url=fields.text("html_url"),
        description=fields.optional_text("description"),
        homepage=fields.optional_text("homepage") or None,
        language=fields.optional_text("language"),
        license=license_of.optional_text("spdx_id") if license_of else None,
        topics=fields.texts("topics"),
        default_branch=fields.text("default_branch"),
        stars=fields.count("stargazers_count"),
        forks=fields.count("forks_count"),
        # `watchers_count` is the number of stars once more.
        watchers=fields.count("subscribers_count"),
        open_issues=fields.count("open_issues_count"),
        size=fields.count("size"),
        archived=fields.flag("archived"),
        fork=fields.flag("fork"),
        private=fields.flag("private"),
        created_at=fields.time("created_at"),
        pushed_at=fields.optional_time("pushed_at"),
    )


def release(value: object) -> contract.Release:
    fields = _Fields(value, "release")
    author = fields.optional_object("author")
    return contract.Release(
        tag=fields.text("tag_name"),
        name=fields.optional_text("name") or None,
        url=fields.text("html_url"),
        author=author.text("login") if author else None,
        draft=fields.flag("draft"),
        prerelease=fields.flag("prerelease"),
        published_at=fields.optional_time("published_at"),
        notes=fields.optional_text("body") or "",
        assets=[_asset(each) for each in fields.array("assets")],
    )


def contributor(value: object) -> contract.Contributor:
    """Somebody without an account has a name and an e-mail address instead of a login."""
    fields = _Fields(value, "contributor")
    login = fields.optional_text("login")
    return contract.Contributor(
        name=fields.text("name") if login is None else login,
        anonymous=login is None,
        contributions=fields.count("contributions"),
        url=fields.optional_text("html_url"),
    )


def stargazer(value: object) -> contract.Stargazer | None:
    """None for an account that is gone. Servers that do not know the media type
    `star+json` answer with the account alone, without the time."""
    fields = _Fields(value, "stargazer")
    starred_at = fields.optional_time("starred_at")
    user = fields.optional_object("user") if "user" in fields else fields
    if user is None:
        return None
    return contract.Stargazer(user.text("login"), user.text("html_url"), starred_at)


def _asset(value: object) -> contract.Asset:
    fields = _Fields(value, "asset")
    return contract.Asset(
        name=fields.text("name"),
        content_type=fields.text("content_type"),
        size=fields.count("size"),
        downloads=fields.count("download_count"),
        url=fields.text("browser_download_url"),
        digest=fields.optional_text("digest"),
    )


class _Fields:
    """The fields of one JSON object; `where` names it in errors."""

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, dict):
            _mismatch(f"the {where} is not an object")
        self._values = value
        self._where = where

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def optional_text(self, key: str) -> str | None:
        value = self._values.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            self._wrong(key, "a text")
        return _SURROGATE.sub("\ufffd", value)

    def text(self, key: str) -> str:
        value = self.optional_text(key)
        if value is None:
            self._wrong(key, "a text")
        return value

    def count(self, key: str) -> int:
        value = self._values.get(key)
        if type(value) is not int or not 0 <= value < 2**64:
            self._wrong(key, "a count")
        return value

    def flag(self, key: str) -> bool:
        value = self._values.get(key)
        if not isinstance(value, bool):
            self._wrong(key, "true or false")
        return value

    def optional_time(self, key: str) -> str | None:
        """A time as RFC 3339 in UTC, to the second."""
        text = self.optional_text(key)
        if text is None:
            return None
        try:
            moment = datetime.fromisoformat(text)
            if moment.tzinfo is None:
                self._wrong(key, "a time with an offset")
            return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        except (ValueError, OverflowError):
            self._wrong(key, "a time")

    def time(self, key: str) -> str:
        value = self.optional_time(key)
        if value is None:
            self._wrong(key, "a time")
        return value

    def array(self, key: str) -> list[object]:
        value = self._values.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self._wrong(key, "a list")
        return value

    def texts(self, key: str) -> list[str]:
        values = self.array(key)
        return [_Fields({key: each}, self._where).text(key) for each in values]

    def optional_object(self, key: str) -> "_Fields | None":
        value = self._values.get(key)
        return None if value is None else _Fields(value, f"{self._where}'s {key}")

    def _wrong(self, key: str, expected: str) -> NoReturn:
        _mismatch(f"the {self._where}'s {key} is not {expected}")


def _mismatch(reason: str) -> NoReturn:
    raise Err(failures.unexpected(200, reason))
