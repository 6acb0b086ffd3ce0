// SPDX-License-Identifier: Apache-2.0 OR MIT
/// What the client sends: it waits here until its way is known and it is its turn.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "state.h"

/// Begins the packet of the next one whose way is known; ends those whose way is not found.
/// False: there is none.
bool ipv6_sending_begin(void);

/// Has the client give bytes of what it sends.
MUST_CHECK enum error ipv6_sending_fetch(uint32_t place, uint32_t offset_bytes, struct span bytes);

/// Ends one, and tells the client.
void ipv6_sending_end(uint32_t place, enum error status);
