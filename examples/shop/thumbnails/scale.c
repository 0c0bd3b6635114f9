#include "scale.h"

void fit(uint32_t *width, uint32_t *height, uint32_t longest) {
    uint32_t *longer = *width >= *height ? width : height, *shorter = longer == width ? height : width;
    if (*longer <= longest) return;
    uint64_t side = ((uint64_t)*shorter * longest + *longer / 2) / *longer;
    *shorter = side ? (uint32_t)side : 1;
    *longer = longest;
}

// How much of pixel `at` of `large` lies below pixel `to` of `small`, in parts of 1/small.
static uint64_t overlap(uint32_t at, uint32_t to, uint32_t large, uint32_t small) {
    uint64_t from = (uint64_t)at * small, end = from + small;
    uint64_t first = (uint64_t)to * large, last = first + large;
    return (end < last ? end : last) - (from > first ? from : first);
}

static void mean(const Picture *large, const Picture *small, uint32_t x, uint32_t y, uint8_t *pixel) {
    uint32_t left = (uint32_t)((uint64_t)x * large->width / small->width);
    uint32_t top = (uint32_t)((uint64_t)y * large->height / small->height);
    double sum[4] = {0}, area = (double)large->width * large->height;
    for (uint32_t row = top; row < large->height && (uint64_t)row * small->height < (uint64_t)(y + 1) * large->height; row++) {
        double high = (double)overlap(row, y, large->height, small->height);
        for (uint32_t column = left; column < large->width && (uint64_t)column * small->width < (uint64_t)(x + 1) * large->width; column++) {
            const uint8_t *one = large->pixels + ((size_t)row * large->width + column) * 4;
            double weight = high * (double)overlap(column, x, large->width, small->width) * one[3];
            for (int i = 0; i < 3; i++) sum[i] += weight * one[i];
            sum[3] += weight;
        }
    }
    for (int i = 0; i < 3; i++) pixel[i] = sum[3] ? (uint8_t)(sum[i] / sum[3] + 0.5) : 0;
    pixel[3] = (uint8_t)(sum[3] / area + 0.5);
}

void scale(const Picture *large, Picture *small) {
    for (uint32_t y = 0; y < small->height; y++)
        for (uint32_t x = 0; x < small->width; x++)
            mean(large, small, x, y, small->pixels + ((size_t)y * small->width + x) * 4);
}
