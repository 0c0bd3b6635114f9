// Compresses to a zlib stream (RFC 1950, RFC 1951), with the fixed codes.
#pragma once
#include <stddef.h>
#include <stdint.h>

// How many bytes a stream of so many can have at most.
size_t deflated_bound(size_t length);

// Writes the stream to `out`; returns its length.
size_t deflate(const uint8_t *in, size_t length, uint8_t *out);
