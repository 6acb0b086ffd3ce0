// SPDX-License-Identifier: Apache-2.0 OR MIT
/// A client with capabilities, a server and a third, for tests of what becomes of capabilities.
#pragma once

#include "system.h"

enum { CLIENT, SERVER, THIRD };

/// Of the client: 1 calls the server, 2 and 3 call and notify the third. Free: 4 to 7. The server
/// and the third have nothing but 1 to 4 free.
void capabilities_boot(uint8_t rights, enum buffers buffers);

/// An entry of the table of a process.
const struct capability *entry_of(unsigned row, uint32_t index);

/// The operands of an operation on an entry.
struct port_message operation(uint32_t label, uint32_t index, uint32_t w0, uint32_t w1, uint32_t w2,
                              uint32_t w3);
