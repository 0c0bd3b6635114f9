"""wasi:filesystem over real folders, which follows no link by itself."""

import os
import stat

from componentize_py_types import Err
from wit_world.imports import types
from wit_world.imports.types import DescriptorStat, DescriptorType, ErrorCode
from wit_world.imports.wall_clock import Datetime

KINDS = {
    stat.S_IFREG: DescriptorType.REGULAR_FILE,
    stat.S_IFDIR: DescriptorType.DIRECTORY,
    stat.S_IFLNK: DescriptorType.SYMBOLIC_LINK,
}


class Released:
    """What has to be released once; `OPEN` has what is not yet."""

    OPEN = []

    def __init__(self):
        self.OPEN.append(self)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.OPEN.remove(self)


class Stream(Released):
    """The bytes of a file from an offset on."""

    def __init__(self, path, offset):
        super().__init__()
        with open(path, "rb") as file:
            file.seek(offset)
            self.content = file.read()


class Names(Released):
    """The entries of a directory."""

    def __init__(self, path):
        super().__init__()
        self.left = os.listdir(path)

    def read_directory_entry(self):
        return types.DirectoryEntry(DescriptorType.UNKNOWN, self.left.pop()) if self.left else None


class Descriptor(Released):
    """An open file or directory."""

    def __init__(self, path):
        super().__init__()
        self.path = path

    def stat(self):
        return _stat(self.path)

    def stat_at(self, flags, name):
        assert types.PathFlags(0) == flags, "no link is followed"
        return _stat(self._at(name))

    def open_at(self, flags, name, how, rights):
        assert (types.PathFlags(0), types.DescriptorFlags.READ) == (flags, rights)
        assert how in (types.OpenFlags(0), types.OpenFlags.DIRECTORY), "nothing is made"
        path = self._at(name)
        _stat(path)
        if os.path.islink(path) or (types.OpenFlags.DIRECTORY in how) != os.path.isdir(path):
            raise Err(ErrorCode.LOOP)
        return Descriptor(path)

    def readlink_at(self, name):
        return os.readlink(self._at(name))

    def read_directory(self):
        return Names(self.path)

    def read_via_stream(self, offset):
        return Stream(self.path, offset)

    def _at(self, name):
        assert "/" not in name, "one step at a time"
        return os.path.join(self.path, name)


class Preopened(Descriptor):
    """What the runtime opened; as with jco, nothing is said of it."""

    stat = read_directory = None


def _stat(path):
    try:
        actual = os.lstat(path)
    except (OSError, ValueError):
        raise Err(ErrorCode.NO_ENTRY) from None
    moment = Datetime(*divmod(actual.st_mtime_ns, 10**9))
    kind = KINDS.get(stat.S_IFMT(actual.st_mode), DescriptorType.UNKNOWN)
    return DescriptorStat(kind, 1, actual.st_size, None, moment, None)
