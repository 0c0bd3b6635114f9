"""The component, alone and without any grant, against PNG files that Python made."""

import os
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pngs
import wae
from pngs import Image

COMPONENT = Path(os.environ.get("THUMBNAILS", Path(__file__).parents[1] / "thumbnails.wasm"))
DAMAGED = "it ends too early, or a checksum is wrong"


@pytest.fixture(scope="session")
def maker() -> Iterator[Any]:
    with wae.load(COMPONENT, deny_rest=True) as app:
        yield app.thumbnails.maker


def images(largest: int = 24) -> st.SearchStrategy[Image]:
    """Pictures of every kind that PNG has."""
    return st.builds(
        _image,
        st.sampled_from(pngs.KINDS),
        st.integers(1, largest),
        st.integers(1, largest),
        st.randoms(use_true_random=False),
    )


def _image(kind: tuple[int, int], width: int, height: int, random: Any) -> Image:
    colour, depth = kind
    count = width * height * pngs.CHANNELS[colour]
    # Few values, so that a compressor finds something to copy.
    values = [random.randrange(1 << depth) for _ in range(4)]
    samples = [random.choice(values) for _ in range(count)]
    palette = [tuple(random.randrange(256) for _ in range(4)) for _ in range(min(1 << depth, 256))]
    return Image(colour, depth, width, height, samples, palette)


def _seen(pixels: list[pngs.Pixel]) -> list[pngs.Pixel]:
    """What cannot be seen has no colour."""
    return [pixel if pixel[3] else (0, 0, 0, 0) for pixel in pixels]


def _refused(run: Callable[[], object]) -> Any:
    with pytest.raises(wae.ResultError) as caught:
        run()
    return caught.value.value


def _compressors() -> list[Callable[[bytes], bytes]]:
    """Stored blocks, fixed codes, codes of their own, one after the other."""
    strategies = [(0, zlib.Z_DEFAULT_STRATEGY), (9, zlib.Z_FIXED), (9, zlib.Z_DEFAULT_STRATEGY)]
    strategies += [(6, zlib.Z_HUFFMAN_ONLY), (1, zlib.Z_RLE)]

    def compress(level: int, strategy: int, data: bytes) -> bytes:
        made = zlib.compressobj(level, strategy=strategy)
        half = len(data) // 2
        first = made.compress(data[:half]) + made.flush(zlib.Z_FULL_FLUSH)
        return first + made.compress(data[half:]) + made.flush()

    return [lambda data, pair=pair: compress(*pair, data) for pair in strategies]


@settings(deadline=None, max_examples=40, derandomize=True)
@given(
    image=images(),
    filters=st.lists(st.integers(0, 4), min_size=1, max_size=5),
    compress=st.sampled_from(_compressors()),
)
def test_every_kind(
    maker: Any, image: Image, filters: list[int], compress: Callable[[bytes], bytes]
) -> None:
    """A picture that is small enough comes back with the same pixels, however it was stored."""
    file = pngs.png(image, filters, compress)
    size = maker.measure(file)
    assert (image.width, image.height) == (size.width, size.height)
    expected = image.width, image.height, _seen(image.pixels)
    assert expected == pngs.read_rgba(maker.shrink(file, 1024))


@settings(deadline=None, max_examples=25, derandomize=True)
@given(image=images(12), longest=st.integers(1, 8))
def test_means(maker: Any, image: Image, longest: int) -> None:
    """Each pixel is the mean of those that it covers, by area and opacity; the shape stays."""
    width, height, pixels = pngs.read_rgba(maker.shrink(pngs.png(image), longest))
    long, short = max(image.width, image.height), min(image.width, image.height)
    scaled = (short * longest * 2 + long) // (2 * long) if long > longest else short
    assert (min(long, longest), max(scaled, 1)) == (max(width, height), min(width, height))
    for number, pixel in enumerate(pixels):
        expected = _mean(image, width, height, number % width, number // width)
        assert all(abs(a - b) <= 1 for a, b in zip(pixel, expected, strict=True))


def _mean(image: Image, width: int, height: int, x: int, y: int) -> list[float]:
    pixels, sums = image.pixels, [0.0] * 4
    for row in range(image.height):
        for column in range(image.width):
            share = _overlap(column, x, image.width, width)
            share *= _overlap(row, y, image.height, height)
            *colour, opacity = pixels[row * image.width + column]
            sums = [
                *(s + share * opacity * c for s, c in zip(sums, colour, strict=False)),
                sums[3] + share * opacity,
            ]
    area = image.width * image.height / (width * height)
    return [*(s / sums[3] if sums[3] else 0 for s in sums[:3]), sums[3] / area]


def _overlap(at: int, to: int, large: int, small: int) -> float:
    return max(0.0, min(at + 1, (to + 1) * large / small) - max(at, to * large / small))


WHITE = Image(pngs.RGBA, 8, 300, 200, [255] * 300 * 200 * 4, [])


def test_a_large_one() -> None:
    """It becomes smaller in bytes, too: what repeats is stored once."""
    with wae.load(COMPONENT, deny_rest=True) as app:
        small = app.thumbnails.maker.shrink(pngs.png(WHITE), 90)
    assert (90, 60, [(255, 255, 255, 255)] * 90 * 60) == pngs.read_rgba(small)
    assert len(small) < 1000


def test_a_colour_that_is_transparent(maker: Any) -> None:
    """The one that tRNS names cannot be seen; all others can."""
    parts = [pngs.SIGNATURE, pngs.header(2, 1, 8, pngs.GREY), pngs.chunk(b"tRNS", b"\0\7")]
    parts += [pngs.chunk(b"IDAT", zlib.compress(b"\0\7\x09")), pngs.chunk(b"IEND", b"")]
    found = pngs.read_rgba(maker.shrink(b"".join(parts), 2))
    assert (2, 1, [(0, 0, 0, 0), (9, 9, 9, 255)]) == found


def _with(image: Image, old: bytes, new: bytes) -> bytes:
    file = pngs.png(image)
    assert 1 == file.count(old)
    return file.replace(old, new)


SMALL = Image(pngs.GREY, 8, 2, 2, [1, 2, 3, 4], [])
HEADER = pngs.header(2, 2, 8, pngs.GREY)
BAD = {
    "nothing": (b"", "NotPng", None),
    "no png": (b"GIF89a" + b"x" * 40, "NotPng", None),
    "a signature": (pngs.SIGNATURE, "Damaged", "its header"),
    "no pixels": (_with(SMALL, HEADER, pngs.header(0, 2)), "Damaged", "its header"),
    "a wrong depth": (_with(SMALL, HEADER, pngs.header(2, 2, 3, 0)), "Damaged", "its header"),
    "a wrong kind": (_with(SMALL, HEADER, pngs.header(2, 2, 8, 7)), "Damaged", "its header"),
    "another size": (_with(SMALL, HEADER, pngs.header(2, 3, 8, 0)), "Damaged", "its pixels"),
    "fewer rows": (_with(SMALL, HEADER, pngs.header(2, 1, 8, 0)), "Damaged", "its pixels"),
    "no palette": (_with(SMALL, HEADER, pngs.header(2, 2, 8, 3)), "Damaged", "its palette"),
    "no end": (pngs.png(SMALL)[:-12], "Damaged", DAMAGED),
    "interlaced": (_with(SMALL, HEADER, pngs.header(2, 2, 8, 0, 1)), "Unsupported", "interlaced"),
    "a filter": (
        pngs.png(SMALL, compress=lambda d: zlib.compress(b"\7" + d[1:])),
        "Damaged",
        "its pixels",
    ),
    "no zlib": (pngs.png(SMALL, compress=lambda d: d), "Damaged", "its pixels"),
    "a bomb": (
        pngs.png(SMALL, compress=lambda d: zlib.compress(bytes(9_000_000))),
        "Damaged",
        "its pixels",
    ),
    "behind the pixels": (
        pngs.png(SMALL, compress=lambda d: zlib.compress(d) + b"x"),
        "Damaged",
        "its pixels",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_pictures(maker: Any, name: str) -> None:
    """Each says what is wrong, and the next picture is made all the same."""
    file, case, payload = BAD[name]
    error = _refused(lambda: maker.shrink(file, 10))
    assert (case, payload) == (type(error).__name__, getattr(error, "value", None))
    assert (2, 2) == pngs.read_rgba(maker.shrink(pngs.png(SMALL), 10))[:2]


@settings(deadline=None, max_examples=50, derandomize=True)
@given(image=images(6), at=st.integers(0), byte=st.integers(1, 255))
def test_any_damage(maker: Any, image: Image, at: int, byte: int) -> None:
    """A changed byte is found out, wherever it is: every one is under a checksum."""
    file = bytearray(pngs.png(image))
    file[at % len(file)] ^= byte
    assert type(_refused(lambda: maker.shrink(bytes(file), 10))).__name__ in (
        "NotPng",
        "Damaged",
        "Unsupported",
    )


@settings(deadline=None, max_examples=50, derandomize=True)
@given(data=st.binary(max_size=200))
def test_any_stream(maker: Any, data: bytes) -> None:
    """A stream with right checksums that makes no sense is damaged, never a crash."""
    stream = b"\x78\x01" + data + zlib.adler32(b"").to_bytes(4, "big")
    error = _refused(lambda: maker.shrink(pngs.png(SMALL, compress=lambda _: stream), 10))
    assert ("Damaged", "its pixels") == (type(error).__name__, error.value)


def test_too_large(maker: Any) -> None:
    """Its size is told; its pixels are not looked for."""
    file = _with(SMALL, HEADER, pngs.header(16_000_001, 1, 8, 0))
    error = _refused(lambda: maker.shrink(file, 10))
    assert (16_000_001, 1) == (error.value.width, error.value.height)
    assert (16_000_001, 1) == (maker.measure(file).width, maker.measure(file).height)


@pytest.mark.parametrize("longest", [0, 1025, (1 << 32) - 1])
def test_no_length(maker: Any, longest: int) -> None:
    """A thumbnail has 1 to 1024 pixels on its longer side."""
    assert longest == _refused(lambda: maker.shrink(pngs.png(SMALL), longest)).value
