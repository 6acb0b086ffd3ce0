// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Memory that lives as long as one description: taken piece by piece, given back at once.
 *
 * All-zero is an empty arena. Taking never fails: without memory the tool ends.
 */
#pragma once

#include <stddef.h>

struct arena {
    void *last; ///< of the pieces, each of which leads to the one before
};

/** Gives memory of zeros for `count` things of `bytes` each; a sum that overflows ends the tool. */
void *arena_take(struct arena *arena, size_t count, size_t bytes);

/** Gives a copy of `length` bytes as a string. */
const char *arena_text(struct arena *arena, const char *bytes, size_t length);

void arena_free(struct arena *arena);
