"""`wae deploy` on wasmCloud hosts, which others wrote: two of them with a load balancer in front,
one NATS server, one registry. Sixteen connections ask all the time; bodies count, not statuses."""

import os
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from tests.deploy import greeter
from tests.dummy import from_wit
from tests.patience import PATIENCE

from cluster import Cluster, cluster, wait
from cluster_load import Load
from tests.conftest import COMMAND

HOST = "greeter.example"
SECONDS = float(os.environ.get("WAE_CLUSTER_SECONDS", "2"))
"""How long each disturbance lasts at least; `python -m tests.peers` says more."""
_UNKNOWN = """package x:y;
interface odd { f: func(); }
package wasi:http@0.2.9 { interface incoming-handler { handle: func(); } }
world w { import odd; export wasi:http/incoming-handler@0.2.9; }
"""

Wae = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(scope="module")
def wae(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wae]:
    """Starts `wae` in a home of its own, with the greeting and the secret in its environment."""
    pytest.importorskip("nats")
    home = tmp_path_factory.mktemp("home")
    started = []

    def run(*arguments: str, greeting: str = "hi") -> "subprocess.Popen[str]":
        environment = {"HOME": str(home), "GREETING": greeting, "SECRET": "s3cret", "OTHER": "x"}
        process = subprocess.Popen(
            [COMMAND, *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def two_hosts(tmp_path_factory: pytest.TempPathFactory, wae: Wae) -> Iterator[Cluster]:
    """Two hosts that run version one of the greeter."""
    folder = tmp_path_factory.mktemp("cluster")
    versions = {
        "one": greeter.app("one"),
        "two": greeter.app("two"),
        "odd": from_wit(_UNKNOWN),
    }
    with cluster(folder) as made:
        for version, app in versions.items():
            file = folder / f"{version}.wasm"
            file.write_bytes(app)
            pushed = wae("push", "--insecure", "--force", str(file), image(made, version))
            assert 0 == pushed.wait(PATIENCE), pushed.communicate()
        deployed = wae(*deploy(made, "one"))
        made.wait_for_deployment()
        made.start()
        made.start()
        out, err = deployed.communicate(timeout=PATIENCE)
        assert 0 == deployed.returncode, err
        assert 2 == out.count(" serves it after "), out
        assert "reads       GREETING, SECRET" in err
        assert "s3cret" not in out + err
        yield made


@pytest.fixture(scope="module")
def front(two_hosts: Cluster) -> Iterator[int]:
    """The port of a load balancer before both hosts."""
    with two_hosts.balanced(HOST, "/") as port:
        yield port


def image(made: Cluster, version: str) -> str:
    return f"{made.registry}/greeter:{version}"


def deploy(made: Cluster, version: str) -> list[str]:
    options = ["--insecure", "--host", HOST, "--nats", made.nats, "--replicas", "2"]
    return ["deploy", image(made, version), *options, "--health", "/"]


def answer(port: int) -> list[str]:
    """The version, and the variables that it was given."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Host": HOST})
    with urllib.request.urlopen(request, timeout=PATIENCE) as actual:
        first, *variables = actual.read().decode().splitlines()
    return [first, *sorted(variables)]


def done(process: "subprocess.Popen[str]") -> tuple[int, str, str]:
    out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out, err


def test_what_it_gets(two_hosts: Cluster) -> None:
    """The variables that it reads and that are set, and none of the others."""
    for port in two_hosts.ports:
        assert ["one", "GREETING=hi", "SECRET=s3cret"] == answer(port)


def test_again(two_hosts: Cluster, wae: Wae) -> None:
    """The same once more changes nothing; status says where it runs."""
    code, out, _ = done(wae(*deploy(two_hosts, "one")))
    assert (0, 2) == (code, out.count(" has it already"))
    code, out, _ = done(wae(*deploy(two_hosts, "one"), "--status"))
    assert (0, 2) == (code, out.count(" running\n"))


def test_updates_under_load(two_hosts: Cluster, front: int, wae: Wae) -> None:
    """Another version, then other settings, then one that no host can run: no request fails."""
    with Load(front, HOST) as load:
        assert 0 == done(wae(*deploy(two_hosts, "two")))[0]
        wait(lambda: all(["two"] == answer(port)[:1] for port in two_hosts.ports))
        assert 0 == done(wae(*deploy(two_hosts, "one"), greeting="hello"))[0]
        code, out, err = done(wae(*deploy(two_hosts, "odd")))
        assert (1, "") == (code, out)
        assert "cannot run it: " in err
        assert "What ran before still runs" in err
    for method in ("GET", "POST"):
        assert {} == load.failed(method, "one", "two")
        assert {(method, 200, "one"), (method, 200, "two")} < load.answers.keys()
    assert not load.broken
    for port in two_hosts.ports:
        assert ["one", "GREETING=hello", "SECRET=s3cret"] == answer(port)


def test_without_nats(two_hosts: Cluster, front: int, wae: Wae) -> None:
    """No request passes through NATS: while it is away none fails. Whoever watches waits for it."""
    watching = watch(two_hosts, wae)
    assert watching.stderr is not None
    with Load(front, HOST) as load:
        two_hosts.stop_nats()
        lost = watching.stderr.readline()
        wait_under(load)
        two_hosts.start_nats()
        back = watching.stderr.readline()
        two_hosts.wait_for_deployment()
    assert two_hosts.nats in lost
    assert f"wae: NATS at {two_hosts.nats} is back\n" == back
    for method in ("GET", "POST"):
        assert {} == load.failed(method, "one")
    assert not load.broken
    stop(watching)
    code, out, _ = done(wae(*deploy(two_hosts, "one"), "--status"))
    assert (0, 2) == (code, out.count(" running\n"))


def test_a_host_is_killed_and_returns(two_hosts: Cluster, front: int, wae: Wae) -> None:
    """The other one answers on: every GET is answered, of the POSTs all but those under way.
    Whoever watches gives the host that comes back its workload, and then it answers, too."""
    watching = watch(two_hosts, wae)
    dies = two_hosts.ports[-1]
    with Load(front, HOST) as load:
        wait_under(load)
        two_hosts.kill(dies)
        wait_under(load)
        two_hosts.start(dies)
        wait(lambda: ["one"] == answer(dies)[:1])
        wait_under(load)
    assert {} == load.failed("GET", "one")
    assert sum(load.failed("POST", "one").values()) <= 8
    assert load.broken["GET"] <= 8
    stop(watching)


def wait_under(load: Load) -> None:
    """Waits for :data:`SECONDS` and for a good number of answers, however slow the machine."""
    ends, before = time.monotonic() + SECONDS, load.count()
    wait(lambda: time.monotonic() > ends and load.count() > before + 500, SECONDS + PATIENCE)


def watch(made: Cluster, wae: Wae) -> "subprocess.Popen[str]":
    """Deploys and stays; returns once it listens for hosts."""
    watching = wae(*deploy(made, "one"), "--watch", greeting="hello")
    assert watching.stderr is not None
    while "watching for hosts" not in watching.stderr.readline():
        assert watching.poll() is None
    made.wait_for_deployment()
    return watching


def stop(watching: "subprocess.Popen[str]") -> None:
    """Ends it; it told no secret."""
    watching.kill()
    assert "s3cret" not in "".join(watching.communicate())


def test_down(two_hosts: Cluster, wae: Wae) -> None:
    """It is stopped everywhere, and then nobody answers."""
    code, out, _ = done(wae(*deploy(two_hosts, "one"), "--down"))
    assert (0, 2) == (code, out.count(" runs greeter no more"))
    for port in two_hosts.ports:
        with pytest.raises(OSError, match="404"):
            answer(port)
