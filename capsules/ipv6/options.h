// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Options in headers that are for each node on the way, or for the destination (RFC 8200, 4.2).
#pragma once

#include <stdint.h>

#include "state.h"

enum ipv6_options_what { IPV6_OPTIONS_RIGHT, IPV6_OPTIONS_DROP, IPV6_OPTIONS_ERROR };

struct ipv6_options_found {
    enum ipv6_options_what what; ///< to do with the packet
    uint32_t offset_bytes;       ///< of the option that the sender is told of
};

/// Goes through the options of the header that is in the first bytes of ipv6_state.part. No option
/// has to be known: each says what to do where it is not.
struct ipv6_options_found ipv6_options_check(uint32_t header_bytes);
