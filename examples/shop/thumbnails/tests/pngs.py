"""PNG files of every kind, and what is in them, by Python's own zlib."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass

GREY, RGB, PALETTE, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6
CHANNELS = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGBA: 4}
KINDS = [(GREY, depth) for depth in (1, 2, 4, 8, 16)]
KINDS += [(PALETTE, depth) for depth in (1, 2, 4, 8)]
KINDS += [(kind, depth) for kind in (RGB, GREY_ALPHA, RGBA) for depth in (8, 16)]

Pixel = tuple[int, int, int, int]


@dataclass(frozen=True)
class Image:
    """`samples` as they are stored, row after row; `pixels` as red, green, blue, opacity."""

    kind: int
    depth: int
    width: int
    height: int
    samples: list[int]
    palette: list[Pixel]

    @property
    def pixels(self) -> list[Pixel]:
        count, most = CHANNELS[self.kind], (1 << self.depth) - 1
        found = []
        for start in range(0, len(self.samples), count):
            stored = self.samples[start : start + count]
            eight = [(one * 255 + most // 2) // most for one in stored]
            found.append(
                {
                    GREY: lambda e, s: (e[0], e[0], e[0], 255),
                    RGB: lambda e, s: (*e, 255),
                    PALETTE: lambda e, s: self.palette[s[0]],
                    GREY_ALPHA: lambda e, s: (e[0], e[0], e[0], e[1]),
                    RGBA: lambda e, s: (*e,),
                }[self.kind](eight, stored)
            )
        return found


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def header(width: int, height: int, depth: int = 8, kind: int = RGBA, interlaced: int = 0) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, interlaced))


def png(
    image: Image,
    filters: list[int] | None = None,
    compress: Callable[[bytes], bytes] = zlib.compress,
) -> bytes:
    """The file; each row has the next of the filters, over and over."""
    parts = [SIGNATURE, header(image.width, image.height, image.depth, image.kind)]
    if image.kind == PALETTE:
        parts.append(chunk(b"PLTE", b"".join(bytes(one[:3]) for one in image.palette)))
        parts.append(chunk(b"tRNS", bytes(one[3] for one in image.palette)))
    data = compress(_rows(image, filters or [0]))
    half = len(data) // 2
    parts += [chunk(b"IDAT", data[:half]), chunk(b"tEXt", b"a\0b"), chunk(b"IDAT", data[half:])]
    return b"".join([*parts, chunk(b"IEND", b"")])


def read_rgba(file: bytes) -> tuple[int, int, list[Pixel]]:
    """Width, height and pixels of a file as the component writes them."""
    assert file.startswith(SIGNATURE)
    width, height, depth, kind = struct.unpack(">IIBB", file[16:26])
    assert (8, RGBA) == (depth, kind)
    data, at = b"", 8
    while at < len(file):
        [size] = struct.unpack(">I", file[at : at + 4])
        name, content = file[at + 4 : at + 8], file[at + 8 : at + 8 + size]
        assert chunk(name, content) == file[at : at + 12 + size]
        data += content if name == b"IDAT" else b""
        at += 12 + size
    rows = zlib.decompress(data)
    stride = width * 4
    pixels: list[Pixel] = []
    for y in range(height):
        row = bytearray(rows[y * (stride + 1) + 1 :][:stride])
        assert 1 == rows[y * (stride + 1)]
        for i in range(4, stride):
            row[i] = (row[i] + row[i - 4]) & 255
        pixels += [(row[i], row[i + 1], row[i + 2], row[i + 3]) for i in range(0, stride, 4)]
    return width, height, pixels


def _rows(image: Image, filters: list[int]) -> bytes:
    per_row = image.width * CHANNELS[image.kind]
    step = max(1, CHANNELS[image.kind] * image.depth // 8)
    above = bytes(_stride(per_row, image.depth))
    found = b""
    for y in range(image.height):
        row = _packed(image.samples[y * per_row : (y + 1) * per_row], image.depth)
        found += _filtered(filters[y % len(filters)], row, above, step)
        above = row
    return found


def _stride(samples: int, depth: int) -> int:
    return (samples * depth + 7) // 8


def _packed(samples: list[int], depth: int) -> bytes:
    bits = "".join(f"{one:0{depth}b}" for one in samples)
    bits += "0" * (-len(bits) % 8)
    return int(bits or "0", 2).to_bytes(len(bits) // 8, "big")


def _filtered(number: int, row: bytes, above: bytes, step: int) -> bytes:
    found = bytearray([number])
    for i, byte in enumerate(row):
        left = row[i - step] if i >= step else 0
        corner = above[i - step] if i >= step else 0
        guess = [0, left, above[i], (left + above[i]) // 2, _paeth(left, above[i], corner)]
        found.append((byte - guess[number]) & 255)
    return bytes(found)


def _paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((left, above, corner), key=lambda one: abs(guess - one))


SIGNATURE = b"\x89PNG\r\n\x1a\n"
