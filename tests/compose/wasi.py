"""WASI as WIT text, in any version: the interfaces that hand out authority, and their types."""

import re

from dummy import from_wit

_PACKAGES = """\
package wasi:io@VERSION {
    interface error { resource error { to-debug-string: func() -> string; } }
    interface poll { resource pollable { block: func(); } }
    interface streams {
        use error.{error};
        use poll.{pollable};
        variant stream-error { last-operation-failed(error), closed }
        resource input-stream {
            read: func(len: u64) -> result<list<u8>, stream-error>;
            subscribe: func() -> pollable;
        }
        resource output-stream {
            write: func(contents: list<u8>) -> result<_, stream-error>;
            blocking-flush: func() -> result<_, stream-error>;
        }
    }
}
package wasi:clocks@VERSION {
    interface wall-clock {
        record datetime { seconds: u64, nanoseconds: u32 }
        now: func() -> datetime;
    }
}
package wasi:random@VERSION {
    interface random { get-random-u64: func() -> u64; }
}
package wasi:cli@VERSION {
    interface environment {
        get-environment: func() -> list<tuple<string, string>>;
        get-arguments: func() -> list<string>;
        initial-cwd: func() -> option<string>;
    }
    interface exit { exit: func(status: result); }
    interface stdin {
        use wasi:io/streams@VERSION.{input-stream};
        get-stdin: func() -> input-stream;
    }
    interface stdout {
        use wasi:io/streams@VERSION.{output-stream};
        get-stdout: func() -> output-stream;
    }
    interface stderr {
        use wasi:io/streams@VERSION.{output-stream};
        get-stderr: func() -> output-stream;
    }
    interface terminal-input { resource terminal-input; }
    interface terminal-stdin {
        use terminal-input.{terminal-input};
        get-terminal-stdin: func() -> option<terminal-input>;
    }
    interface run { run: func() -> result; }
}
package wasi:filesystem@VERSION {
    interface types {
        use wasi:io/streams@VERSION.{input-stream};
        enum error-code { access, io, not-permitted }
        resource descriptor {
            read-via-stream: func(offset: u64) -> result<input-stream, error-code>;
            open-at: func(path: string) -> result<descriptor, error-code>;
        }
    }
    interface preopens {
        use types.{descriptor};
        get-directories: func() -> list<tuple<descriptor, string>>;
    }
}
package wasi:sockets@VERSION {
    interface network {
        resource network;
        enum error-code { unknown, access-denied, timeout }
        enum ip-address-family { ipv4, ipv6 }
    }
    interface instance-network {
        use network.{network};
        instance-network: func() -> network;
    }
    interface tcp {
        use network.{network, error-code};
        use wasi:io/streams@VERSION.{input-stream};
        resource tcp-socket {
            start-connect: func(network: borrow<network>, host: string) -> result<_, error-code>;
            finish-connect: func() -> result<input-stream, error-code>;
        }
    }
    interface tcp-create-socket {
        use network.{error-code, ip-address-family};
        use tcp.{tcp-socket};
        create-tcp-socket: func(family: ip-address-family) -> result<tcp-socket, error-code>;
    }
    interface ip-name-lookup {
        use network.{network, error-code};
        resolve: func(network: borrow<network>, name: string) -> result<list<string>, error-code>;
    }
}
package wasi:http@VERSION {
    interface types {
        use wasi:io/streams@VERSION.{input-stream};
        variant error-code { DNS-timeout, HTTP-request-denied, other(option<string>) }
        resource outgoing-request { constructor(); }
        resource request-options { constructor(); }
        resource incoming-body { %stream: func() -> result<input-stream>; }
        resource future-incoming-response {
            get: func() -> option<result<incoming-body, error-code>>;
        }
        resource incoming-request { consume: func() -> result<incoming-body>; }
        resource response-outparam { set: static func(param: response-outparam, status: u16); }
    }
    interface incoming-handler {
        use types.{incoming-request, response-outparam};
        handle: func(request: incoming-request, response-out: response-outparam);
    }
    interface outgoing-handler {
        use types.{outgoing-request, request-options, future-incoming-response, error-code};
        handle: func(request: outgoing-request, options: option<request-options>)
            -> result<future-incoming-response, error-code>;
    }
}
package wasi:keyvalue@VERSION {
    interface store {
        variant error { no-such-store, access-denied, other(string) }
        resource bucket { get: func(key: string) -> result<option<string>, error>; }
        open: func(identifier: string) -> result<bucket, error>;
    }
}
"""


def packages(version: str) -> str:
    """All of the above, in one version."""
    return _PACKAGES.replace("VERSION", version)


def interfaces() -> list[str]:
    """The names of the interfaces above, without versions."""
    actual: list[str] = []
    package = ""
    for line in _PACKAGES.splitlines():
        if head := re.match(r"package (\S+)@", line):
            package = head[1]
        elif inner := re.match(r"    interface (\S+) ", line):
            actual.append(f"{package}/{inner[1]}")
    return actual


def component(world: str, *versions: str, others: str = "") -> bytes:
    """A component whose world has these lines. `others` are further packages, as WIT."""
    wasi = "".join(packages(version) for version in dict.fromkeys(versions))
    return from_wit(f"package test:it;\n{others}\n{wasi}\nworld w {{\n{world}\n}}\n")
