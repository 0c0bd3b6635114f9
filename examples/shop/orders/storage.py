"""The ledger in the app's own folder."""

import os

from desk import Refused

FOLDER = "/data"
FILE = f"{FOLDER}/orders.jsonl"


class File:
    """Lines of FILE. Each is in the file as a whole, and on the disk, before `add` returns."""

    def read(self) -> list[str]:
        try:
            with open(FILE, encoding="utf-8", errors="replace") as file:
                return file.readlines()
        except FileNotFoundError as error:
            if os.path.isdir(FOLDER):
                return []
            raise _refused(error) from None
        except OSError as error:
            raise _refused(error) from None

    def add(self, line: str) -> None:
        try:
            file = os.open(FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                # A line that an interrupted write left open ends here.
                os.write(file, f"\n{line}".encode())
                os.fsync(file)
            finally:
                os.close(file)
        except OSError as error:
            raise _refused(error) from None


def _refused(error: OSError) -> Refused:
    if isinstance(error, FileNotFoundError):
        return Refused("no-storage", "the app was given no folder: add --data")
    return Refused("no-storage", f"{FILE}: {error.strerror}")
