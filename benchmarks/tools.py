"""The tools that `wae mcp` offers: how long their list is, and whether it leads to the right one.

The list before is that of `wae mcp` as it was until November 2026, kept in tools_before.json.
"""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema

from benchmarks.process import child_environment
from benchmarks.small_model import SmallModel
from benchmarks.table import table
from wae.runtime.app import TOOLBOX

HERE = Path(__file__).parent
BEFORE = HERE / "tools_before.json"
TASKS = HERE / "tool_tasks.toml"

Tool = Mapping[str, Any]
Ranking = list[str]


class Task(NamedTuple):
    """``words`` of a person, the ``tool`` that does it, and the arguments that are in the words."""

    words: str
    tool: str
    arguments: dict[str, Any]


def report() -> Iterator[str]:
    """Lines of Markdown."""
    lists = {"before": _tools(BEFORE.read_text("utf-8")), "now": _offered()}
    tasks = [Task(**one) for one in tomllib.loads(TASKS.read_text("utf-8"))["task"]]
    with SmallModel() as model:
        yield from table(("the list", *lists), [*_sizes(lists, model)])
        yield ""
        yield from table((f"of {len(tasks)} tasks", *lists), [*_hits(lists, tasks, model)])


def _offered() -> list[Tool]:
    wae = str(Path(sys.executable).with_name("wae"))
    command = [wae, "mcp", TOOLBOX, "--list", "--json"]
    done = subprocess.run(
        command, env=child_environment(), capture_output=True, text=True, check=True
    )
    return _tools(done.stdout)


def _tools(text: str) -> list[Tool]:
    tools: list[Tool] = json.loads(text)["tools"]
    return tools


def _sizes(lists: Mapping[str, list[Tool]], model: SmallModel) -> Iterator[tuple[str, ...]]:
    texts = {name: _json({"tools": tools}) for name, tools in lists.items()}
    yield "tokens", *(f"{model.tokens(text):,}" for text in texts.values())
    yield "bytes", *(f"{len(text.encode()):,}" for text in texts.values())
    for part in ("description", "inputSchema", "outputSchema"):
        parts = [_json([tool.get(part) for tool in tools]) for tools in lists.values()]
        yield f"tokens of `{part}`", *(f"{model.tokens(text):,}" for text in parts)


def _hits(
    lists: Mapping[str, list[Tool]], tasks: Sequence[Task], model: SmallModel
) -> Iterator[tuple[str, ...]]:
    by_words = {name: _lexical(tools) for name, tools in lists.items()}
    for most in (1, 3):
        found = [_found(rank, tasks, most) for rank in by_words.values()]
        yield f"BM25: among the first {most}" if most > 1 else "BM25: the first", *found
    chosen = [_found(_by_model(tools, rank, model), tasks, 1)
              for tools, rank in zip(lists.values(), by_words.values(), strict=True)]  # fmt: skip
    yield "the model: of BM25's first 3", *chosen
    yield "what the words say is a whole call", *(_valid(tools, tasks) for tools in lists.values())


def _found(rank: Callable[[str], Ranking], tasks: Sequence[Task], most: int) -> str:
    return str(sum(task.tool in rank(task.words)[:most] for task in tasks))


def _valid(tools: list[Tool], tasks: Sequence[Task]) -> str:
    """Whether nothing has to be made up: the arguments in a task's words are all that is needed."""
    schemas = {tool["name"]: tool["inputSchema"] for tool in tools}
    checks = (jsonschema.Draft202012Validator(schemas[t.tool]).is_valid(t.arguments) for t in tasks)
    return str(sum(checks))


def _lexical(tools: list[Tool]) -> Callable[[str], Ranking]:
    """Tools by what their names, titles, descriptions and parameters have of a task's words.

    Okapi BM25 with k1 = 1.2 and b = 0.75. A word is letters and digits, in lower case, without an
    s at its end.
    """
    documents = {tool["name"]: Counter(_words(_said(tool))) for tool in tools}
    lengths = {name: sum(document.values()) for name, document in documents.items()}
    usual = sum(lengths.values()) / len(lengths)
    having = Counter(word for document in documents.values() for word in document)

    def weight(word: str) -> float:
        return math.log(1 + (len(documents) - having[word] + 0.5) / (having[word] + 0.5))

    def score(name: str, words: list[str]) -> float:
        slowed = 1.2 * (0.25 + 0.75 * lengths[name] / usual)
        counts = (documents[name][word] for word in words)
        terms = zip(words, counts, strict=True)
        return sum(weight(w) * count * 2.2 / (count + slowed) for w, count in terms)

    def rank(task: str) -> Ranking:
        words = _words(task)
        return sorted(documents, key=lambda name: -score(name, words))

    return rank


def _said(tool: Tool) -> str:
    return " ".join(
        [
            tool["name"].replace("_", " "),
            tool.get("title", ""),
            tool["description"],
            *_texts(tool["inputSchema"]),
        ]
    )


def _texts(schema: Any) -> Iterator[str]:
    """The names and descriptions of parameters, however deep."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        if isinstance(text := schema.get("description"), str):
            yield text
        schema = list(schema.values())
    if isinstance(schema, list):
        for inner in schema:
            yield from _texts(inner)


def _words(text: str) -> list[str]:
    return [word.removesuffix("s") for word in re.findall(r"[a-z0-9]+", text.lower())]


def _by_model(
    tools: list[Tool], rank: Callable[[str], Ranking], model: SmallModel
) -> Callable[[str], Ranking]:
    """The model's choice of the first three: it reads their names and descriptions."""
    described = {tool["name"]: tool["description"] for tool in tools}

    def choose(task: str) -> Ranking:
        first = rank(task)[:3]
        return [model.choice(task, {name: described[name] for name in first})]

    return choose


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
