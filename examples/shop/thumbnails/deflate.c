#include "deflate.h"

#include "inflate.h"

enum { WINDOW = 32768, SLOTS = 4096, SHORTEST = 3, LONGEST = 258 };

typedef struct {
    uint8_t *out;
    size_t written;
    uint32_t bits;
    int held;
} Writer;

static void put_bits(Writer *writer, uint32_t value, int count) {
    writer->bits |= value << writer->held;
    writer->held += count;
    for (; writer->held >= 8; writer->held -= 8, writer->bits >>= 8)
        writer->out[writer->written++] = (uint8_t)writer->bits;
}

// Codes are written from their highest bit on, all else from the lowest (RFC 1951, section 3.1.1).
static void put_code(Writer *writer, uint32_t code, int count) {
    uint32_t turned = 0;
    for (int i = 0; i < count; i++) turned |= (code >> i & 1) << (count - 1 - i);
    put_bits(writer, turned, count);
}

static void put_symbol(Writer *writer, uint32_t symbol) {
    if (symbol < 144) put_code(writer, 0x30 + symbol, 8);
    else if (symbol < 256) put_code(writer, 0x190 + symbol - 144, 9);
    else if (symbol < 280) put_code(writer, symbol - 256, 7);
    else put_code(writer, 0xc0 + symbol - 280, 8);
}

// Lengths and distances are coded alike (RFC 1951, section 3.2.5): groups of `each` codes, of which
// each has one bit more to tell its values apart than the group before; the first two have none.
static uint32_t group(uint32_t value, uint32_t each, int *extra) {
    for (*extra = 0; value >> *extra >= 2 * each;) ++*extra;
    return (uint32_t)*extra * each + (value >> *extra);
}

static void put_pair(Writer *writer, uint32_t length, uint32_t distance) {
    int extra;
    uint32_t code = group(length - SHORTEST, 4, &extra);
    if (length == LONGEST) put_symbol(writer, 285);
    else {
        put_symbol(writer, 257 + code);
        put_bits(writer, (length - SHORTEST) & ((1u << extra) - 1), extra);
    }
    code = group(distance - 1, 2, &extra);
    put_code(writer, code, 5);
    put_bits(writer, (distance - 1) & ((1u << extra) - 1), extra);
}

static uint32_t slot(const uint8_t *at) {
    uint32_t three = at[0] | at[1] << 8 | (uint32_t)at[2] << 16;
    return three * 2654435761u >> 20;
}

static size_t same(const uint8_t *one, const uint8_t *other, size_t most) {
    size_t count = 0;
    while (count < most && one[count] == other[count]) count++;
    return count;
}

size_t deflated_bound(size_t length) { return length + length / 8 + 16; }

size_t deflate(const uint8_t *in, size_t length, uint8_t *out) {
    static size_t seen[SLOTS]; // the place after the last one with this hash; 0 for none
    for (int i = 0; i < SLOTS; i++) seen[i] = 0;
    out[0] = 0x78;
    out[1] = 0x01;
    Writer writer = {.out = out, .written = 2};
    put_bits(&writer, 3, 3); // the last block, with the fixed codes
    for (size_t at = 0; at < length;) {
        size_t most = length - at < LONGEST ? length - at : LONGEST, count = 0, before = 0;
        if (most >= SHORTEST) {
            size_t *known = &seen[slot(in + at)];
            before = *known;
            *known = at + 1;
            if (before && at + 1 - before <= WINDOW) count = same(in + before - 1, in + at, most);
        }
        if (count >= SHORTEST) put_pair(&writer, (uint32_t)count, (uint32_t)(at + 1 - before));
        else put_symbol(&writer, in[at]), count = 1;
        at += count;
    }
    put_symbol(&writer, 256);
    put_bits(&writer, 0, 7);
    uint32_t sum = adler32(in, length);
    for (int i = 24; i >= 0; i -= 8) out[writer.written++] = (uint8_t)(sum >> i);
    return writer.written;
}
