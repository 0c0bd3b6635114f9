"""`wae serve toolbox`, with a GitHub, an OpenAI and others of its own on loopback."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faces.rest_servers import Server, serving
from tests.faults import FaultServer, GitHub, OpenAI
from tests.faults.electricity_maps import PAID, ElectricityMaps
from tests.faults.watttime import PASSWORD, USER, WattTime
from tests.patience import PATIENCE

KEY = "sk-0123456789abcdef"


@dataclass
class Tools:
    """``url`` is where the page is; the rest are the servers behind it."""

    url: str
    server: Server
    openai: OpenAI
    watttime: WattTime


@contextmanager
def serving_tools(toolbox: Path, log: Path, environ: Mapping[str, str]) -> Iterator[Tools]:
    """The toolbox, ready; everything is stopped at the end."""
    openai, watttime = OpenAI(), WattTime()
    with ExitStack() as stack:
        finds = (
            GitHub().find,
            openai.find,
            watttime.find,
            watttime.find,
            ElectricityMaps().find,
        )
        urls = [stack.enter_context(FaultServer(find=find)).url for find in finds]
        settings = {
            "GITHUB_API_URL": urls[0],
            "OPENAI_BASE_URL": f"{urls[1]}/v1",
            "OPENAI_API_KEY": KEY,
            "WATTTIME_API_URL": urls[2],
            "IPINFO_URL": urls[3],
            "ELECTRICITY_MAPS_API_URL": urls[4],
            "ELECTRICITY_MAPS_API_KEY": PAID,
            "WATTTIME_USER": USER,
            "WATTTIME_PASSWORD": PASSWORD,
        }
        # However busy the machine is, a call is not refused for waiting too long.
        patient = ("--timeout", str(PATIENCE))
        server = stack.enter_context(serving(toolbox, log, {**environ, **settings}, *patient))
        yield Tools(server.url, server, openai, watttime)
