// A picture: rows from the top, four bytes for each pixel: red, green, blue, opacity.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MOST_PIXELS = 16000000 };

typedef struct {
    uint32_t width, height;
    uint8_t *pixels;
} Picture;
