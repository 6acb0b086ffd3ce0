// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Whole Ethernet frames, by the driver of the capsule `ethernet_tap`.
#pragma once

#include <bulkhead/system_call.h>
#include <stddef.h>

enum { BULKHEAD_ETHERNET_DRIVER = 0x30007 };
enum {
    BULKHEAD_ETHERNET_RECEIVED = 1,
    BULKHEAD_ETHERNET_SENT = 2,
    BULKHEAD_ETHERNET_TRANSMIT = 3,
};
enum { BULKHEAD_ETHERNET_FRAME_BYTES_MAX = 1514 };

/**
 * Where frames arrive: a program allows one, waits for upcall 0, and puts another in its place (or
 * takes it back) before it looks at the chunks.
 */
struct bulkhead_ethernet_stream {
    uint16_t version;      ///< 0
    uint8_t flags_high;    ///< 0
    uint8_t flags;         ///< bulkhead_ethernet_stream_flag
    uint32_t offset_bytes; ///< of all chunks together
    uint8_t chunks[];      ///< each a struct bulkhead_ethernet_chunk and the frame, unaligned
};
enum bulkhead_ethernet_stream_flag {
    BULKHEAD_ETHERNET_EXCEEDED = 1, ///< a frame was dropped since it did not fit
    BULKHEAD_ETHERNET_HALT = 2,     ///< set by the program: nothing more after that
};

struct bulkhead_ethernet_chunk {
    uint16_t flags;
    uint16_t length_bytes;
    uint8_t time[8];
};
_Static_assert(sizeof(struct bulkhead_ethernet_chunk) == 12, "as the driver writes it");

/**
 * Sends a frame, and waits until it is on its way.
 *
 * @return ERROR_SIZE: too short or too long; ERROR_NO_DEVICE: there is no network; ERROR_RESERVE:
 *         the driver was restarted meanwhile; ERROR_FAILED: the device failed.
 */
static inline enum error bulkhead_ethernet_send(const void *frame, size_t length_bytes)
{
    (void)bulkhead_allow_read_only(BULKHEAD_ETHERNET_DRIVER, 0, frame, length_bytes);
    enum error error = bulkhead_result_error(bulkhead_command(
        BULKHEAD_ETHERNET_DRIVER, BULKHEAD_ETHERNET_TRANSMIT, (uint32_t)length_bytes, 0));
    if (error == ERROR_NONE) {
        error = (enum error)bulkhead_yield_wait_for(BULKHEAD_ETHERNET_DRIVER, 1).value[0];
    }
    (void)bulkhead_allow_read_only(BULKHEAD_ETHERNET_DRIVER, 0, NULL, 0);
    return error;
}
