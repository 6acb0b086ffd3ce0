// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Messages of ICMPv6 (RFC 4443): echo, and errors. Those of neighbours are in discovery.h.
#pragma once

#include <stdint.h>

#include "state.h"

enum ipv6_error {
    IPV6_ERROR_PORT,   ///< nobody has the port
    IPV6_ERROR_FIELD,  ///< a field of a header is wrong
    IPV6_ERROR_HEADER, ///< nobody knows the kind of header
    IPV6_ERROR_OPTION, ///< nobody knows the option
};

/// Deals with the message that has come in. No packet is being made.
void ipv6_icmp_arrived(void);

/**
 * Drops the packet that has come in, and tells its sender why, if he may be told. No packet is
 * being made.
 *
 * @param pointer_bytes  where in the packet the mistake is.
 */
void ipv6_icmp_error(enum ipv6_error what, uint32_t pointer_bytes);
