#include "png.h"

#include <stdlib.h>
#include <string.h>

#include "deflate.h"
#include "inflate.h"
#include "memory.h"

enum { GREY = 0, RGB = 2, PALETTE = 3, GREY_ALPHA = 4, RGBA = 6 };

static const uint8_t SIGNATURE[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

typedef struct {
    uint32_t depth, kind, channels;
    uint8_t palette[256][4];
    uint32_t colours;
    bool has_key; // one colour, in samples as they are stored, is transparent
    uint16_t key[3];
    uint8_t *data; // all IDAT chunks, one after the other
    size_t size;
} Png;

typedef struct {
    const uint8_t *name, *data;
    uint32_t size;
} Chunk;

static uint32_t big_endian(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static uint32_t crc32(const uint8_t *data, size_t length) {
    static uint32_t table[256];
    if (!table[1])
        for (uint32_t i = 0; i < 256; i++) {
            table[i] = i;
            for (int bit = 0; bit < 8; bit++) table[i] = table[i] & 1 ? table[i] >> 1 ^ 0xedb88320 : table[i] >> 1;
        }
    uint32_t sum = 0xffffffff;
    while (length--) sum = table[(sum ^ *data++) & 255] ^ sum >> 8;
    return ~sum;
}

static Outcome fail(Outcome outcome, const char *text, const char **why) {
    *why = text;
    return outcome;
}

// The next chunk, if it is whole and its checksum is right.
static bool next_chunk(const uint8_t **at, const uint8_t *end, Chunk *chunk) {
    if (end - *at < 12) return false;
    uint32_t size = big_endian(*at);
    if (size > (size_t)(end - *at) - 12) return false;
    *chunk = (Chunk){*at + 4, *at + 8, size};
    *at += 12 + size;
    return crc32(chunk->name, size + 4) == big_endian(chunk->data + size);
}

static bool is(const Chunk *chunk, const char *name) { return !memcmp(chunk->name, name, 4); }

static bool fits(uint32_t kind, uint32_t depth) {
    switch (kind) {
    case GREY: return depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
    case PALETTE: return depth == 1 || depth == 2 || depth == 4 || depth == 8;
    case RGB: case GREY_ALPHA: case RGBA: return depth == 8 || depth == 16;
    default: return false;
    }
}

static Outcome read_header(const uint8_t **at, const uint8_t *end, Picture *picture, Png *png, const char **why) {
    static const uint8_t CHANNELS[] = {1, 0, 3, 1, 2, 0, 4};
    Chunk chunk;
    if (end - *at < (ptrdiff_t)sizeof SIGNATURE || memcmp(*at, SIGNATURE, sizeof SIGNATURE)) return NOT_PNG;
    *at += sizeof SIGNATURE;
    if (!next_chunk(at, end, &chunk) || !is(&chunk, "IHDR") || chunk.size != 13)
        return fail(DAMAGED, "its header", why);
    picture->width = big_endian(chunk.data);
    picture->height = big_endian(chunk.data + 4);
    png->depth = chunk.data[8];
    png->kind = chunk.data[9];
    if (!picture->width || !picture->height || picture->width >> 31 || picture->height >> 31 ||
        !fits(png->kind, png->depth) || chunk.data[10] || chunk.data[11] || chunk.data[12] > 1)
        return fail(DAMAGED, "its header", why);
    png->channels = CHANNELS[png->kind];
    if (chunk.data[12]) return fail(UNSUPPORTED, "interlaced", why);
    if ((uint64_t)picture->width * picture->height > MOST_PIXELS) return TOO_LARGE;
    return READ;
}

static bool read_palette(const Chunk *chunk, Png *png) {
    if (chunk->size % 3 || !chunk->size || chunk->size > 768) return false;
    png->colours = chunk->size / 3;
    for (uint32_t i = 0; i < png->colours; i++) {
        memcpy(png->palette[i], chunk->data + 3 * i, 3);
        png->palette[i][3] = 255;
    }
    return true;
}

static bool read_transparency(const Chunk *chunk, Png *png) {
    if (png->kind == PALETTE) {
        if (chunk->size > png->colours) return false;
        for (uint32_t i = 0; i < chunk->size; i++) png->palette[i][3] = chunk->data[i];
        return true;
    }
    if ((png->kind != GREY && png->kind != RGB) || chunk->size != 2 * png->channels) return false;
    png->has_key = true;
    for (uint32_t i = 0; i < png->channels; i++)
        png->key[i] = (uint16_t)(chunk->data[2 * i] << 8 | chunk->data[2 * i + 1]);
    return true;
}

// Takes what matters of all chunks after the header; the pixels' go to `png->data`.
static Outcome read_chunks(const uint8_t *at, const uint8_t *end, Png *png, const char **why) {
    Chunk chunk;
    for (;;) {
        if (!next_chunk(&at, end, &chunk)) return fail(DAMAGED, "it ends too early, or a checksum is wrong", why);
        if (is(&chunk, "IEND")) break;
        if (is(&chunk, "IDAT")) {
            memcpy(png->data + png->size, chunk.data, chunk.size);
            png->size += chunk.size;
        } else if (is(&chunk, "PLTE")) {
            if (!read_palette(&chunk, png)) return fail(DAMAGED, "its palette", why);
        } else if (is(&chunk, "tRNS")) {
            if (!read_transparency(&chunk, png)) return fail(DAMAGED, "its transparency", why);
        } else if (!(chunk.name[0] & 32)) return fail(UNSUPPORTED, "with a critical chunk that is not known", why);
    }
    if (png->kind == PALETTE && !png->colours) return fail(DAMAGED, "its palette", why);
    return READ;
}

static uint8_t paeth(uint8_t left, uint8_t above, uint8_t corner) {
    int guess = left + above - corner;
    int a = abs(guess - left), b = abs(guess - above), c = abs(guess - corner);
    return a <= b && a <= c ? left : b <= c ? above : corner;
}

// Turns filtered rows into samples, in place (section 9); each begins with its filter.
static bool unfilter(uint8_t *rows, uint32_t height, size_t stride, size_t step) {
    for (uint32_t y = 0; y < height; y++) {
        uint8_t *row = rows + y * (stride + 1) + 1, *above = y ? row - stride - 1 : NULL, filter = row[-1];
        if (filter > 4) return false;
        for (size_t i = 0; i < stride; i++) {
            uint8_t left = i >= step ? row[i - step] : 0, up = above ? above[i] : 0;
            uint8_t corner = above && i >= step ? above[i - step] : 0;
            switch (filter) {
            case 1: row[i] += left; break;
            case 2: row[i] += up; break;
            case 3: row[i] += (uint8_t)((left + up) / 2); break;
            case 4: row[i] += paeth(left, up, corner); break;
            }
        }
    }
    return true;
}

static uint16_t sample(const uint8_t *row, uint32_t depth, size_t number) {
    if (depth == 16) return (uint16_t)(row[2 * number] << 8 | row[2 * number + 1]);
    size_t bit = number * depth;
    return row[bit / 8] >> (8 - depth - bit % 8) & ((1u << depth) - 1);
}

// One pixel of a row; false for a colour that is not in the palette.
static bool read_pixel(const Png *png, const uint8_t *row, uint32_t x, uint8_t *pixel) {
    uint16_t found[4];
    uint32_t most = (1u << png->depth) - 1;
    for (uint32_t i = 0; i < png->channels; i++)
        found[i] = sample(row, png->depth, (size_t)x * png->channels + i);
    if (png->kind == PALETTE) {
        if (found[0] >= png->colours) return false;
        memcpy(pixel, png->palette[found[0]], 4);
        return true;
    }
    bool is_key = png->has_key && !memcmp(found, png->key, png->channels * sizeof *found);
    bool is_grey = png->kind == GREY || png->kind == GREY_ALPHA;
    for (int i = 0; i < 3; i++) pixel[i] = (uint8_t)((found[is_grey ? 0 : i] * 255u + most / 2) / most);
    uint32_t alpha = png->kind == GREY_ALPHA || png->kind == RGBA ? found[png->channels - 1] : is_key ? 0 : most;
    pixel[3] = (uint8_t)((alpha * 255u + most / 2) / most);
    return true;
}

static Outcome read_pixels(const Png *png, Picture *picture, const char **why) {
    size_t stride = ((size_t)picture->width * png->channels * png->depth + 7) / 8;
    size_t step = (png->channels * png->depth + 7) / 8, size = (stride + 1) * picture->height;
    uint8_t *rows = reserve(size);
    picture->pixels = reserve((size_t)picture->width * picture->height * 4);
    bool good = inflate(png->data, png->size, rows, size) && unfilter(rows, picture->height, stride, step);
    for (uint32_t y = 0; good && y < picture->height; y++)
        for (uint32_t x = 0; good && x < picture->width; x++)
            good = read_pixel(png, rows + y * (stride + 1) + 1, x,
                              picture->pixels + ((size_t)y * picture->width + x) * 4);
    free(rows);
    if (good) return READ;
    free(picture->pixels);
    picture->pixels = NULL;
    return fail(DAMAGED, "its pixels", why);
}

Outcome measure_png(const uint8_t *data, size_t length, Picture *picture, const char **why) {
    Png png = {0};
    return read_header(&data, data + length, picture, &png, why);
}

Outcome read_png(const uint8_t *data, size_t length, Picture *picture, const char **why) {
    Png *png = reserve(sizeof *png);
    *png = (Png){0};
    const uint8_t *at = data, *end = data + length;
    Outcome outcome = read_header(&at, end, picture, png, why);
    if (outcome == READ) {
        png->data = reserve(length);
        outcome = read_chunks(at, end, png, why);
        if (outcome == READ) outcome = read_pixels(png, picture, why);
    }
    free(png->data);
    free(png);
    return outcome;
}

static uint8_t *put_chunk(uint8_t *at, const char *name, const uint8_t *data, uint32_t size) {
    for (int i = 0; i < 4; i++) at[i] = (uint8_t)(size >> (24 - 8 * i));
    memcpy(at + 4, name, 4);
    if (data != at + 8) memcpy(at + 8, data, size);
    uint32_t sum = crc32(at + 4, size + 4);
    for (int i = 0; i < 4; i++) at[8 + size + i] = (uint8_t)(sum >> (24 - 8 * i));
    return at + 12 + size;
}

// Each row begins with filter 1: a sample is told as what it differs from the one on its left.
static void filter_rows(const Picture *picture, uint8_t *rows) {
    size_t stride = (size_t)picture->width * 4;
    for (uint32_t y = 0; y < picture->height; y++) {
        const uint8_t *from = picture->pixels + y * stride;
        uint8_t *row = rows + y * (stride + 1);
        row[0] = 1;
        for (size_t i = 0; i < stride; i++) row[1 + i] = (uint8_t)(from[i] - (i >= 4 ? from[i - 4] : 0));
    }
}

uint8_t *write_png(const Picture *picture, size_t *length) {
    size_t size = ((size_t)picture->width * 4 + 1) * picture->height;
    uint8_t *rows = reserve(size), *out = reserve(deflated_bound(size) + 64), header[13] = {0};
    for (int i = 0; i < 4; i++) {
        header[i] = (uint8_t)(picture->width >> (24 - 8 * i));
        header[4 + i] = (uint8_t)(picture->height >> (24 - 8 * i));
    }
    header[8] = 8;
    header[9] = RGBA;
    filter_rows(picture, rows);
    memcpy(out, SIGNATURE, sizeof SIGNATURE);
    uint8_t *at = put_chunk(out + sizeof SIGNATURE, "IHDR", header, sizeof header);
    at = put_chunk(at, "IDAT", at + 8, (uint32_t)deflate(rows, size, at + 8));
    at = put_chunk(at, "IEND", at + 8, 0);
    free(rows);
    *length = (size_t)(at - out);
    return out;
}
