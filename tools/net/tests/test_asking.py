"""`wae:net/time-server`: conversations with good, bad and silent servers."""

import pytest
from componentize_py_types import Err
from wit_world.exports import names, time_server
from wit_world.imports.network import ErrorCode

import answers
from app import TimeServer
from conftest import START
from fake_wasi import Udp, address

HERE, OTHER = "192.0.2.1", "192.0.2.2"
MILLISECOND = 1_000_000
AHEAD = 250 * MILLISECOND


def server(*delays: float, **fields: object) -> Udp:
    """A server whose clock is a quarter of a second ahead; each answer takes so long, half of
    it there and half of it back, the last of them for ever after."""
    left = list(delays)

    def answer(question: bytes) -> list[tuple[float, bytes]]:
        delay = left.pop(0) if len(left) > 1 else left[0]
        now = server.world.now + delay / 2
        then = START + round(now * MILLISECOND) + AHEAD
        return [(delay, answers.packet(question, receive=then, transmit=then, **fields))]

    return Udp(answer)


@pytest.fixture(autouse=True)
def _clock(world):
    server.world = world


def ask(host: str = HERE, port: int = 123, questions: int = 1, timeout: int = 1000):
    return TimeServer().ask(host, port, questions, timeout)


def failure(*arguments: object, **options: object) -> time_server.Error:
    with pytest.raises(Err) as caught:
        ask(*arguments, **options)
    return caught.value.value


def test_a_good_server(world):
    """Offset and delay, all four times, and what the server says about itself."""
    world.udp[HERE, 123] = server(20.0)
    actual = ask()
    there, back = START + 10 * MILLISECOND + AHEAD, START + 20 * MILLISECOND
    assert [time_server.Sample(START, there, there, back, 0.25, 0.02)] == actual.samples
    assert (address(HERE), 2, time_server.Leap.NONE) == (
        actual.address,
        actual.stratum,
        actual.leap,
    )
    assert ("192.0.2.99", 0.5, 0.25) == (
        actual.reference,
        actual.root_delay,
        actual.root_dispersion,
    )


def test_the_least_delay_is_the_best(world):
    """Several questions, two seconds apart; the best is the one with the least delay."""
    world.udp[HERE, 123] = server(30.0, 10.0, 50.0)
    actual = ask(questions=3)
    assert ([0.03, 0.01, 0.05], 1) == ([each.delay for each in actual.samples], actual.best)
    assert 30 + 2000 + 10 + 2000 + 50 == world.now


def test_every_question_is_another(world):
    """No two questions carry the same cookie, so no answer fits twice."""
    world.udp[HERE, 123] = server(10.0)
    ask(questions=8)
    assert 8 == len(set(world.sent))


def test_a_lost_answer_is_no_failure(world):
    """Of three questions one may stay unanswered."""
    world.udp[HERE, 123] = server(10.0, 5000.0, 10.0)
    assert 2 == len(ask(questions=3).samples)


def test_a_kiss_ends_the_questions(world):
    """A server that asks not to be asked is left alone; what it said before counts."""
    good, kiss = server(10.0), server(10.0, stratum=0, reference=b"RATE")
    kinds = [good, kiss]
    world.udp[HERE, 123] = Udp(lambda question: kinds.pop(0).answer(question))
    assert 1 == len(ask(questions=8).samples)
    assert 2 == len(world.sent)
    world.udp[HERE, 123] = kiss
    assert time_server.Error_KissOfDeath("RATE") == failure(questions=8)
    assert 3 == len(world.sent)


def test_false_answers_are_passed_over(world):
    """A packet in the server's name that does not know the question does no harm."""
    good = server(20.0)

    def answer(question: bytes) -> list[tuple[float, bytes]]:
        false = answers.packet(question, receive=START, transmit=START, origin=b"guessed!")
        return [(1.0, false), (2.0, b""), *good.answer(question)]

    world.udp[HERE, 123] = Udp(answer)
    assert 0.25 == ask().samples[0].offset


def test_only_false_answers(world):
    """Where nothing better comes, the reason is told, not a mere timeout."""
    world.udp[HERE, 123] = Udp(lambda _: [(1.0, b"too short"), (2.0, b"too short")])
    assert time_server.Error_InvalidAnswer("it is too short") == failure()
    assert 1000 == world.now


def test_a_flood_of_false_answers_ends(world):
    """Whoever sends false answers without a pause cannot keep the question open."""
    flood = [(at / 2, b"too short") for at in range(1, 4000)]
    world.udp[HERE, 123] = Udp(lambda _: flood)
    assert time_server.Error_InvalidAnswer("it is too short") == failure()
    assert 1000 <= world.now < 1001


def test_the_next_address_is_asked(world):
    """Of a name's addresses the first that answers is taken; it gets all further questions."""
    world.names["time.example"] = 5.0, ["2001:db8::1", HERE, OTHER]
    world.udp["2001:db8::1", 123] = ErrorCode.REMOTE_UNREACHABLE
    world.udp[OTHER, 123] = server(20.0)
    actual = ask("time.example", questions=2, timeout=300)
    assert (address(OTHER), 2) == (actual.address, len(actual.samples))


def test_the_most_telling_error(world):
    """Silence says more than a missing way to IPv6, and a kiss more than silence."""
    world.names["time.example"] = 5.0, [HERE, "2001:db8::1"]
    world.udp["2001:db8::1", 123] = ErrorCode.REMOTE_UNREACHABLE
    assert time_server.Error_TimedOut() == failure("time.example")
    world.udp[HERE, 123] = server(20.0, stratum=0, reference=b"DENY")
    assert time_server.Error_KissOfDeath("DENY") == failure("time.example")


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (ErrorCode.CONNECTION_REFUSED, time_server.Error_Refused()),
        (ErrorCode.REMOTE_UNREACHABLE, time_server.Error_Unreachable()),
        (ErrorCode.ACCESS_DENIED, time_server.Error_NotAllowed()),
        (ErrorCode.OUT_OF_MEMORY, time_server.Error_Failed("out-of-memory")),
    ],
)
def test_errors_of_the_network(world, code, error):
    """Each has its case; what has none is given in the words of WASI."""
    world.udp[HERE, 123] = code
    assert error == failure()


def test_an_unknown_name(world):
    """What the look-up says is passed on."""
    assert time_server.Error_Name(names.Error_NotFound()) == failure("nosuch.example")


def test_questions_that_cannot_be_asked(world):
    """Out of range is refused, not bent."""
    times = [time_server.Error_InvalidQuestion(f"ask 1 to 8 times, not {n}") for n in (0, 9)]
    assert times == [failure(questions=0), failure(questions=9)]
    assert time_server.Error_InvalidQuestion("a port is 1 to 65535") == failure(port=0)


def test_where_nothing_is_said(world):
    """The pool is asked, at the usual port, once, and waited for five seconds."""
    world.names["pool.ntp.org"] = 0.0, [HERE]
    world.udp[HERE, 123] = server(4999.0)
    assert 1 == len(TimeServer().ask(None, None, None, None).samples)
    world.udp[HERE, 123] = server(5001.0)
    with pytest.raises(Err) as caught:
        TimeServer().ask(None, None, None, None)
    assert isinstance(caught.value.value, time_server.Error_TimedOut)
