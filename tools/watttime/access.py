"""What an account may see."""

from wit_world.exports import emissions as contract

from json_fields import Fields
from shapes import mismatch


def of_account(value: object) -> list[contract.Access]:
    """The regions by signal, in the order of the answer; what it lacks is empty. Raises `Err`
    (`unexpected`)."""
    signals = Fields(value).optional_array("signal_types")
    if signals is None:
        mismatch("the answer does not say what the account may see")
    rows = []
    for signal in map(Fields, signals):
        for region in map(Fields, signal.array("regions")):
            rows.append(
                contract.Access(
                    signal=signal.text("signal_type") or "",
                    region=region.text("region") or "",
                    name=region.text("region_full_name") or "",
                    endpoints=_endpoints(region.array("endpoints")),
                )
            )
    if rows and not any(each.region for each in rows):
        mismatch("none of the answer's regions has a name")
    return rows


def _endpoints(values: list[object]) -> list[str]:
    """`forecast` for `v3/forecast`."""
    names = (Fields(value).text("endpoint") or "" for value in values)
    return [name.strip("/").removeprefix("v3/") for name in names if name]
