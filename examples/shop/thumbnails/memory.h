// Memory, or the end: a component that has none left traps, and the next call gets a new one.
#pragma once
#include <stdlib.h>

static inline void *reserve(size_t size) {
    void *memory = malloc(size ? size : 1);
    if (!memory) abort();
    return memory;
}
