// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The packet that comes in: its headers, its checksum, and who gets it.
#pragma once

#include <stdbool.h>

#include "state.h"

/// Whether one is here, or could be begun with.
bool ipv6_receive_has_work(void);

/// Does the next part of the work on it. No packet that goes out is being made, but the one that
/// comes in again.
void ipv6_receive_step(void);

/// Gives back what the packet came in.
void ipv6_receive_end(void);

/// The packet was wrong, or for nobody.
void ipv6_receive_drop(void);

/// An answer has been begun that needs the packet until it is made.
void ipv6_receive_answer(void);

/// Copies bytes of the frame that the packet lies in.
MUST_CHECK enum error ipv6_frame_read(size_t offset_bytes, struct span bytes);

/// Does what is due. Returns when it wants to be called again; UINT64_MAX: never.
uint64_t ipv6_receive_time(uint64_t now);
