// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Contract of a serial line.
 *
 * Whoever implements it (a chip) offers a constant `struct uart`; whoever uses it (a capsule) gets
 * a constant `struct uart_client` called, never inside a call of its own. On the way from the chip
 * to a capsule the board puts the boundary between the two.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <abi/error.h>
#include <lib/attributes.h>
#include <lib/span.h>

struct VTABLE uart {
    /**
     * Sends bytes behind those that it took before.
     *
     * @param bytes  copy.
     * @return how many it took, from the first on: what the line can keep now, which may be none.
     *         If that is not all, client->transmitted follows once, when it can take more.
     * Context: kernel. Takes as long as the line keeps bytes, never as long as they need to leave.
     */
    size_t (*transmit)(const struct const_span *bytes);

    /// Turns reception on, also after a pause. Bytes arrive through client->received. Context:
    /// kernel.
    enum error (*receive_start)(void);

    /// Has no more bytes given to the client; what the line cannot keep, the sender does. Context:
    /// kernel.
    void (*receive_pause)(void);
};

/// Arguments of the client's callbacks: one structure each, so that they pass a capsule boundary.
struct uart_transmitted {
    enum error status; ///< ERROR_NONE, or ERROR_FAILED: the line failed, bytes may be lost
};

struct uart_received {
    size_t length_bytes; ///< 1 to UART_RECEIVED_BYTES_MAX
    uint8_t bytes[16];   ///< copy
    uint32_t lost_count; ///< bytes lost before these, since nobody took them in time
};
enum { UART_RECEIVED_BYTES_MAX = 16 };

struct VTABLE uart_client {
    void (*transmitted)(const struct uart_transmitted *event);
    void (*received)(const struct uart_received *event);
};
