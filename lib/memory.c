// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <lib/memory.h>

#include <stdint.h>

// The build compiles this file so that no loop becomes a call of the function it implements.

/// A word of anybody's memory, whatever type it has there.
struct word {
    uint32_t value;
} __attribute__((may_alias));

enum { WORD_BYTES = 4, BLOCK_WORDS = 8 };

void memory_clear(void *start, size_t bytes)
{
    struct word *word = start;
    for (; (uintptr_t)word % WORD_BYTES == 0 && bytes >= BLOCK_WORDS * WORD_BYTES;
         bytes -= BLOCK_WORDS * WORD_BYTES) {
        word[0].value = 0;
        word[1].value = 0;
        word[2].value = 0;
        word[3].value = 0;
        word[4].value = 0;
        word[5].value = 0;
        word[6].value = 0;
        word[7].value = 0;
        word += BLOCK_WORDS;
    }
    (void)memset(word, 0, bytes);
}

void *memset(void *to, int value, size_t bytes)
{
    uint8_t *byte = to;
    size_t i = 0;
    if ((uintptr_t)to % WORD_BYTES == 0) {
        const uint32_t word = (uint8_t)value * 0x01010101u;
        for (; i + WORD_BYTES <= bytes; i += WORD_BYTES) {
            ((struct word *)(void *)(byte + i))->value = word;
        }
    }
    for (; i < bytes; i++) {
        byte[i] = (uint8_t)value;
    }
    return to;
}

void *memcpy(void *restrict to, const void *restrict from, size_t bytes)
{
    uint8_t *target = to;
    const uint8_t *source = from;
    size_t i = 0;
    if (((uintptr_t)target | (uintptr_t)source) % WORD_BYTES == 0) {
        for (; i + WORD_BYTES <= bytes; i += WORD_BYTES) {
            *(struct word *)(void *)(target + i) = *(const struct word *)(const void *)(source + i);
        }
    }
    for (; i < bytes; i++) {
        target[i] = source[i];
    }
    return to;
}

void *memmove(void *to, const void *from, size_t bytes)
{
    uint8_t *target = to;
    const uint8_t *source = from;
    if ((uintptr_t)target <= (uintptr_t)source) {
        for (size_t i = 0; i < bytes; i++) {
            target[i] = source[i];
        }
    } else {
        for (size_t i = bytes; i > 0; i--) {
            target[i - 1] = source[i - 1];
        }
    }
    return to;
}

int memcmp(const void *one, const void *other, size_t bytes)
{
    const uint8_t *a = one;
    const uint8_t *b = other;
    for (size_t i = 0; i < bytes; i++) {
        if (a[i] != b[i]) {
            return a[i] < b[i] ? -1 : 1;
        }
    }
    return 0;
}
