"""Answers full of one text, with the largest numbers that there are."""

from texts import text
from wit_world.exports import repositories as contract

U64 = 2**64 - 1


def described(description: str) -> contract.Repository:
    """An ordinary repository with this description."""
    return _repository("octocat/hello", description, 1, "2020-01-01T00:00:00Z")


def repository(name: str) -> contract.Repository:
    return _repository(text(name), text(name), U64, text(name))


def _repository(word: str, description: str, number: int, stamp: str) -> contract.Repository:
    return contract.Repository(
        full_name=word,
        url=word,
        description=description,
        homepage=word,
        language=word,
        license=word,
        topics=[word] * 3,
        default_branch=word,
        stars=number,
        forks=number,
        watchers=number,
        open_issues=number,
        size=number,
        archived=True,
        fork=True,
        private=True,
        created_at=stamp,
        pushed_at=stamp,
    )


def release(name: str) -> contract.Release:
    word = text(name)
    asset = contract.Asset(U64, word, word, U64, U64, word, word)
    return contract.Release(word, word, word, word, True, True, word, word, [asset] * 3)


def contributor(name: str) -> contract.Contributor:
    return contract.Contributor(text(name), True, U64, text(name))


def stars(name: str) -> contract.Stars:
    word = text(name)
    return contract.Stars(word, U64, [contract.Stargazer(word, word, word)] * 3, word)


def failure(case: str, name: str) -> contract.Failure:
    """With the error of this case, and the text where it carries one, as the server too."""
    return contract.Failure(text(name), _error(case, name))


def _error(case: str, name: str) -> contract.Error:
    if case == "RateLimited":
        return contract.Error_RateLimited(contract.RateLimit(2**32 - 1, U64, False))
    if case == "Unexpected":
        return contract.Error_Unexpected(contract.Answer(65535, text(name)))
    return getattr(contract, f"Error_{case}")(text(name))
