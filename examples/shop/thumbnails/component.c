// The exports of the component, as the canonical ABI passes them (component-model: CanonicalABI.md).
#include <stdio.h>
#include <string.h>

#include "memory.h"
#include "png.h"
#include "scale.h"

#define EXPORT(name) __attribute__((export_name(name)))
#define MAKER "shop:thumbnails/maker@0.1.0#"

enum { LONGEST = 1024 };
enum { IS_NOT_PNG, IS_DAMAGED, IS_UNSUPPORTED, IS_TOO_LARGE, IS_INVALID_LENGTH }; // cases of `error`

typedef struct {
    const void *at;
    size_t length;
} List;

typedef struct {
    uint32_t width, height;
} Size;

typedef union {
    List text;
    Size size;
    uint32_t length;
} Payload;

typedef struct {
    uint8_t is_error;
    union {
        Size size;
        List picture;
        struct {
            uint8_t kind;
            Payload payload;
        } error;
    };
} Result;

static Result result;

EXPORT("cabi_realloc") void *cabi_realloc(void *old, size_t had, size_t align, size_t size) {
    void *made = realloc(old, size ? size : 1);
    if (!made) abort();
    return made;
}

static Result *refused(uint8_t kind, Payload payload) {
    result = (Result){.is_error = 1, .error = {kind, payload}};
    return &result;
}

static Result *failed(Outcome outcome, const Picture *picture, const char *why) {
    Payload text = {.text = {why, why ? strlen(why) : 0}};
    switch (outcome) {
    case NOT_PNG: return refused(IS_NOT_PNG, text);
    case UNSUPPORTED: return refused(IS_UNSUPPORTED, text);
    case TOO_LARGE: return refused(IS_TOO_LARGE, (Payload){.size = {picture->width, picture->height}});
    default: return refused(IS_DAMAGED, text);
    }
}

EXPORT(MAKER "measure") Result *measure(uint8_t *data, size_t length) {
    Picture picture = {0};
    const char *why = NULL;
    Outcome outcome = measure_png(data, length, &picture, &why);
    free(data);
    if (outcome != READ && outcome != TOO_LARGE) return failed(outcome, &picture, why);
    result = (Result){.size = {picture.width, picture.height}};
    return &result;
}

EXPORT(MAKER "shrink") Result *shrink(uint8_t *data, size_t length, uint32_t longest) {
    Picture large = {0}, small = {0};
    const char *why = NULL;
    if (!longest || longest > LONGEST) {
        free(data);
        return refused(IS_INVALID_LENGTH, (Payload){.length = longest});
    }
    Outcome outcome = read_png(data, length, &large, &why);
    free(data);
    if (outcome != READ) return failed(outcome, &large, why);
    small = (Picture){large.width, large.height, NULL};
    fit(&small.width, &small.height, longest);
    small.pixels = reserve((size_t)small.width * small.height * 4);
    scale(&large, &small);
    size_t size;
    uint8_t *made = write_png(&small, &size);
    // The team's log. Stdout is not theirs: sealed, they write to stderr, and cannot tell.
    printf("thumbnails: %ux%u -> %ux%u, %zu bytes\n", large.width, large.height, small.width, small.height, size);
    fflush(stdout);
    free(large.pixels);
    free(small.pixels);
    result = (Result){.picture = {made, size}};
    return &result;
}

EXPORT("cabi_post_" MAKER "shrink") void shrunk(Result *returned) {
    if (!returned->is_error) free((void *)returned->picture.at);
}
