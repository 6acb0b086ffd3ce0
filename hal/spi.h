// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Contract of a serial peripheral bus of which we are the controller.
 *
 * Whoever implements it (a chip, or a capsule that shares a bus) offers a constant `struct
 * spi_bus`; whoever uses it (a capsule) gets a constant `struct spi_client` called, never inside a
 * call of its own. On the way from the chip to a capsule the board puts the boundary between the
 * two.
 *
 * One transfer at a time: start it, wait for `done`, start the next one. Bytes have eight bits, the
 * highest one first.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <abi/error.h>
#include <lib/attributes.h>
#include <lib/transfer_buffer.h>

/// Which device of its bus a capsule drives; a setting of whoever shares a bus.
struct spi_place {
    uint8_t device;
};

/// Of a mode 0 to 3: the clock rests high; and the second edge, not the first, samples a bit.
enum spi_mode_bit { SPI_MODE_TRAILING = 1 << 0, SPI_MODE_IDLE_HIGH = 1 << 1 };
enum { SPI_MODE_MAX = 3 };

/// What becomes of the buffer.
enum spi_direction {
    SPI_WRITE,    ///< its bytes are sent, and stay as they are
    SPI_READ,     ///< it is filled with what is received; ones are sent
    SPI_EXCHANGE, ///< its bytes are sent, and what is received takes their places
};
enum { SPI_DIRECTION_COUNT = 3 };

/// Who is meant. Some devices have a line that tells bytes from commands: it is part of this, since
/// it has to stand before the first bit, and nobody may move it while the transfer has to wait.
enum spi_selection {
    SPI_DEVICE,         ///< the device; data, if it has such a line
    SPI_DEVICE_COMMAND, ///< the device; a command
    SPI_NOBODY,         ///< the clock runs, and nobody is selected
};
enum { SPI_SELECTION_COUNT = 3 };

struct spi_message {
    uint32_t rate_hz;      ///< at most
    uint16_t length_bytes; ///< of the buffer, from its first byte on; not 0
    uint8_t device;        ///< its number on the bus; who shares a bus fills it in
    uint8_t mode;          ///< 0 to SPI_MODE_MAX
    uint8_t direction;     ///< enum spi_direction
    uint8_t selection;     ///< enum spi_selection
    bool is_held;          ///< the device stays selected behind the transfer, up to the next one
};

struct VTABLE spi_bus {
    /**
     * Starts a transfer.
     *
     * @param buffer  take. Given back by client->done exactly once, also after an error.
     * @retval ERROR_BUSY     a transfer is under way; `buffer` stays with the caller, here and
     *                        below.
     * @retval ERROR_INVALID  no such mode, direction or selection; the bus cannot be so slow; or
     *                        the ledger refuses the length.
     * @retval ERROR_SIZE     no byte.
     * @retval ERROR_STALE    the ledger refuses the buffer.
     * @retval ERROR_RESERVE  the device was held for so long that it was let go. Told once.
     * Context: kernel.
     */
    enum error (*transfer)(struct transfer_buffer buffer, struct spi_message message);

    /**
     * Ends the transfer that is under way: client->done follows soon, with ERROR_CANCEL. Lets go of
     * a device that is held, also if no transfer is under way.
     *
     * @retval ERROR_ALREADY  none is under way, and nothing follows. One that was cancelled before
     *                        is under way until its end.
     * Context: kernel.
     */
    enum error (*cancel)(void);
};

struct spi_done {
    struct transfer_buffer buffer; ///< give, under its present name
    /// ERROR_NONE or ERROR_CANCEL. A bus that works for several also ends a transfer with what it
    /// was refused for in its turn, and with ERROR_RESERVE if it has been restarted and knows
    /// nothing of one.
    enum error status;
    /// Of the bytes that were received, or sent if it was SPI_WRITE: the remainder by x^16 + x^12 +
    /// x^5 + 1, from 0 on, the highest bit first. For who passes on a buffer and cannot open it.
    uint16_t check;
};

struct VTABLE spi_client {
    void (*done)(const struct spi_done *event);
};
