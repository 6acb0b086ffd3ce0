// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "status.h"

/// In front of each piece; as aligned as anything that is taken.
struct piece {
    _Alignas(max_align_t) void *previous;
};

void *arena_take(struct arena *arena, size_t count, size_t bytes)
{
    if (bytes != 0 && count > (SIZE_MAX - sizeof(struct piece)) / bytes) {
        status_out_of_memory();
    }
    struct piece *piece = calloc(1, sizeof *piece + count * bytes);
    if (piece == NULL) {
        status_out_of_memory();
    }
    piece->previous = arena->last;
    arena->last = piece;
    return piece + 1;
}

const char *arena_text(struct arena *arena, const char *bytes, size_t length)
{
    char *text = arena_take(arena, length + 1, 1);
    memcpy(text, bytes, length);
    return text;
}

void arena_free(struct arena *arena)
{
    while (arena->last != NULL) {
        struct piece *piece = arena->last;
        arena->last = piece->previous;
        free(piece);
    }
}
