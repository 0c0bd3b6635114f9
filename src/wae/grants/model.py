"""What can be given to an app: variables, folders, a data folder, sockets, HTTP."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from wae.runtime.preopens import Preopen

EVERY = "*"
"""In the place of a variable's name: all of them."""


class Grants:
    """`variables` maps names to values, None for the one that wae itself has.

    `origins` are those that HTTP may reach, in the notation of `hosts` in a wae.toml; None is
    anywhere, and none at all no HTTP. `data` is a private folder at `/data`. `everything` is all
    that wae has; `rest_denied` says that nobody should be asked for more.
    """

    def __init__(self) -> None:
        self.variables: dict[str, str | None] = {}
        self.preopens: list[Preopen] = []
        self.data = False
        self.net = False
        self.origins: tuple[str, ...] | None = ()
        self.everything = False
        self.rest_denied = False

    def copy(self) -> "Grants":
        """The same, to be changed apart."""
        copy = Grants()
        copy.add(self)
        return copy

    def add(self, other: "Grants") -> None:
        """Gives what `other` gives, too; of a variable or a folder, what is here stays."""
        self.variables = {**other.variables, **self.variables}
        names = {preopen.name for preopen in self.preopens}
        self.preopens += [preopen for preopen in other.preopens if preopen.name not in names]
        self.data |= other.data
        self.net |= other.net
        if self.origins is None or other.origins is None:
            self.origins = None
        else:
            self.origins = tuple(dict.fromkeys((*self.origins, *other.origins)))
        self.everything |= other.everything
        self.rest_denied |= other.rest_denied

    def without(self, other: "Grants") -> "Grants":
        """What is here and not in `other`: all variables are more than some, for example."""
        if other.everything:
            return Grants()
        left = Grants()
        left.everything = self.everything
        if EVERY not in other.variables:
            left.variables = {n: v for n, v in self.variables.items() if n not in other.variables}
        known = [preopen.key for preopen in other.preopens]
        left.preopens = [preopen for preopen in self.preopens if preopen.key not in known]
        left.data = self.data and not other.data
        left.net = self.net and not other.net
        if other.origins is not None:
            mine = self.origins
            left.origins = mine and tuple(o for o in mine if o not in other.origins)
        return left

    def unsettled(self, given: "Grants") -> "Grants":
        """What is here and was not decided by whoever gave `given`.

        An app cannot say which variables, folders or servers it needs if it asks for all, or for
        some folder. So whoever gives something of such a kind has said how much.
        """
        left = self.without(given)
        if EVERY in left.variables and given.variables:
            del left.variables[EVERY]
        if given.files:
            left.preopens, left.data = [], False
        if left.origins is None and given.origins:
            left.origins = ()
        return left

    @property
    def files(self) -> bool:
        """Whether any folder is given."""
        return bool(self.preopens) or self.data

    @property
    def is_default(self) -> bool:
        """Whether nobody has said anything of what is given."""
        return self.is_nothing and not self.rest_denied

    @property
    def is_nothing(self) -> bool:
        """Whether nothing at all is given."""
        given = (self.variables, self.preopens, self.data, self.net, self.everything)
        return self.origins == () and not any(given)

    def environment(self, environ: "Mapping[str, str]") -> dict[str, str]:
        """The variables with their values; those that are not set are left out."""
        environment = dict(environ) if EVERY in self.variables else {}
        for name, value in self.variables.items():
            known = environ.get(name) if value is None else value
            if known is not None:
                environment[name] = known
        return environment


def everything() -> Grants:
    """All that wae has."""
    grants = Grants()
    grants.everything = True
    return grants
