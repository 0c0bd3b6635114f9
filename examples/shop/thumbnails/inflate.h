// Decompresses zlib streams (RFC 1950, RFC 1951).
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Whether `in` is a whole stream that gives exactly `size` bytes, with the right checksum. Writes
// no more than that to `out`, whatever the stream says.
bool inflate(const uint8_t *in, size_t length, uint8_t *out, size_t size);

// The checksum of RFC 1950, section 8.2.
uint32_t adler32(const uint8_t *data, size_t length);
