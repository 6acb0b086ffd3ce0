// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Contract of a device that keeps blocks of bytes: a disk.
 *
 * Whoever implements it (a chip or a capsule) offers a constant `struct block_device`; whoever uses
 * it (a capsule) gets a constant `struct block_client` called, never inside a call of its own. On
 * the way from one to the other the board puts the boundary between the two.
 *
 * One request at a time: start it, wait for `done`, start the next one. What is written is certain
 * to outlast a loss of power only after a flush.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <abi/error.h>
#include <lib/attributes.h>
#include <lib/transfer_buffer.h>

enum { BLOCK_SECTOR_BYTES = 512 };

/// What the device is; all zero when there is none.
struct block_description {
    uint64_t sector_count;
    bool is_read_only;
};

/// Which sectors, and the buffer whose first bytes they are or become.
struct block_transfer {
    struct transfer_buffer buffer;
    uint64_t first_sector;
    size_t sector_count;
};

struct VTABLE block_device {
    /// Fills in all of the description. Context: kernel.
    void (*describe)(struct block_description *description);

    /**
     * Starts reading sectors into a buffer.
     *
     * @param transfer  borrow. Its buffer: take; given back by client->done exactly once, also
     *                  after an error.
     * @retval ERROR_NO_DEVICE  there is no device, or it has broken the rules; the buffer stays
     *                          with the caller, here and below.
     * @retval ERROR_BUSY       a request is under way.
     * @retval ERROR_SIZE       no sector, or more than the device takes at once; it takes one.
     * @retval ERROR_INVALID, ERROR_STALE  not all of the sectors are on the device, or the ledger
     *                          refuses the buffer or the length.
     * Context: kernel.
     */
    enum error (*read)(const struct block_transfer *transfer);

    /// Starts writing a buffer to sectors. As above; ERROR_NO_SUPPORT: the device is read-only.
    enum error (*write)(const struct block_transfer *transfer);

    /**
     * Has what was written so far made to last. client->done follows, without a buffer.
     *
     * @retval ERROR_NO_SUPPORT  the device has nothing that would not last.
     * @retval ERROR_NO_DEVICE, ERROR_BUSY  as above.
     * Context: kernel.
     */
    enum error (*flush)(void);

    /**
     * Ends the request that is under way: client->done follows soon, with ERROR_CANCEL. Sectors
     * that were to be written may be written, in part or not at all.
     *
     * @retval ERROR_ALREADY  none is under way, and nothing follows. One that was cancelled before
     *                        is under way until its end.
     * Context: kernel.
     */
    enum error (*cancel)(void);
};

enum block_operation { BLOCK_READ, BLOCK_WRITE, BLOCK_FLUSH };

struct block_done {
    enum block_operation operation;
    struct transfer_buffer buffer; ///< give, under its present name; not for BLOCK_FLUSH
    /// ERROR_NONE, ERROR_CANCEL, or what went wrong: ERROR_FAILED (the device could not, or has
    /// broken the rules), ERROR_NO_SUPPORT (it does not know the operation), ERROR_RESERVE (a disk
    /// that is a capsule was started again and knows nothing of a request). After an error the
    /// buffer's bytes are those of before, or anything. A device that has failed and cannot be
    /// stopped keeps the buffer: then its name is one that nobody can use.
    enum error status;
};

struct VTABLE block_client {
    void (*done)(const struct block_done *event);
};
