// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Memory functions for freestanding code. trusted
 *
 * memcpy, memmove, memset and memcmp are here because compilers call them. Capsules are linked
 * with a private copy, so that a trap inside one of them counts as a trap of the capsule.
 */
#pragma once

#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t bytes);
void *memmove(void *to, const void *from, size_t bytes);
void *memset(void *to, int value, size_t bytes);
int memcmp(const void *one, const void *other, size_t bytes);

/// Sets bytes to zero, word by word where it can: about 0.4 instructions a byte. Any alignment.
void memory_clear(void *start, size_t bytes);
