import time

from wit_world import exports


class Naps(exports.Naps):
    def nap(self, milliseconds: int) -> None:
        time.sleep(milliseconds / 1000)
