"""Settings in their four sources."""

from wit_world.imports.presence import Source
from wit_world.imports.values import Rank, Setting

# In the order of look-up.
RANKS = {
    Source.ENVIRONMENT: Rank.USER,
    Source.DOTENV: Rank.FOLDER,
    Source.CONFIG: Rank.CONFIGURATION,
    Source.ASKED: Rank.USER,
}


class Settings(dict[str, str]):
    """The environment; the other sources are beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.of: dict[Source, dict[str, str]] = {source: {} for source in RANKS}
        self.of[Source.ENVIRONMENT] = self

    def find(self, name: str, most: Rank) -> Setting | None:
        """`wae:settings/values.get`."""
        for source, rank in RANKS.items():
            if rank.value <= most.value and (value := self.of[source].get(name)):
                return Setting(value, source, rank)
        return None
