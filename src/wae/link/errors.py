"""The error of a component that cannot be linked."""

from wae.binary.reader import BinaryError


class LinkError(BinaryError):
    """The component is not laid out as the linker knows it. It works unlinked."""
