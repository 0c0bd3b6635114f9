"""The event loop of a component with async functions: asyncio as Python's own documentation has it.

componentize-py's loop runs tasks and waits for imports; it has no timers, and whatever is cancelled
or loses a race ends in a trap. This one takes its place when it is imported. Each call of an async
function is a task of the component model, which comes back here whenever something that it waits
for has happened (``CanonicalABI.md``, ``canon lift``, callbacks).

Timers wait by the clock that the component imports. Imports cannot be cancelled from Python: what
nobody waits for any more is left to whichever call comes next, until it is over.
"""

import asyncio
import heapq
import math
import sys
import traceback
from contextvars import copy_context
from importlib import import_module
from itertools import count
from pkgutil import iter_modules

import componentize_py_async_support as support
import componentize_py_runtime as runtime
from componentize_py_types import Err, Ok

LONGEST_ALARM = 1.0  # seconds: an alarm that nobody needs any more goes on until it rings
MANY_ROUNDS = 100  # of callbacks, until others of the app have a turn
SETTLING = 1_000  # nanoseconds, after which another call is told that it can go on
RETURNED = support._Status.RETURNED
SUBTASK = support._Event.SUBTASK
STREAMS = (
    support._Event.STREAM_READ,
    support._Event.STREAM_WRITE,
    support._Event.FUTURE_READ,
    support._Event.FUTURE_WRITE,
)
EXIT, YIELD, WAIT = (getattr(support._CallbackCode, name) for name in ("EXIT", "YIELD", "WAIT"))
# What the loop has beside what is defined below.
KNOWN = ("is_running", "is_closed", "stop", "close", "create_future", "shutdown_asyncgens")
KNOWN += ("get_debug", "set_debug", "get_exception_handler", "default_exception_handler")

calls = []  # those that have not ended
abandoned = {}  # what no call waits for any more: (future, promise) by waitable


class Unavailable(NotImplementedError):
    """What no component can do, by the class with which asyncio's loops tell (asyncio, "Platform
    Support"): libraries catch it and go another way."""


def find_clock():
    """The module of wasi:clocks/monotonic-clock@0.3 in the component's world; None without."""
    import wit_world.imports as imports

    for each in iter_modules(imports.__path__, "wit_world.imports."):
        module = import_module(each.name)
        if {"wait_until", "wait_for", "now"} <= vars(module).keys():
            return module
    return None


class Call(support._FutureState):
    """A call of an async function: what its tasks wait for, and what they do next."""

    def __init__(self, *fields):
        super().__init__(*fields)
        self.timers = []  # a heap of (when, number, handle)
        self.alarm = math.inf  # when the earliest alarm rings
        self.is_woken = True  # that it can go on
        self.is_ending = False
        calls.append(self)

    def is_waiting(self):
        """Whether anything of its own will wake it."""
        return any(not future.done() for future, _ in self.futures.values())

    def is_going_on(self):
        return bool(self.handles) or self.is_waiting()

    def join(self, waitable, future, promise):
        """Has the call woken when ``waitable`` is over."""
        runtime.waitable_join(waitable, self.set())
        self.futures[waitable] = future, promise

    def set(self):
        """The set of what it waits for."""
        if self.waitable_set is None:
            self.waitable_set = runtime.waitable_set_new()
        return self.waitable_set

    def settle(self, waitable, status):
        """Hands the result of what is over to whoever waits for it."""
        future, promise = self.futures.pop(waitable)
        if future.done():
            runtime.promise_get_result(status, promise)  # which frees it
        else:
            future.set_result(status)

    def adopt(self):
        """Takes over what calls before it have left."""
        for waitable, (future, promise) in abandoned.items():
            self.join(waitable, future, promise)
        abandoned.clear()

    def end(self):
        calls.remove(self)
        for waitable in self.futures:
            runtime.waitable_join(waitable, 0)
        abandoned.update(self.futures)
        if self.waitable_set is not None:
            runtime.waitable_set_drop(self.waitable_set)


class EventLoop(support._Loop):
    """One for all calls, which have their turns one after the other."""

    def __init__(self):
        super().__init__()
        self.running = True
        self.clock = find_clock()
        self.numbers = count()

    def poll(self, call):
        """Runs callbacks until there are none; False if there are some after many rounds."""
        for _ in range(MANY_ROUNDS):
            handles, call.handles = call.handles, []
            for handle in handles:
                if not handle._cancelled:
                    handle._run()
            if self.exception is not None:
                raise self.exception
            if not call.handles:
                return True
        return False

    def call_soon(self, callback, *args, context=None):
        context = copy_context() if context is None else context
        handle = asyncio.Handle(callback, args, self, context)
        self._ready(handle, context)
        return handle

    call_soon_threadsafe = call_soon

    def _ready(self, handle, context):
        call = context[support._future_state]
        call.handles.append(handle)
        if not call.is_woken:
            self.wake(call, context)

    def wake(self, call, context):
        """Wakes a call, by an alarm that rings at once. Without a clock it looks by itself."""
        call.is_woken = True
        settling = SETTLING
        while self.clock and self._start(self.clock.wait_for(settling), context).done():
            settling *= 2

    def _start(self, coroutine, context):
        return asyncio.Task(coroutine, loop=self, context=context.copy(), eager_start=True)

    def create_task(self, coroutine, **options):
        return asyncio.Task(coroutine, loop=self, **options)

    def time(self):
        if self.clock is None:
            raise Unavailable(
                "this component has no clock to wait by: its world needs "
                "import wasi:clocks/monotonic-clock@0.3.0"
            )
        return self.clock.now() / 1e9

    def call_later(self, delay, callback, *args, context=None):
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        self.time()  # which says what is missing
        context = copy_context() if context is None else context
        call = context[support._future_state]
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        heapq.heappush(call.timers, (when, next(self.numbers), handle))
        self._set_alarm(call, context)
        return handle

    def _timer_handle_cancelled(self, handle):
        """It is dropped when the alarm rings."""

    def _set_alarm(self, call, context):
        while call.timers and call.timers[0][2]._cancelled:
            heapq.heappop(call.timers)
        if call.timers:
            when = min(call.timers[0][0], self.time() + LONGEST_ALARM)
            if when < call.alarm:
                call.alarm = when
                self._start(self._ring(call, when, context), context)

    async def _ring(self, call, when, context):
        await self.clock.wait_until(max(0, math.ceil(when * 1e9)))
        if call.alarm == when:
            call.alarm = math.inf
        while call.timers and call.timers[0][0] <= when:
            handle = heapq.heappop(call.timers)[2]
            if not handle._cancelled:
                self._ready(handle, context)
        self._set_alarm(call, context)

    def call_exception_handler(self, context):
        """What nobody asked for, such as the failure of a forgotten task, is told on stderr."""
        print(context["message"], file=sys.stderr)
        if context.get("exception") is not None:
            traceback.print_exception(context["exception"])

    def tasks(self, call):
        """Those of a call that are not done."""
        return [
            task
            for task in asyncio.all_tasks(self)
            if task.get_context().get(support._future_state) is call
        ]


def missing(name):
    def raises(self, *args, **options):
        raise Unavailable(
            f"asyncio's {name} is not there: a component has no threads, sockets or processes"
        )

    return raises


for name in vars(asyncio.AbstractEventLoop):
    if not name.startswith("_") and name not in {*KNOWN, *vars(EventLoop)}:
        setattr(EventLoop, name, missing(name))
loop = EventLoop()


async def await_result(result):
    """What an import answers, at once or later."""
    if isinstance(result, Ok):
        return result.value
    waitable, promise = result.value
    future = loop.create_future()
    support._future_state.get().join(waitable, future, promise)
    return runtime.promise_get_result(await future, promise)


async def return_result(export, borrows, coroutine):
    """Runs an export. What it raises ends the component, with a traceback."""
    try:
        try:
            result = Ok(await coroutine)
        except Err as error:
            result = error
        runtime.call_task_return(export, borrows, result)
    except BaseException as error:
        loop.exception = error
    support._future_state.get().pending_count -= 1


def turn(call):
    """Lets the tasks of a call go on; returns what it does next."""
    is_idle = loop.poll(call)
    if not call.pending_count and not call.is_ending:
        call.is_ending = True
        for task in loop.tasks(call):
            task.cancel()
        is_idle = loop.poll(call)
    if not call.pending_count and not loop.tasks(call):
        call.end()
        return EXIT
    runtime.context_set(call)
    if is_idle and not call.is_waiting():
        if not any(other.is_going_on() for other in calls):
            raise RuntimeError("every task waits for another one: none can ever go on")
        is_idle = loop.clock is not None
    if not is_idle and loop.clock is None:
        return YIELD
    call.adopt()
    call.is_woken = False
    if not is_idle:
        loop.wake(call, call.handles[0]._context)
    return WAIT | (call.set() << 4)


def callback(event, waitable, status):
    """Goes on with a call after something has happened.

    That its caller does not want the result any more is no reason to stop: there is no way to end
    without one.
    """
    call = runtime.context_get()
    runtime.context_set(None)
    call.is_woken = True
    if event in STREAMS or (event == SUBTASK and status == RETURNED):
        runtime.waitable_join(waitable, 0)
        if event == SUBTASK:
            runtime.subtask_drop(waitable)
        call.settle(waitable, status)
    return turn(call)


support._FutureState = Call
support._loop = loop
support.await_result = await_result
support._return_result = return_result
support._poll = turn
support.callback = callback
asyncio.set_event_loop(loop)
asyncio.events._set_running_loop(loop)
