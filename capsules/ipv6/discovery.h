// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Messages by which boards on a link find each other and their router (RFC 4861, 4).
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "state.h"

/// Whether a kind of message of ICMPv6 is one of these.
bool ipv6_discovery_is_kind(uint8_t kind);

/// Deals with a message whose first bytes are in ipv6_state.part. No packet is being made.
void ipv6_discovery_arrived(uint32_t length_bytes);

/// Begins the next question that is due. False: there is none.
bool ipv6_discovery_begin(void);
