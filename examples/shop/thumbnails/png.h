// Reads and writes PNG (W3C Portable Network Graphics, third edition).
#pragma once
#include "picture.h"

typedef enum { READ, NOT_PNG, DAMAGED, UNSUPPORTED, TOO_LARGE } Outcome;

// Reads the header: width and height. `why` says what is wrong in words, where there are more.
Outcome measure_png(const uint8_t *data, size_t length, Picture *picture, const char **why);

// Reads the whole picture; its pixels are to be freed.
Outcome read_png(const uint8_t *data, size_t length, Picture *picture, const char **why);

// Writes a picture as a PNG, to be freed.
uint8_t *write_png(const Picture *picture, size_t *length);
