// SPDX-License-Identifier: Apache-2.0 OR MIT
// The way back goes through a function that hands a buffer over to the capsule itself.
#include "example.h"

#include <hand_over/entropy.h>

static struct {
    struct take_cell buffer;
} example CAPSULE_STATE;

static const struct entropy_source itself;

static bool is_here(void)
{
    return true;
}

static enum error ask(struct transfer_buffer buffer, size_t length_bytes) // expect: recursion
{
    if (length_bytes > 0 && cell_fill(&example.buffer, buffer) == ERROR_NONE &&
        cell_try_take(&example.buffer)) {
        return entropy_source_request_from_cell(&itself, &example.buffer, length_bytes - 1u);
    }
    return ERROR_NONE;
}

static enum error end(void)
{
    return ERROR_NONE;
}

static const struct entropy_source itself = {.is_present = is_here, .request = ask, .cancel = end};

void example_init(void)
{
    if (cell_try_take(&example.buffer)) {
        (void)!entropy_source_request_from_cell(&itself, &example.buffer, 8);
    }
}
