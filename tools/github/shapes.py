"""GitHub's JSON into the records of the contract (github/rest-api-description).

What an answer lacks is absent in the record, and a name that it lacks is empty: one missing field
costs nothing but itself.
"""

from wit_world.exports import repositories as contract

from json_fields import Fields, stamp


def repository(value: object) -> contract.Repository:
    fields = Fields(value)
    return contract.Repository(
        full_name=fields.text("full_name") or "",
        url=fields.text("html_url"),
        description=fields.text("description"),
        homepage=fields.text("homepage") or None,
        language=fields.text("language"),
        license=fields.child("license").text("spdx_id"),
        topics=_texts(fields.array("topics")),
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
        created_at=_time(fields, "created_at"),
        pushed_at=_time(fields, "pushed_at"),
    )


def release(value: object) -> contract.Release:
    fields = Fields(value)
    return contract.Release(
        tag=fields.text("tag_name") or "",
        name=fields.text("name") or None,
        url=fields.text("html_url"),
        author=fields.child("author").text("login"),
        draft=fields.flag("draft"),
        prerelease=fields.flag("prerelease"),
        published_at=_time(fields, "published_at"),
        notes=fields.text("body") or "",
        assets=[_asset(each) for each in fields.array("assets")],
    )


def contributor(value: object) -> contract.Contributor:
    """Somebody without an account has a name and an e-mail address instead of a login."""
    fields = Fields(value)
    login = fields.text("login")
    return contract.Contributor(
        name=login or fields.text("name") or "",
        anonymous=login is None,
        contributions=fields.count("contributions"),
        url=fields.text("html_url"),
    )


def stargazer(value: object) -> contract.Stargazer | None:
    """None for an account that is gone. Servers that do not know the media type
    `star+json` answer with the account alone, without the time."""
    fields = Fields(value)
    user = fields.child("user") if "user" in fields else fields
    login = user.text("login")
    if not login:
        return None
    return contract.Stargazer(login, user.text("html_url"), _time(fields, "starred_at"))


def _asset(value: object) -> contract.Asset:
    fields = Fields(value)
    return contract.Asset(
        id=fields.count("id"),
        name=fields.text("name") or "",
        content_type=fields.text("content_type"),
        size=fields.count("size"),
        downloads=fields.count("download_count"),
        url=fields.text("browser_download_url"),
        digest=fields.text("digest"),
    )


def _time(fields: Fields, key: str) -> str | None:
    moment = fields.moment(key)
    return None if moment is None else stamp(moment)


def _texts(values: list[object]) -> list[str]:
    texts = (Fields({"": value}).text("") for value in values)
    return [text for text in texts if text is not None]
