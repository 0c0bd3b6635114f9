"""Breaks components: bytes, lengths, indices, sections and nesting, at any depth."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from tests.fuzz.tree import Leaf, Node, Tree, at, components, replaced, write

from wae.binary.sections import Id
from wae.binary.writer import COMPONENT_PREAMBLE, section, u32, vector

MAX_SIZE = 64 * 1024
PLAIN = [number for number in Id if number not in (Id.CORE_MODULE, Id.COMPONENT)]
# What type and alias sections are mostly made of: opcodes, sorts, primitives and small indices.
PLAUSIBLE = bytes([*range(0x0C), *range(0x3F, 0x44), *range(0x64, 0x80), 0x41, 0x61])
LENGTHS = [
    b"\xff\xff\xff\xff\x0f",
    b"\xff\xff\xff\xff\x7f",
    b"\x80\x80\x80\x80\x80\x00",
    b"\xff\xff\xff\x7f",
    b"\xff\x7f",
    b"\x80\x80\x80\x80\x08",
    b"\x80\x80\x04",
    b"\x00",
    b"\x7f",
]


def garbage(rng: random.Random, modules: Sequence[bytes]) -> bytes:
    """No component of anybody's: bytes, or sections full of bytes, behind a valid preamble."""
    kind = rng.randrange(4)
    if kind == 0:
        return COMPONENT_PREAMBLE + rng.randbytes(rng.randrange(200))
    if kind == 1:
        return COMPONENT_PREAMBLE + rng.choice(modules)[8:]
    parts = []
    for _ in range(rng.randint(1, 6)):
        if rng.random() < 0.1:
            parts.append(section(Id.CORE_MODULE, rng.choice(modules)))
            continue
        size = rng.randrange(40)
        content = rng.randbytes(size) if kind == 2 else bytes(rng.choices(PLAUSIBLE, k=size))
        parts.append(section(rng.choice(PLAIN), u32(rng.randrange(4)) + content))
    return COMPONENT_PREAMBLE + b"".join(parts)


def mutated(
    rng: random.Random, tree: Tree, trees: Sequence[Tree], modules: Sequence[bytes]
) -> bytes:
    """`tree` with up to five things broken, some with parts of `trees`; at most MAX_SIZE bytes."""
    for _ in range(rng.choice((0, 1, 1, 1, 2, 3))):
        tree = _change(rng, tree, trees, modules)
    binary = write(tree)
    for _ in range(rng.choice((0, 0, 1, 1, 2))):
        binary = rng.choice(RAW)(rng, binary)
    return binary[:MAX_SIZE]


def _change(
    rng: random.Random, tree: Tree, trees: Sequence[Tree], modules: Sequence[bytes]
) -> Tree:
    """One of its components with its sections changed, but every length right."""
    path = rng.choice(components(tree))
    nodes = list(at(tree, path).nodes)
    if not nodes:
        return tree
    place = rng.randrange(len(nodes))
    match rng.randrange(8):
        case 0:
            del nodes[place]
        case 1:
            nodes.insert(rng.randrange(len(nodes) + 1), nodes[place])
        case 2:
            nodes[place : place + 1] = [nodes[place]] * _times(rng)
        case 3:
            other = rng.choice(trees)
            nodes.insert(place, rng.choice(at(other, rng.choice(components(other))).nodes))
        case 4:
            nodes[place] = _wrapped(rng, nodes[place])
        case 5:
            nodes.insert(place, Leaf(Id.CORE_MODULE, rng.choice(modules)))
        case _:
            nodes[place] = _payload(rng, nodes[place])
    return replaced(tree, path, tuple(nodes))


def _wrapped(rng: random.Random, node: Node) -> Leaf:
    """A section inside of components inside of components, instantiated or not."""
    whole = write(Tree((node,)))
    times = rng.choice((0, 0.9, 1))
    for _ in range(rng.choice((0, 1, 2, 3, 40 if rng.random() < 0.8 else 1500))):
        made = vector([b"\x00\x00\x00"] * rng.choice((1, 1, 2)))
        instances = section(Id.INSTANCE, made) if rng.random() < times else b""
        whole = COMPONENT_PREAMBLE + section(Id.COMPONENT, whole) + instances
    return Leaf(Id.COMPONENT, whole)


def _payload(rng: random.Random, node: Node) -> Node:
    """A section with other content; its own length is right."""
    if isinstance(node, Tree) or not node.payload:
        return node
    match rng.randrange(3):
        case 0:
            return Leaf(rng.choice(PLAIN), node.payload)
        case 1:
            return _many(rng, node)
        case _:
            return Leaf(node.number, rng.choice(RAW)(rng, node.payload))


def _many(rng: random.Random, node: Leaf) -> Leaf:
    """A vector that says it has more items, and has: its items again and again."""
    count = node.payload[0]
    times = _times(rng)
    if not 0 < count < 0x80 or len(node.payload) * times > MAX_SIZE:
        return node
    return Leaf(node.number, u32(count * times) + node.payload[1:] * times)


def _times(rng: random.Random) -> int:
    """Mostly few, since many take time: what grows with the square of its input shows at 2000."""
    return rng.choice((2, 3, 10, 100 if rng.random() < 0.8 else 2000))


def _flip(rng: random.Random, binary: bytes) -> bytes:
    changed = bytearray(binary)
    for _ in range(rng.choice((1, 1, 2, 8))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _step(rng: random.Random, binary: bytes) -> bytes:
    """Another index, another code, another length, next to the one that was there."""
    place = rng.randrange(len(binary))
    value = (binary[place] + rng.choice((-2, -1, 1, 2))) & 0xFF
    return binary[:place] + bytes([value]) + binary[place + 1 :]


def _plausible(rng: random.Random, binary: bytes) -> bytes:
    place = rng.randrange(len(binary))
    return binary[:place] + bytes([rng.choice(PLAUSIBLE)]) + binary[place + 1 :]


def _length(rng: random.Random, binary: bytes) -> bytes:
    """Any byte may be a length: in its place a huge, zero or overlong one."""
    place = rng.randrange(len(binary))
    return binary[:place] + rng.choice(LENGTHS) + binary[place + 1 :]


def _overlong(rng: random.Random, binary: bytes) -> bytes:
    """The same number in more bytes than it takes."""
    place = rng.randrange(len(binary))
    padding = b"\x80" * rng.randrange(5) + b"\x00"
    return binary[:place] + bytes([binary[place] | 0x80]) + padding + binary[place + 1 :]


def _truncated(rng: random.Random, binary: bytes) -> bytes:
    return binary[: rng.randint(1, len(binary))]


def _copied(rng: random.Random, binary: bytes) -> bytes:
    """A piece of it once more, somewhere else; sometimes many times over."""
    start = rng.randrange(len(binary))
    piece = binary[start : start + rng.randint(1, 64)] * rng.choice((1, 1, _times(rng)))
    place = rng.randrange(len(binary))
    return binary[:place] + piece[:MAX_SIZE] + binary[place + rng.choice((0, len(piece))) :]


def _cut(rng: random.Random, binary: bytes) -> bytes:
    start = rng.randrange(len(binary))
    return binary[:start] + binary[start + rng.randint(1, 16) :] or b"\x00"


RAW: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    _flip,
    _step,
    _step,
    _plausible,
    _length,
    _overlong,
    _truncated,
    _copied,
    _cut,
)
