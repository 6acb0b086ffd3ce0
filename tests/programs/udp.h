// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Common to the programs of test_udp.py.
#pragma once

#include <bulkhead/alarm.h>
#include <bulkhead/udp.h>
#include <stdio.h>

static inline void udp_address_print(const char *what, const struct bulkhead_udp_address *address)
{
    printf("%s ", what);
    for (size_t i = 0; i < sizeof address->bytes; i++) {
        printf("%02x", address->bytes[i]);
    }
    printf("\n");
}

/// Waits until the board has as many addresses.
static inline void udp_addresses_wait(struct bulkhead_udp_address *addresses, uint32_t count)
{
    enum { PAUSE_MILLISECONDS = 20 };
    while (bulkhead_udp_addresses(addresses, count) < count) {
        (void)bulkhead_sleep_ms(PAUSE_MILLISECONDS);
    }
}
