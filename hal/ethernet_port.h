// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Contract of a port: a share of an Ethernet device (hal/ethernet.h) that several clients use.
 *
 * Whoever implements it offers a constant `struct ethernet_port` for each client; whoever uses it
 * gets a constant `struct ethernet_port_client` called, never inside a call of its own. Both are
 * capsules, and the board puts the boundary in between.
 *
 * Frames that go out are the client's own buffers, as with a device. A frame that comes in stays
 * where it is, and several clients may look at it: client->arrived says that there is one, read()
 * copies parts of it, release() says that it is not needed any more. While clients keep a frame no
 * other one comes in; so one that keeps it for longer than ETHERNET_PORT_KEEP_MILLISECONDS loses
 * it. What is in a frame was said by anybody.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <abi/error.h>
#include <hal/ethernet.h>
#include <lib/attributes.h>
#include <lib/span.h>
#include <lib/transfer_buffer.h>

enum { ETHERNET_PORT_KEEP_MILLISECONDS = 500 };

/// A part of a frame that is wanted.
struct BORROWED ethernet_part {
    uint32_t number;     ///< of the frame
    size_t offset_bytes; ///< of the part, in the frame
    struct span bytes;   ///< filled in, if the status is ERROR_NONE
    /// Answer. ERROR_STALE: the client has no frame of this number, any more; ERROR_SIZE: not all
    /// of the part lies in the frame. Set to ERROR_FAILED by who asks.
    enum error status;
};

struct VTABLE ethernet_port {
    /// Fills in all of the description. Context: kernel.
    void (*describe)(struct ethernet_description *description);

    /**
     * Sends the first bytes of a buffer as a frame, when the turn of this port has come.
     *
     * @param buffer  take. Given back by client->transmitted exactly once, also after an error.
     * @param length_bytes  ETHERNET_FRAME_BYTES_MIN to ETHERNET_FRAME_BYTES_MAX, else ERROR_SIZE.
     * @retval ERROR_BUSY  a frame of this port is on its way.
     * @retval ERROR_NO_DEVICE  there is no device, or it has broken the rules. Then, and after any
     *                          other error, the buffer stays with the caller.
     * Context: kernel.
     */
    enum error (*transmit)(struct transfer_buffer buffer, size_t length_bytes);

    /**
     * Ends the frame that is on its way: the buffer comes back soon, with ERROR_CANCEL; or as it
     * would have. It may be sent all the same.
     *
     * @retval ERROR_ALREADY  none is under way, and nothing follows. One that was cancelled before
     *                        is under way until its end.
     * Context: kernel.
     */
    enum error (*cancel)(void);

    /// Copies a part of the frame that has arrived. Returns ERROR_NONE, or ERROR_FAILED if the
    /// capsule called was aborted; the answer is in the part. Context: kernel.
    enum error (*read)(struct ethernet_part *part);

    /**
     * Says that a frame is not needed any more.
     *
     * @param number  of the frame; 0: whichever it is.
     * @retval ERROR_ALREADY  the client does not have it.
     * Context: kernel.
     */
    enum error (*release)(uint32_t number);
};

struct ethernet_arrived {
    uint32_t number;     ///< of the frame; not 0, and another one than that of the frame before
    size_t length_bytes; ///< ETHERNET_FRAME_BYTES_MIN to ETHERNET_FRAME_BYTES_MAX
};

struct VTABLE ethernet_port_client {
    /// Gives a frame: it is the client's until it calls release(), or takes too long. What it had
    /// of an earlier frame is gone. Context: kernel.
    enum error (*arrived)(const struct ethernet_arrived *event);

    /// The buffer is back. ERROR_RESERVE as the status: the port has been restarted, and knows
    /// nothing of a frame from before; it says so also when there was none, and names no buffer
    /// then. Context: kernel.
    enum error (*transmitted)(const struct ethernet_transmitted *event);
};
