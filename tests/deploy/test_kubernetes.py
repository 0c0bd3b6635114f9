"""What `--manifest kubernetes` prints is what wasmCloud's operator takes, by its own schema."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wae.deploy.manifests import manifest
from wae.deploy.workload import Warm, Workload

SCHEMA = json.loads(Path(__file__).with_name("workload_deployment.json").read_text())
IMAGE = "registry.example/team/app@sha256:" + "0123456789abcdef" * 4
PLAIN = Workload("app", IMAGE, "app.example", "incoming-handler", {"KEY": "s3cret"})

_word = st.from_regex(r"[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*", fullmatch=True)
"""The last part of an artifact's name (OCI Distribution Specification)."""

_workloads = st.builds(
    Workload,
    _word.filter(lambda name: len(name) < 200),
    st.just(IMAGE),
    st.just("app.example"),
    st.sampled_from(["incoming-handler", "handler"]),
    st.dictionaries(st.from_regex(r"[A-Z_]{1,8}", fullmatch=True), st.text(max_size=8)),
    st.lists(
        st.sampled_from(["*", "https://a.example", "https://*.b.example:8443", "http://127.0.0.1"])
    ).map(tuple),
    lookups=st.booleans(),
    interfaces=st.dictionaries(st.just("wasi:keyvalue"), st.just(("store", "batch"))),
    folder=st.sampled_from(["", "/srv"]),
    warm=st.none() | st.builds(Warm, st.integers(1, 99), st.integers(1, 10**6)),
)


def check(workload: Workload, group: str = "default", replicas: int = 1) -> Any:
    """The document; raises jsonschema.ValidationError."""
    document = json.loads(manifest("kubernetes", workload, group, replicas))
    jsonschema.validate(document, SCHEMA, jsonschema.Draft202012Validator)
    return document


@given(_workloads, st.integers(0, 9))
def test_any_workload(workload: Workload, replicas: int) -> None:
    """Every field is one that the operator knows, in its form; names are Kubernetes' own."""
    check(workload, replicas=replicas)


def test_names() -> None:
    """An artifact may be called what nothing in Kubernetes may: the Secret's name changes alike."""
    document = check(replace(PLAIN, name="my_app__2.x"))
    (component,) = document["spec"]["template"]["spec"]["components"]
    assert "my-app--2.x" == document["metadata"]["name"]
    secret = component["localResources"]["environment"]["secretFrom"]
    assert [{"name": "my-app--2.x-settings"}] == secret


def test_the_schema_is_strict() -> None:
    """(A field that the operator does not know would be found.)"""
    document = check(PLAIN)
    document["spec"]["template"]["spec"]["components"][0]["keep"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, SCHEMA, jsonschema.Draft202012Validator)
