// SPDX-License-Identifier: Apache-2.0 OR MIT
// Headers of capsules that are shared are written like capsules.
#include "example.h"

#include <support/lease_copy.h>

static struct {
    struct lease text;
    uint8_t part[LEASE_COPY_BYTES_MAX];
    uint8_t bytes[512];
} example CAPSULE_STATE;

void example_deferred(void)
{
    const struct buffer_part all = {.buffer = transfer_buffer_home(0), .length_bytes = 512};
    if (lease_read_all(&example.text, SPAN_IN(example.bytes)) == ERROR_NONE &&
        lease_write_all(&example.text, CONST_SPAN_IN(example.bytes)) == ERROR_NONE &&
        lease_read_to_buffer(&example.text, &all, SPAN_IN(example.part)) == ERROR_NONE) {
        (void)lease_write_from_buffer(&example.text, &all, SPAN_IN(example.part));
    }
}
