// SPDX-License-Identifier: Apache-2.0 OR MIT
/// A client and a server, for tests of what one can have of the other.
#pragma once

#include "system.h"

enum { CLIENT, SERVER, OTHER };

/// Two processes of one rank; the first has an entry to the second. Returns the index of the entry.
/// With IPC_KIND_IRQ the entry is one of a line.
uint32_t pair_boot(uint8_t kind, uint8_t rights, uint64_t badge);
