// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `ethernet_tap`: driver 0x30007, whole Ethernet frames for programs.
 *
 * Each program that allows a read-write buffer 0 gets each frame that comes in. The buffer is a
 * *stream*: 2 bytes version (0), 2 bytes flags (the higher byte first), 4 bytes offset, then
 * chunks, one behind the other. A chunk is 2 bytes flags (0), 2 bytes length of the frame, 8 bytes
 * time (0: nobody has taken it), then the frame. The driver puts a chunk where the offset says,
 * counted from behind the offset itself, if all of it fits, moves the offset on, and makes upcall 0
 * for the first chunk. A frame that does not fit is dropped, and the flag 1 (exceeded) is set; a
 * program that had set the flag 2 (halt) gets nothing more then. It goes on with a fresh buffer, in
 * place of the old one.
 *
 * What is in a stream's first 8 bytes is the program's word. Nothing is put into one with another
 * version or flags. Where a program has moved the offset far on by itself (or gives a buffer with
 * chunks in it anew), a few frames may be dropped, as if they did not fit, until the driver is
 * there.
 *
 * Command 1: frames and bytes received, frames dropped. Command 2: frames and bytes sent; all of
 * this program. Command 3 sends the first bytes (lower half of the first argument) of read-only
 * buffer 0 as a frame; upcall 1 brings 0 or an error, the number of bytes, and the second argument
 * back. SIZE: too short or too long for a frame, or for the buffer; BUSY: the program's last frame
 * is still on its way. The frames of several programs are sent in turn. FAIL: the program took the
 * buffer back. Read-write buffer 1 is for the time of sending, which nobody takes; it stays as it
 * is.
 *
 * Without a device every command is answered with NODEVICE. After a restart a frame that was on its
 * way ends with RESERVE; what was counted begins again.
 */
#pragma once

#include <capsule.h>
#include <hal/ethernet_port.h>

enum { ETHERNET_TAP_DRIVER = 0x30007, ETHERNET_TAP_GRANT_BYTES = 80 };
enum ethernet_tap_command_number {
    ETHERNET_TAP_COMMAND_RECEIVED = 1,
    ETHERNET_TAP_COMMAND_SENT = 2,
    ETHERNET_TAP_COMMAND_TRANSMIT = 3,
};
enum { ETHERNET_TAP_UPCALL_RECEIVED = 0, ETHERNET_TAP_UPCALL_SENT = 1 };
enum { ETHERNET_TAP_ALLOW_FRAME = 0, ETHERNET_TAP_ALLOW_STREAM = 0 };
enum {
    ETHERNET_TAP_STREAM_HEADER_BYTES = 8,
    ETHERNET_TAP_CHUNK_HEADER_BYTES = 12,
};

/// The device, or a share of it. Defined by the board.
extern const struct ethernet_port ethernet_tap_device;

void ethernet_tap_init(void);
void ethernet_tap_deferred(void);
void ethernet_tap_on_restart(struct process_id *process);
void ethernet_tap_command(struct command *command);

void ethernet_tap_arrived(const struct ethernet_arrived *event);
void ethernet_tap_transmitted(const struct ethernet_transmitted *event);
