"""Whether a workload on a host answers requests under a name."""

from __future__ import annotations

import asyncio
import socket
import time
from http.client import HTTPConnection, HTTPException

from wae.deploy.cluster import Host

_EVERY = 0.1
_REQUEST_SECONDS = 10.0
_OK = 200
_LONGEST = 1 << 20


async def becomes_healthy(host: Host, name: str, path: str, seconds: float) -> str:
    """Empty once ``path`` answers 200 under ``name``; else how it answered last."""
    end = time.monotonic() + seconds
    try:
        while answer := await asyncio.to_thread(ask, host, name, path):
            if time.monotonic() >= end:
                return answer
            await asyncio.sleep(_EVERY)
    except socket.gaierror:
        return f"the address of {host.address} cannot be resolved here: start it with --host-name"
    return ""


def ask(host: Host, name: str, path: str) -> str:
    """One request: empty for 200, else what was the answer instead.

    Raises socket.gaierror for a host whose name has no address.
    """
    problem = "it has no address"
    for address in _addresses(host):
        connection = HTTPConnection(address, host.port, timeout=_REQUEST_SECONDS)
        try:
            connection.request("GET", path, headers={"Host": name})
            answer = connection.getresponse()
            answer.read(_LONGEST)
        except socket.gaierror:
            raise
        except (OSError, HTTPException, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            problem = f"{address}:{host.port} cannot be asked: {reason}"
            continue
        finally:
            connection.close()
        return "" if answer.status == _OK else f"{path} answers {answer.status}"
    return problem


def _addresses(host: Host) -> list[str]:
    """Where to ask; a host on this machine may listen on loopback only."""
    here = host.address in ("", socket.gethostname())
    return [*(["127.0.0.1"] if here else []), *([host.address] if host.address else [])]
