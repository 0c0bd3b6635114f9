"""What a hostile component, or a package of its, tries while it is built: all in one report.

Each attempt gives what it got; the folders on the path are /0 (its sources), /1 (its packages),
/bundled, /world and /python.
"""

import os
import socket
import sys

FOLDERS = ("/0", "/1", "/bundled", "/world", "/python")


def attempt(action, *arguments):
    try:
        return action(*arguments)
    except BaseException as error:
        return type(error).__name__


def read(path):
    with open(path) as file:
        return file.read()


def write(path):
    with open(path, "a") as file:
        file.write("\nSTOLEN = True\n")
    return "written"


def through_a_link(folder, target):
    link = f"{folder}/link-{target.count('/')}"
    os.symlink(target, link)
    return read(link)


def connect(address, port):
    with socket.create_connection((address, port), timeout=5) as connection:
        connection.sendall(b"GET /" + sys.version.encode())
        return "connected"


def resolve(name):
    return socket.getaddrinfo(name, 80)


def report(secret, port):
    """What each attempt came to. `secret` is the path of a file, `port` one that listens."""
    up = "../" * 12
    return {
        "environment": sorted(os.environ),
        "read": [
            attempt(read, path)
            for folder in FOLDERS
            for path in (secret, f"{folder}/{up}{secret}", f"{folder}/../source.txt")
        ],
        "list": [attempt(os.listdir, f"{folder}/..") for folder in ("/0", "/1")]
        + [attempt(os.listdir, path) for path in ("/", "/proc", "/etc", "/tmp", "/home", "/dev")],
        "links": [
            attempt(through_a_link, folder, target)
            for folder in FOLDERS
            for target in (secret, f"{up}{secret.lstrip('/')}")
        ],
        "above": [attempt(write, f"{folder}/{up}planted.txt") for folder in FOLDERS]
        + [attempt(write, f"{os.path.dirname(secret)}/planted.txt")],
        "connect": attempt(connect, "127.0.0.1", port),
        "resolve": attempt(resolve, "localhost"),
        "listen": attempt(socket.create_server, ("127.0.0.1", 0)),
        "process": attempt(lambda: os.system("touch planted")),
    }


def poison():
    """Changes whatever is on the path, for whoever is built from it next."""
    for folder in FOLDERS:
        for name in (
            "planted.py",
            "app.py",
            "tiny/__init__.py",
            "json/__init__.py",
            "poll_loop.py",
        ):
            attempt(write, f"{folder}/{name}")
        attempt(os.makedirs, f"{folder}/tiny/__pycache__")
        for name in ("__init__", "victim"):
            attempt(write, f"{folder}/tiny/__pycache__/{name}.cpython-314.pyc")
        attempt(os.symlink, "../../secret.txt", f"{folder}/tiny/secret.txt")
        attempt(os.rename, f"{folder}/tiny/victim.py", f"{folder}/tiny/moved.py")
        attempt(os.link, f"{folder}/tiny/__init__.py", f"{folder}/linked.py")
