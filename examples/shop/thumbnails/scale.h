// Makes a picture smaller.
#pragma once
#include "picture.h"

// The width and height that make the longer side `longest`; no side gets larger, or less than 1.
void fit(uint32_t *width, uint32_t *height, uint32_t longest);

// Fills `small`, whose pixels are there: each is the mean of the pixels that it covers, by area and
// by opacity, so that what cannot be seen gives no colour.
void scale(const Picture *large, Picture *small);
