"""The code of a floor under the clock of WASI 0.3: tasks that wait, by the polls of 0.2.

A task that waits yields, so that every other task of the app can go on. In each round one of them,
the leader, lets the thread rest until the first is due. An engine runs what only yields after
everything that can go on, but others may yield, too: so a rest is short, whatever is due.

A task has a place of eight bytes in memory: the time at which it is due, in nanoseconds. A place
that nobody uses has the address of the next such place.
"""

from __future__ import annotations

from wae.compose.generate import assembly as a
from wae.compose.generate.abi import I64
from wae.compose.generate.modulebuilder import ModuleBuilder

NOW, REST = "now", "subscribe-instant"  # of monotonic-clock@0.2
BLOCK, DROP = "block", "drop"  # of pollables
RETURN, CANCEL, GET, SET = "return", "cancel", "get", "set"  # built-ins for the current task
TAKE = "take"  # memory that is never given back
WAIT_UNTIL, WAIT_FOR, CALLBACK = "wait-until", "wait-for", "callback"
LONGEST_REST = 1_000_000  # nanoseconds

# Addresses: the leader's place, the first place that nobody uses, and the earliest time that is due
# of those that the leader has heard of since it rested.
BASE = 16
_LEADER, _FREE, _EARLIEST = 16, 20, 24
DATA = bytes(_EARLIEST - BASE) + b"\xff" * 8
_NEVER = -1  # as an unsigned time
# What a callback returns, and is told (``CanonicalABI.md``, ``canon lift``).
_EXIT, _YIELD, _TASK_CANCELLED = 0, 1, 6


def floor_code() -> bytes:
    """The core module, which exports ``wait-until``, ``wait-for`` and their ``callback``."""
    module = ModuleBuilder()
    now = module.imports(NOW, 0, (I64,))
    subscribe = module.imports(REST, (I64,), 1)
    block, drop = module.imports(BLOCK, 1, 0), module.imports(DROP, 1, 0)
    finish, cancel = module.imports(RETURN, 0, 0), module.imports(CANCEL, 0, 0)
    get, put = module.imports(GET, 0, 1), module.imports(SET, 1, 0)
    take = module.imports(TAKE, 4, 1)

    hear = module.function((I64,), 0, _hear())
    use = module.function((I64,), 1, _use(take))
    leave = module.function(1, 0, _leave())
    rest = module.function((I64,), 0, _rest(subscribe, block, drop))
    step = module.function(1, 1, _step(now, finish, leave, rest, hear))
    until = module.function((I64,), 1, _wait_until(now, finish, put, use, hear))
    module.exports(WAIT_UNTIL)
    module.function((I64,), 1, _wait_for(now, until))
    module.exports(WAIT_FOR)
    module.function(3, 1, _callback(get, leave, cancel, step))
    module.exports(CALLBACK)
    return module.finish()


def _hear() -> bytes:
    """(due) -> whoever leads knows that somebody is due then."""
    due = a.get(0)
    is_first = due + _earliest() + a.LONG_LT_U
    return a.function(0, a.when(is_first, a.constant(_EARLIEST), due, a.store_eight()))


def _use(take: bytes) -> bytes:
    """(due) -> the address of a place that has it."""
    due, place = range(2)
    return a.function(
        1,
        a.constant(_FREE) + a.load() + a.put(place),
        a.get(place) + a.EQZ + a.IF,
        a.constant(0) + a.constant(0) + a.constant(8) + a.constant(8) + take + a.put(place),
        a.ELSE,
        a.constant(_FREE) + a.get(place) + a.load() + a.store(),
        a.END,
        a.get(place) + a.get(due) + a.store_eight(),
        a.get(place),
    )


def _leave() -> bytes:
    """(place) -> nobody uses it; if the leader did, there is none."""
    place = a.get(0)
    return a.function(
        0,
        a.when(_leads(place), a.constant(_LEADER) + a.constant(0) + a.store()),
        place + a.constant(_FREE) + a.load() + a.store(),
        a.constant(_FREE) + place + a.store(),
    )


def _rest(subscribe: bytes, block: bytes, drop: bytes) -> bytes:
    """(until) -> the thread has rested."""
    pollable = 1
    return a.function(
        1,
        a.get(0) + subscribe + a.put(pollable),
        a.get(pollable) + block,
        a.get(pollable) + drop,
    )


def _wait_until(now: bytes, finish: bytes, put: bytes, use: bytes, hear: bytes) -> bytes:
    """(due) -> the task has ended, or yields until it is due."""
    due = a.get(0)
    return a.function(
        0,
        a.when(now + due + a.LONG_LT_U + a.EQZ, finish, a.give(_EXIT)),
        due + use + put,
        due + hear,
        a.constant(_YIELD),
    )


def _wait_for(now: bytes, wait_until: bytes) -> bytes:
    """(nanoseconds) -> the same, that long after now. What no clock can show is due never."""
    due = 1
    return a.function(
        0,
        a.get(0) + now + a.LONG_ADD + a.put(due),
        a.when(a.get(due) + a.get(0) + a.LONG_LT_U, a.long(_NEVER) + a.put(due)),
        a.get(due) + wait_until,
        longs=1,
    )


def _callback(get: bytes, leave: bytes, cancel: bytes, step: bytes) -> bytes:
    """(event, two that are not used here) -> what the task does next."""
    return a.function(
        0,
        a.when(
            a.get(0) + a.constant(_TASK_CANCELLED) + a.EQ,
            get + leave + cancel,
            a.give(_EXIT),
        ),
        get + step,
    )


def _step(now: bytes, finish: bytes, leave: bytes, rest: bytes, hear: bytes) -> bytes:
    """(place) -> the task has ended; or yields, after a rest if it leads."""
    place, time, end = range(3)
    due = a.get(place) + a.load_eight()
    latest = a.get(time) + a.long(LONGEST_REST) + a.LONG_ADD
    is_longer = a.get(end) + latest + a.LONG_LT_U + a.EQZ
    return a.function(
        0,
        now + a.put(time),
        a.when(
            a.get(time) + due + a.LONG_LT_U + a.EQZ,
            a.get(place) + leave + finish,
            a.give(_EXIT),
        ),
        due + hear,
        a.when(
            a.constant(_LEADER) + a.load() + a.EQZ,
            a.constant(_LEADER) + a.get(place) + a.store(),
        ),
        _leads(a.get(place)) + a.IF,
        _earliest() + a.put(end),
        a.constant(_EARLIEST) + a.long(_NEVER) + a.store_eight(),
        a.when(is_longer, latest + a.put(end)),
        a.when(a.get(time) + a.get(end) + a.LONG_LT_U, a.get(end) + rest),
        a.END,
        a.constant(_YIELD),
        longs=2,
    )


def _leads(place: bytes) -> bytes:
    return a.constant(_LEADER) + a.load() + place + a.EQ


def _earliest() -> bytes:
    return a.constant(_EARLIEST) + a.load_eight()
