// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Contract of an I2C bus of which we are the one controller.
 *
 * Whoever implements it (a chip, or a capsule that shares a bus) offers a constant `struct
 * i2c_bus`; whoever uses it (a capsule) gets a constant `struct i2c_client` called, never inside a
 * call of its own. On the way from the chip to a capsule the board puts the boundary between the
 * two.
 *
 * One transfer at a time: start it, wait for `done`, start the next one.
 */
#pragma once

#include <stdint.h>

#include <abi/error.h>
#include <lib/attributes.h>
#include <lib/transfer_buffer.h>

enum { I2C_ADDRESS_MAX = 0x7F };

/// Where a device is on its bus; a setting of the capsules that drive one.
struct i2c_place {
    uint8_t address;
};

/**
 * What is moved. First so many bytes of the buffer are written, then, after a repeated start, so
 * many are read into it from its first byte on. Either number may be 0; if both are, the device is
 * only asked whether it is there.
 */
struct i2c_message {
    uint8_t address;
    uint8_t write_bytes;
    uint8_t read_bytes;
};

struct VTABLE i2c_bus {
    /**
     * Starts a transfer.
     *
     * @param buffer  take. Given back by client->done exactly once, also after an error.
     * @retval ERROR_BUSY     a transfer is under way; `buffer` stays with the caller, here and
     *                        below.
     * @retval ERROR_INVALID  no such address, none that the caller may use, or the ledger refuses
     *                        the length.
     * @retval ERROR_STALE    the ledger refuses the buffer.
     * Context: kernel.
     */
    enum error (*transfer)(struct transfer_buffer buffer, struct i2c_message message);

    /**
     * Ends the transfer that is under way: client->done follows soon, with ERROR_CANCEL.
     *
     * @retval ERROR_ALREADY  none is under way, and nothing follows. One that was cancelled before
     *                        is under way until its end.
     * Context: kernel.
     */
    enum error (*cancel)(void);
};

struct i2c_done {
    struct transfer_buffer buffer; ///< give, under its present name
    /// ERROR_NONE; ERROR_NO_ACK: no device has that address, or it takes no more bytes;
    /// ERROR_RESERVE: somebody else spoke on the bus; ERROR_FAILED: a line is held for too long;
    /// ERROR_CANCEL. A bus that works for several also ends a transfer with what it was refused for
    /// in its turn, and with ERROR_RESERVE if it has been restarted and knows nothing of one; the
    /// buffer is back then, too, though not named.
    enum error status;
};

struct VTABLE i2c_client {
    void (*done)(const struct i2c_done *event);
};
