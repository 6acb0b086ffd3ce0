// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Contract of a source of random bytes that are good enough for keys.
 *
 * Whoever implements it (a chip) offers a constant `struct entropy_source`; whoever uses it (a
 * capsule) gets a constant `struct entropy_client` called, never inside a call of its own. On the
 * way from the chip to a capsule the board puts the boundary between the two.
 *
 * One request at a time: ask for bytes, wait for `filled`, use them, ask for more. A source may
 * give fewer bytes than it was asked for, but at least one.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <abi/error.h>
#include <lib/attributes.h>
#include <lib/transfer_buffer.h>

struct VTABLE entropy_source {
    /// Says whether there is a source now. One that is not there, or has broken the rules, does not
    /// come (back) before the next boot. Context: kernel.
    bool (*is_present)(void);

    /**
     * Starts filling a buffer from its first byte.
     *
     * @param buffer        take. Given back by client->filled exactly once, also after an error.
     * @param length_bytes  how many are wanted at most.
     * @retval ERROR_NO_DEVICE  there is no source, or it has broken the rules; `buffer` stays with
     *                          the caller, here and below.
     * @retval ERROR_BUSY       a request is under way.
     * @retval ERROR_SIZE       length_bytes is 0.
     * @retval ERROR_INVALID, ERROR_STALE  the ledger refuses the buffer or the length.
     * Context: kernel.
     */
    enum error (*request)(struct transfer_buffer buffer, size_t length_bytes);

    /**
     * Ends the request that is under way: client->filled follows soon, with ERROR_CANCEL.
     *
     * @retval ERROR_ALREADY  none is under way, and nothing follows. One that was cancelled before
     *                        is under way until its end.
     * Context: kernel.
     */
    enum error (*cancel)(void);
};

struct entropy_filled {
    struct transfer_buffer buffer; ///< give, under its present name
    /// ERROR_NONE, ERROR_CANCEL, or ERROR_FAILED: the source failed; one that cannot be stopped
    /// keeps the buffer, and its name is one that nobody can use. One that works for several
    /// also ends a request with what it was refused for in its turn, and with ERROR_RESERVE if it
    /// has been restarted and knows nothing of one.
    enum error status;
    size_t length_bytes; ///< random bytes in the buffer; 0 after an error
};

struct VTABLE entropy_client {
    void (*filled)(const struct entropy_filled *event);
};
