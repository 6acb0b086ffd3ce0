// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Contract of an Ethernet device: frames go out and come in.
 *
 * Whoever implements it (a chip) offers a constant `struct ethernet`; whoever uses it (a capsule)
 * gets a constant `struct ethernet_client` called, never inside a call of its own. On the way from
 * the chip to a capsule the board puts the boundary between the two.
 *
 * One frame each way at a time: a buffer is handed to the device to be filled, or to be sent, comes
 * back with the end of that, and the next one may follow. While no buffer waits for a frame, those
 * that come may be lost. A frame begins with the two addresses and the type; the check sequence
 * behind it is the device's business and not a part of it. What comes in was sent by anybody.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <abi/error.h>
#include <lib/attributes.h>
#include <lib/transfer_buffer.h>

enum {
    ETHERNET_ADDRESS_BYTES = 6,
    ETHERNET_FRAME_BYTES_MIN = 14, ///< addresses and type
    ETHERNET_FRAME_BYTES_MAX = 1514,
};

/// What the device is; all zero when there is none.
struct ethernet_description {
    bool is_present;
    bool has_address; ///< it knows its own
    uint8_t address[ETHERNET_ADDRESS_BYTES];
};

struct VTABLE ethernet {
    /// Fills in all of the description. Context: kernel.
    void (*describe)(struct ethernet_description *description);

    /**
     * Has the next frame put into a buffer, from its first byte on. Longer ones than
     * ETHERNET_FRAME_BYTES_MAX are lost.
     *
     * @param buffer  take; has room for ETHERNET_FRAME_BYTES_MAX bytes. Given back by
     *                client->received exactly once, also after an error.
     * @retval ERROR_NO_DEVICE  there is no device, or it has broken the rules; the buffer stays
     *                          with the caller, here and below.
     * @retval ERROR_BUSY       another buffer waits already.
     * @retval ERROR_INVALID, ERROR_STALE  the ledger refuses the buffer or its size.
     * Context: kernel.
     */
    enum error (*receive)(struct transfer_buffer buffer);

    /**
     * Sends the first bytes of a buffer as a frame.
     *
     * @param buffer  take. Given back by client->transmitted exactly once, also after an error.
     * @param length_bytes  ETHERNET_FRAME_BYTES_MIN to ETHERNET_FRAME_BYTES_MAX, else ERROR_SIZE.
     * @retval ERROR_BUSY  a frame is on its way. Other errors as above.
     * Context: kernel.
     */
    enum error (*transmit)(struct transfer_buffer buffer, size_t length_bytes);

    /**
     * Ends what is under way, both ways: the buffers come back soon, with ERROR_CANCEL. A frame
     * that was to be sent may be sent.
     *
     * @retval ERROR_ALREADY  nothing is under way, and nothing follows. What was cancelled before
     *                        is under way until its end.
     * Context: kernel.
     */
    enum error (*cancel)(void);
};

struct ethernet_received {
    struct transfer_buffer buffer; ///< give, under its present name
    /// ERROR_NONE, ERROR_CANCEL, or ERROR_FAILED: the device has broken the rules. One that cannot
    /// be stopped keeps the buffer, here and below: then its name is one that nobody can use.
    enum error status;
    size_t length_bytes; ///< of the frame, up to ETHERNET_FRAME_BYTES_MAX; 0 after an error
};

struct ethernet_transmitted {
    struct transfer_buffer buffer; ///< give, under its present name
    enum error status;             ///< as above
};

struct VTABLE ethernet_client {
    void (*received)(const struct ethernet_received *event);
    void (*transmitted)(const struct ethernet_transmitted *event);
};
