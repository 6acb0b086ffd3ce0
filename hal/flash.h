// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Contract of NOR flash: bytes that outlast the power, are erased in blocks, and wear out.
 *
 * To erase a block makes all of its bits one. To program makes bits zero; none becomes one again
 * until the block is erased. Some flash keeps check bits of its own for what is programmed at once,
 * so a unit (program_bytes) is programmed only once between two times that it is erased, but for
 * zeros, which leave nothing to check. A block can be erased some ten or hundred thousand times.
 *
 * A loss of power while a block is erased or bytes are programmed leaves anything in that block or
 * those bytes, also bits that are read in one way now and in another way later, and nothing else.
 *
 * Whoever implements it (a chip) offers a constant `struct flash`; whoever uses it (a capsule) gets
 * a constant `struct flash_client` called, never inside a call of its own. On the way from the chip
 * to a capsule the board puts the boundary between the two.
 *
 * One request at a time: start it, wait for `done`, start the next one. What has been programmed or
 * erased when a request ends lasts.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <abi/error.h>
#include <lib/attributes.h>
#include <lib/transfer_buffer.h>

/// What the device is; all zero when there is none. All of it is less than 4 GiB.
struct flash_description {
    uint32_t block_count;
    uint32_t block_bytes;   ///< a power of two
    uint32_t program_bytes; ///< of a unit; a power of two
};

/// Which bytes, and the buffer whose first bytes they are or become.
struct flash_transfer {
    struct transfer_buffer buffer;
    uint32_t first_byte;
    size_t length_bytes;
};

struct VTABLE flash {
    /// Fills in all of the description. Context: kernel.
    void (*describe)(struct flash_description *description);

    /**
     * Starts reading bytes into a buffer.
     *
     * @param transfer  borrow. First byte and length are multiples of the unit. Its buffer: take;
     *                  given back by client->done exactly once, also after an error.
     * @retval ERROR_NO_DEVICE  there is no device, or it has broken the rules; the buffer stays
     *                          with the caller, here and below.
     * @retval ERROR_BUSY       a request is under way.
     * @retval ERROR_SIZE       no byte.
     * @retval ERROR_INVALID, ERROR_STALE  not all of the bytes are on the device, or not whole
     *                          units; or the ledger refuses the buffer or the length.
     * Context: kernel.
     */
    enum error (*read)(const struct flash_transfer *transfer);

    /// Starts programming bytes, which have been erased, from a buffer. As above; ERROR_INVALID,
    /// too: they do not all lie in one block.
    enum error (*program)(const struct flash_transfer *transfer);

    /// Starts erasing a block, which takes up to some seconds. client->done follows, without a
    /// buffer. ERROR_NO_DEVICE, ERROR_BUSY as above; ERROR_INVALID: there is no such block.
    enum error (*erase)(uint32_t block);

    /**
     * Ends the request that is under way as soon as the device may be left: a block is erased to
     * the end, of bytes to program some may be missing. client->done follows, with ERROR_CANCEL.
     *
     * @retval ERROR_ALREADY  none is under way, and nothing follows. One that was cancelled before
     *                        is under way until its end.
     * Context: kernel.
     */
    enum error (*cancel)(void);
};

enum flash_operation { FLASH_READ, FLASH_PROGRAM, FLASH_ERASE };

struct flash_done {
    enum flash_operation operation;
    struct transfer_buffer buffer; ///< give, under its present name; not for FLASH_ERASE
    /// ERROR_NONE, ERROR_CANCEL, or what went wrong: ERROR_FAILED (the device could not: the block
    /// is worn out, or the device is broken), ERROR_NO_SUPPORT (the block is locked). After an
    /// error the bytes, or the block, hold anything.
    enum error status;
};

struct VTABLE flash_client {
    void (*done)(const struct flash_done *event);
};
