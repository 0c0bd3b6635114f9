"""`wae deploy` as it is typed: what it refuses, what it shows, and what it sends to nobody."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.deploy import greeter
from tests.registry.fake_registry import FakeRegistry

from wae import cli
from wae.deploy import state
from wae.deploy.state import Deployed, Key
from wae.errors import WaeError
from wae.registry import layout
from wae.registry.client import Registry
from wae.registry.connection import PUSH, Connection
from wae.registry.exchange import push
from wae.registry.reference import parse

REFERENCE = "registry.example/team/app:1"
Deploy = Callable[..., str]


@pytest.fixture
def deploy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Deploy:
    """What `wae deploy` prints, or its one error line; in an empty home."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "docker"))
    for name in (*greeter.READS, "WAE_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> str:
        try:
            cli.dispatch(["deploy", *arguments], debug=False)
        except WaeError as error:
            return error.line()
        out, err = capfd.readouterr()
        return err + out

    return run


@pytest.fixture
def published(fake: FakeRegistry) -> str:
    """The greeter in a registry."""
    return publish(fake, greeter.app())


def publish(fake: FakeRegistry, app: bytes) -> str:
    reference = parse(f"{fake.host}/greeter:1")
    environ = {"DOCKER_CONFIG": "/nowhere"}
    registry = Registry(Connection(reference, environ, actions=PUSH, insecure=True))
    push(registry, reference, layout.artifact(app, {}), app)
    return str(reference)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            [REFERENCE],
            "wae: the app needs a host name for its requests. For example: --host app.example",
        ),
        (
            [REFERENCE, "--host", "app.example:80"],
            "wae: --host app.example:80 is not a host name. Leave out a port",
        ),
        (
            [REFERENCE, "--host", "a.example", "--replicas", "0"],
            "wae: --replicas must be more than 0. See wae deploy --help",
        ),
        (
            [REFERENCE, "--host", "a.example", "--requests", "-1"],
            "wae: --requests must be more than 0. See wae deploy --help",
        ),
        (
            [REFERENCE, "--host", "a.example", "--warm", "8"],
            "wae: --warm 8 is not INSTANCES,CALLS. For example: --warm 8,1000",
        ),
        (
            [REFERENCE, "--host", "a.example", "--health", "x"],
            "wae: --health x is no path. It begins with a /",
        ),
        (
            [REFERENCE, "--host", "a.example", "--files", "files"],
            "wae: --files files is a folder on the hosts, and begins with a /",
        ),
        (
            [REFERENCE, "--host", "a.example", "--group", "a b"],
            "wae: --group a b is not the name of a group of hosts",
        ),
        (
            [REFERENCE, "--host", "a.example", "--env-file", "none.env"],
            "wae: cannot read the variables in none.env: No such file or directory",
        ),
        (
            [REFERENCE, "--status", "--down"],
            "wae: argument --down: not allowed with argument --status. See wae deploy --help",
        ),
        (
            [REFERENCE, "--status"],
            "wae: nothing was deployed from here as app on the group default of "
            "nats://127.0.0.1:4222",
        ),
        (
            ["app"],
            "wae: app is not a reference to an artifact in a registry: "
            "it does not begin with a registry. "
            "Write HOST[:PORT]/NAME[:TAG][@sha256:DIGEST], "
            "for example registry.example/team/app:1.0.0",
        ),
        (
            [],
            "wae: there is no wae.toml in this folder. Name the folder of an app, or begin one: "
            "wae new NAME",
        ),
    ],
)
def test_errors(deploy: Deploy, arguments: list[str], line: str) -> None:
    """One line each, before anybody is asked."""
    assert line == deploy(*arguments)


_APP = '[app]\nname = "a"\nversion = "0.1.0"\nexports = ["b"]\n[components.b]\nsource = "b"\n'


@pytest.mark.parametrize(
    ("table", "line"),
    [
        (
            "",
            "wae: wae.toml names no image to deploy. Name it, for example: wae deploy "
            'registry.example/team/app:1.0.0, or in [deploy] as image = "…"',
        ),
        (
            "[deploy]\nimages = 1",
            'wae: wae.toml:8: [deploy] has no key "images". Keys: image, host, nats, group, '
            "health, files, env-file, env, replicas, requests, tls, pool, warm",
        ),
        (
            "[deploy]\nimage = 1",
            'wae: wae.toml:8: image must be a string. For example: image = "…"',
        ),
        (
            "[deploy]\nreplicas = true",
            "wae: wae.toml:8: replicas must be a number from 1. For example: replicas = 2",
        ),
        (
            '[deploy]\nenv = "A"',
            'wae: wae.toml:8: env must be a list of variables. For example: env = ["GH_TOKEN"]',
        ),
        (
            "[deploy]\nwarm = { instances = 8 }",
            "wae: wae.toml:8: warm names instances and calls. Write warm = { instances = 8, "
            "calls = 1000 }",
        ),
        (
            "[deploy.pool]\nstacks = 1",
            "wae: wae.toml:7: pool names core-instances, memories, tables, and nothing else. "
            "Write pool = { core-instances = 20000 }",
        ),
        (
            "[deploy]\ntls = { ca = 1 }",
            'wae: wae.toml:8: ca must be a string. For example: ca = "…"',
        ),
    ],
)
def test_errors_of_the_manifest(deploy: Deploy, tmp_path: Path, table: str, line: str) -> None:
    """What is wrong in [deploy], with its line."""
    (tmp_path / "wae.toml").write_text(f"{_APP}{table}\n")
    assert line == deploy()


def test_a_manifest_is_not_read_for_a_reference(deploy: Deploy, tmp_path: Path) -> None:
    """Whoever names an artifact in somebody's folder gets nothing of that folder's settings."""
    (tmp_path / "wae.toml").write_text('[deploy]\nnats = "nats://evil.example"\nhost = "a.b"\n')
    assert "needs a host name" in deploy(REFERENCE)


def test_manifest(deploy: Deploy, published: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would be sent, with the digest in place of the tag, and no value; no host is asked."""
    monkeypatch.setenv("SECRET", "s3cret")
    monkeypatch.setattr("wae.commands.deploy.connected", None)
    shown = deploy(published, "--insecure", "--host", "g.example", "--manifest", "wasmcloud")
    document = json.loads(shown[shown.index("\n{") :])
    (component,) = document["workload"]["witWorld"]["components"]
    assert f"{published.rpartition(':')[0]}@sha256:" in component["image"]
    assert {"SECRET": "$SECRET"} == component["localResources"]["environment"]
    assert "s3cret" not in shown
    digest = component["image"].rpartition(":")[2]
    assert f"greeter.{digest[:12]}." in document["workloadId"]


def test_a_manifest_that_asks_nobody(deploy: Deploy, tmp_path: Path) -> None:
    """With the app's file no registry is asked, and the digest is the one that a push has."""
    (tmp_path / "app.wasm").write_bytes(greeter.app())
    digest = layout.artifact(greeter.app(), {}).digest
    options = ["--host", "g.example", "--manifest", "wasmcloud", "--app", "app.wasm"]
    for reference in (REFERENCE, f"{REFERENCE}@{digest}"):
        shown = deploy(reference, *options)
        document = json.loads(shown[shown.index("\n{") :])
        (component,) = document["workload"]["witWorld"]["components"]
        assert f"registry.example/team/app@{digest}" == component["image"]
        assert "asking" not in shown
    other = f"{REFERENCE}@sha256:{'0' * 64}"
    assert (
        f"wae: app.wasm is not {other}: published, it is {digest}. Name the file that was pushed "
        "by `wae push`, or leave out the digest"
    ) == deploy(other, *options)
    assert "wae: cannot read the app no.wasm: No such file or directory" == deploy(
        REFERENCE, *options[:-1], "no.wasm"
    )


def test_whom_a_manifest_asks(deploy: Deploy, fake: FakeRegistry, published: str) -> None:
    """A tag is asked for, and that is said; for a digest nobody is asked."""
    options = ["--insecure", "--host", "g.example", "--manifest", "wasmcloud"]
    assert deploy(published, *options).startswith(
        f"wae: asking {fake.host} what {published} is; with --app FILE, nobody is\n"
    )
    fake.requests.clear()
    pinned = f"{fake.host}/greeter@sha256:{'0' * 64}"
    assert (
        f"wae: --manifest needs the bytes of {pinned} and does not fetch them. Fetch them, "
        f"then name the file: wae pull {pinned} -o greeter.wasm, then --app greeter.wasm"
    ) == deploy(pinned, *options)
    assert [] == fake.requests


def test_the_plan(deploy: Deploy, published: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that the app would get stands there, names without values."""
    monkeypatch.setenv("GREETING", "hello")
    arguments = ["--insecure", "--host", "g.example", "--manifest", "kubernetes"]
    shown = deploy(published, *arguments)
    lines = shown[: shown.index("\n{")].splitlines()
    assert [
        "  answers     g.example, by wasi:http/incoming-handler",
        "  reads       GREETING",
        "  reaches     nothing by HTTP",
        "  takes       7 core instances, 2 memories, 1 tables for each of 16 concurrent requests",
        "wae: the Secret greeter-settings has to have GREETING",
    ] == lines[-5:]
    assert "hello" not in shown


def test_settings_of_a_manifest(
    deploy: Deploy, published: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[deploy] says all that options say; an option goes before it."""
    (tmp_path / "some.env").write_text("GREETING=file\nELSE=x\n")
    (tmp_path / "wae.toml").write_text(
        f'{_APP}[deploy]\nimage = "{published}"\nhost = "g.example"\nenv-file = "some.env"\n'
        'group = "edge"\nreplicas = 3\nrequests = 2\n'
    )
    monkeypatch.chdir("/")
    shown = deploy(str(tmp_path), "--insecure", "--manifest", "kubernetes", "--replicas", "5")
    assert "  left out    ELSE, which nothing in it reads" in shown
    assert "for each of 2 concurrent requests" in shown
    document = json.loads(shown[shown.index("\n{") :])
    spec = document["spec"]
    assert (5, {"hostgroup": "edge"}) == (
        spec["replicas"],
        spec["template"]["spec"]["hostSelector"],
    )


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            ["--warm", "8,1000"],
            "wae: hosts keep no instances of greeter, which exports no wasi:http/handler@0.3. "
            "Deploy it without --warm",
        ),
        (
            ["--files", "/srv"],
            "wae: nothing in greeter reads files, so --files would do nothing",
        ),
        (
            ["--env", "SECRET"],
            "wae: the variable SECRET is not set. Set it, or leave out SECRET",
        ),
    ],
)
def test_settings_that_do_not_fit(
    deploy: Deploy, published: str, arguments: list[str], line: str
) -> None:
    """What would do nothing is refused, not ignored."""
    options = ["--insecure", "--host", "g.example", "--manifest", "wasmcloud"]
    assert line == deploy(published, *options, *arguments)


def test_state(tmp_path: Path) -> None:
    """What was deployed is known the next time, by cluster, group and name."""
    environ = {"XDG_DATA_HOME": str(tmp_path)}
    key = Key("nats://a", "default", "app")
    assert Deployed() == state.read(key, environ)
    state.write(key, Deployed(("one", "two"), ("h1",)), environ)
    assert Deployed(("one", "two"), ("h1",)) == state.read(key, environ)
    assert Deployed() == state.read(Key("nats://b", "default", "app"), environ)
    state.add_host(key, "h2", environ)
    state.add_host(Key("nats://b", "default", "app"), "h2", environ)
    assert Deployed(("one", "two"), ("h1", "h2")) == state.read(key, environ)
    assert Deployed() == state.read(Key("nats://b", "default", "app"), environ)
    state.write(key, Deployed(), environ)
    assert Deployed() == state.read(key, environ)


@pytest.mark.parametrize("content", ["{", "[]", '{"version": 2, "deployed": {}}', '{"version": 1}'])
def test_damaged_state(tmp_path: Path, content: str) -> None:
    """One that cannot be read is not overwritten, and the error says which it is."""
    environ = {"XDG_DATA_HOME": str(tmp_path)}
    key = Key("nats://a", "default", "app")
    state.write(key, Deployed(("one",)), environ)
    file = tmp_path / "wae" / "deploy" / "deployed.json"
    file.write_text(content)
    os.chmod(file, 0o600)
    for do in (lambda: state.read(key, environ), lambda: state.write(key, Deployed(), environ)):
        with pytest.raises(WaeError) as caught:
            do()
        assert (
            "wae: what wae noted of its deployments cannot be read. Remove deployed.json from the "
            "folder deploy of wae's data"
        ) == caught.value.line()
    assert content == file.read_text()
