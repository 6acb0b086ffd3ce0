// SPDX-License-Identifier: Apache-2.0 OR MIT
// Keeping the machine. The variables of this file are not part of it.
#include "machine_keep.h"

#include <stdalign.h>
#include <stdlib.h>

#include "host.h"
#include "support.h"

// From the linker script.
extern uint8_t machine_state_start[];
extern uint8_t machine_state_end[];

struct machine_copy {
    uint8_t *state;
    alignas(uint64_t) uint8_t pool[HOST_POOL_BYTES];
};

static size_t state_bytes(void);

/// The sanitizers keep zones between variables, which are copied with them.
__attribute__((no_sanitize("address", "undefined"))) static void
words_copy(void *to, const void *from, size_t bytes)
{
    volatile uint64_t *target = to;
    const volatile uint64_t *source = from;
    for (size_t i = 0; i < bytes / sizeof *target; i++) {
        const uint64_t word = source[i];
        if (target[i] != word) {
            target[i] = word;
        }
    }
}

struct machine_copy *machine_keep(void)
{
    struct machine_copy *const copy = malloc(sizeof *copy);
    check(copy != NULL);
    copy->state = malloc(state_bytes());
    check(copy->state != NULL);
    words_copy(copy->state, machine_state_start, state_bytes());
    words_copy(copy->pool, host_memory_at(HOST_POOL_START), sizeof copy->pool);
    return copy;
}

void machine_put_back(const struct machine_copy *copy)
{
    words_copy(machine_state_start, copy->state, state_bytes());
    words_copy(host_memory_at(HOST_POOL_START), copy->pool, sizeof copy->pool);
}

static size_t state_bytes(void)
{
    return (size_t)(machine_state_end - machine_state_start);
}

void machine_drop(struct machine_copy *copy)
{
    free(copy->state);
    free(copy);
}
