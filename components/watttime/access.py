"""What an account may see."""

from wit_world.exports import emissions as contract

from fields import Fields


def of_account(value: object) -> list[contract.Access]:
    """The regions by signal, in the order of the answer. Raises `Err` (`unexpected`)."""
    found = []
    for entry in Fields(value, "answer").array("signal_types"):
        signal = Fields(entry, "signal type")
        for place in signal.array("regions"):
            region = Fields(place, "region")
            found.append(
                contract.Access(
                    signal=signal.text("signal_type"),
                    region=region.text("region"),
                    name=region.text("region_full_name"),
                    endpoints=[_endpoint(each) for each in region.array("endpoints")],
                )
            )
    return found


def _endpoint(value: object) -> str:
    """`forecast` for `v3/forecast`."""
    name = Fields(value, "endpoint").text("endpoint")
    return name.strip("/").removeprefix("v3/")
