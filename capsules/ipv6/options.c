// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "options.h"

#include <lib/checked_index.h>

#include "address.h"

enum { OPTION_PAD_ONE = 0, OPTION_PAD = 1, OPTION_ROUTER_ALERT = 5 };
enum { FIRST = 2, OPTION_HEADER_BYTES = 2 };

/// What the two highest bits of a kind say to those that do not know it.
enum { UNKNOWN_SHIFT = 6, UNKNOWN_SKIP = 0, UNKNOWN_DROP = 1, UNKNOWN_ERROR = 2 };

static enum ipv6_options_what unknown(uint8_t kind)
{
    const uint8_t what = kind >> UNKNOWN_SHIFT;
    if (what == UNKNOWN_SKIP || what == UNKNOWN_DROP) {
        return what == UNKNOWN_SKIP ? IPV6_OPTIONS_RIGHT : IPV6_OPTIONS_DROP;
    }
    // The last kind spares senders to groups.
    return what == UNKNOWN_ERROR || !ipv6_address_is_group(&ipv6_state.receive.destination)
               ? IPV6_OPTIONS_ERROR
               : IPV6_OPTIONS_DROP;
}

struct ipv6_options_found ipv6_options_check(uint32_t header_bytes)
{
    struct ipv6_options_found found = {.what = IPV6_OPTIONS_RIGHT};
    uint32_t place = FIRST;
    // Each option takes a byte at least.
    for (size_t i = 0; i < IPV6_PART_BYTES_MAX && place < header_bytes; i++) {
        const uint8_t kind = AT(ipv6_state.part, place);
        if (kind == OPTION_PAD_ONE) {
            place++;
            continue;
        }
        const uint32_t left = header_bytes - place;
        if (left < OPTION_HEADER_BYTES ||
            AT(ipv6_state.part, place + 1) > left - OPTION_HEADER_BYTES) {
            found.what = IPV6_OPTIONS_DROP;
            return found;
        }
        if (kind != OPTION_PAD && kind != OPTION_ROUTER_ALERT) {
            found.what = unknown(kind);
            found.offset_bytes = place;
            if (found.what != IPV6_OPTIONS_RIGHT) {
                return found;
            }
        }
        place += OPTION_HEADER_BYTES + AT(ipv6_state.part, place + 1);
    }
    return found;
}
