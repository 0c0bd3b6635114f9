#include "inflate.h"

enum { LONGEST_CODE = 15, LITERALS = 288, DISTANCES = 30, ALL = LITERALS + 32 };

typedef struct {
    const uint8_t *in, *end;
    uint32_t bits;
    int held;
    bool failed;
    uint8_t *out;
    size_t written, size;
} State;

// A canonical code: how many symbols have each length, and the symbols in the order of their codes.
typedef struct {
    uint16_t count[LONGEST_CODE + 1], symbols[LITERALS];
} Code;

static const uint16_t LENGTHS[] = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                   31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
static const uint8_t LENGTH_BITS[] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                      2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
static const uint16_t DISTANCE[] = {1,   2,   3,   4,   5,   7,    9,    13,   17,   25,
                                    33,  49,  65,  97,  129, 193,  257,  385,  513,  769,
                                    1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
static const uint8_t DISTANCE_BITS[] = {0, 0, 0, 0, 1, 1, 2, 2,  3,  3,  4,  4,  5,  5,  6,
                                        6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13};

static uint32_t take(State *state, int count) {
    while (state->held < count) {
        if (state->in == state->end) {
            state->failed = true;
            return 0;
        }
        state->bits |= (uint32_t)*state->in++ << state->held;
        state->held += 8;
    }
    uint32_t taken = state->bits & ((1u << count) - 1);
    state->bits >>= count;
    state->held -= count;
    return taken;
}

// False for lengths that give more codes than there are; too few are fine until one is met.
static bool make_code(Code *code, const uint8_t *lengths, int symbols) {
    uint16_t offsets[LONGEST_CODE + 1] = {0};
    for (int i = 0; i <= LONGEST_CODE; i++) code->count[i] = 0;
    for (int i = 0; i < symbols; i++) code->count[lengths[i]]++;
    int left = 1;
    for (int i = 1; i <= LONGEST_CODE; i++) {
        left = left * 2 - code->count[i];
        if (left < 0) return false;
        if (i < LONGEST_CODE) offsets[i + 1] = offsets[i] + code->count[i];
    }
    for (int i = 0; i < symbols; i++)
        if (lengths[i]) code->symbols[offsets[lengths[i]]++] = (uint16_t)i;
    return true;
}

static int symbol(State *state, const Code *code) {
    int value = 0, first = 0, index = 0;
    for (int length = 1; length <= LONGEST_CODE; length++) {
        value |= (int)take(state, 1);
        if (state->failed) return -1;
        int count = code->count[length];
        if (value - first < count) return code->symbols[index + value - first];
        index += count;
        first = (first + count) * 2;
        value *= 2;
    }
    state->failed = true;
    return -1;
}

static void put(State *state, uint8_t byte) {
    if (state->written == state->size) state->failed = true;
    else state->out[state->written++] = byte;
}

static void copy(State *state, int code, const Code *distances) {
    if (code >= (int)(sizeof LENGTHS / sizeof *LENGTHS)) {
        state->failed = true;
        return;
    }
    uint32_t length = LENGTHS[code] + take(state, LENGTH_BITS[code]);
    int far = symbol(state, distances);
    if (far < 0 || far >= DISTANCES) {
        state->failed = true;
        return;
    }
    uint32_t distance = DISTANCE[far] + take(state, DISTANCE_BITS[far]);
    if (distance > state->written) state->failed = true;
    while (length-- && !state->failed) put(state, state->out[state->written - distance]);
}

static void compressed(State *state, const Code *literals, const Code *distances) {
    while (!state->failed) {
        int found = symbol(state, literals);
        if (found == 256) return;
        if (found > 256) copy(state, found - 257, distances);
        else if (found >= 0) put(state, (uint8_t)found);
    }
}

static void stored(State *state) {
    state->bits = 0;
    state->held = 0;
    if (state->end - state->in < 4) {
        state->failed = true;
        return;
    }
    uint32_t length = state->in[0] | state->in[1] << 8, check = state->in[2] | state->in[3] << 8;
    state->in += 4;
    if (length != (check ^ 0xffff) || state->end - state->in < (ptrdiff_t)length) {
        state->failed = true;
        return;
    }
    while (length-- && !state->failed) put(state, *state->in++);
}

static void with_fixed_codes(State *state) {
    uint8_t lengths[LITERALS];
    Code literals, distances;
    for (int i = 0; i < LITERALS; i++) lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
    make_code(&literals, lengths, LITERALS);
    for (int i = 0; i < DISTANCES; i++) lengths[i] = 5;
    make_code(&distances, lengths, DISTANCES);
    compressed(state, &literals, &distances);
}

// The lengths of both codes, themselves coded (RFC 1951, section 3.2.7).
static bool read_lengths(State *state, uint8_t *lengths, int wanted) {
    static const uint8_t ORDER[] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    int given = (int)take(state, 4) + 4, done = 0;
    uint8_t own[19] = {0};
    Code code;
    for (int i = 0; i < given; i++) own[ORDER[i]] = (uint8_t)take(state, 3);
    if (state->failed || !make_code(&code, own, 19)) return false;
    while (done < wanted) {
        int found = symbol(state, &code);
        if (found < 0) return false;
        uint8_t value = 0;
        int times = 1;
        if (found < 16) value = (uint8_t)found;
        else if (found == 16) {
            if (!done) return false;
            value = lengths[done - 1];
            times = 3 + (int)take(state, 2);
        } else times = found == 17 ? 3 + (int)take(state, 3) : 11 + (int)take(state, 7);
        if (state->failed || times > wanted - done) return false;
        while (times--) lengths[done++] = value;
    }
    return true;
}

static void with_own_codes(State *state) {
    uint8_t lengths[ALL] = {0};
    Code literals, distances;
    int literal_count = (int)take(state, 5) + 257, distance_count = (int)take(state, 5) + 1;
    if (literal_count > 286 || distance_count > DISTANCES ||
        !read_lengths(state, lengths, literal_count + distance_count) || !lengths[256] ||
        !make_code(&literals, lengths, literal_count) ||
        !make_code(&distances, lengths + literal_count, distance_count)) {
        state->failed = true;
        return;
    }
    compressed(state, &literals, &distances);
}

uint32_t adler32(const uint8_t *data, size_t length) {
    uint32_t a = 1, b = 0;
    for (size_t i = 0; i < length; i++) {
        a = (a + data[i]) % 65521;
        b = (b + a) % 65521;
    }
    return b << 16 | a;
}

bool inflate(const uint8_t *in, size_t length, uint8_t *out, size_t size) {
    if (length < 6 || (in[0] & 15) != 8 || in[0] >> 4 > 7 || in[1] & 32 || (in[0] << 8 | in[1]) % 31)
        return false;
    State state = {.in = in + 2, .end = in + length - 4, .out = out, .size = size};
    for (bool last = false; !last && !state.failed;) {
        last = take(&state, 1);
        switch (take(&state, 2)) {
        case 0: stored(&state); break;
        case 1: with_fixed_codes(&state); break;
        case 2: with_own_codes(&state); break;
        default: state.failed = true;
        }
    }
    const uint8_t *sum = in + length - 4;
    uint32_t told = (uint32_t)sum[0] << 24 | sum[1] << 16 | sum[2] << 8 | sum[3];
    return !state.failed && state.in == state.end && state.written == size &&
           adler32(out, size) == told;
}
