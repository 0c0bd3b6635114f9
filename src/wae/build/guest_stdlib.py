"""The modules of the standard library that a component has: those of componentize-py's CPython 3.14
for WASI, whatever Python builds it."""

from __future__ import annotations

import sys

_PRIVATE = """
_bz2 _ctypes _curses _curses_panel _dbm _gdbm _hashlib _lzma _multiprocessing _overlapped
_posixshmem _posixsubprocess _scproxy _ssl _tkinter _uuid _winapi
"""
_PUBLIC = """
bz2 ctypes curses fcntl grp lzma mmap msvcrt nt pty pwd readline resource ssl syslog termios tkinter
tty turtle winreg winsound
"""
_REMOVED = """
aifc asynchat asyncore audioop cgi cgitb chunk crypt distutils imghdr imp lib2to3 mailcap msilib nis
nntplib ossaudiodev pipes smtpd sndhdr spwd sunau telnetlib uu xdrlib
"""

NOT_IN_GUEST = frozenset(f"{_PRIVATE} {_PUBLIC}".split())
"""What needs an operating system, or C code that is not there."""
GUEST_STDLIB = frozenset(
    (sys.stdlib_module_names | {"annotationlib", "compression"})
    - NOT_IN_GUEST
    - {*_REMOVED.split()}  # which Python 3.11 still had; packages bring some back
)
