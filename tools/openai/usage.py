"""How many tokens an answer took."""

from wit_world.exports import chat as contract

from fields import count


def of_json(value: object) -> contract.Usage | None:
    """Chats count `prompt_tokens` and `completion_tokens`, pictures `input_tokens` and
    `output_tokens`. None where the server does not tell both."""
    if not isinstance(value, dict):
        return None
    used = count(value.get("prompt_tokens", value.get("input_tokens")))
    made = count(value.get("completion_tokens", value.get("output_tokens")))
    if used is None or made is None:
        return None
    total = count(value.get("total_tokens"))
    return contract.Usage(used, made, min(used + made, 2**32 - 1) if total is None else total)
