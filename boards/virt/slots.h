// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The eight slots of `virt` for virtio devices. In which of them a device is, if in any, is found
 * when the board starts; the lines of the others are never enabled.
 */
#pragma once

/// Entries of the table of bottom halves: `serve` of all slots.
#define VIRTIO_BOTTOM_HALVES(serve)                                                               \
    VIRTIO_BOTTOM_HALF(0, serve), VIRTIO_BOTTOM_HALF(1, serve), VIRTIO_BOTTOM_HALF(2, serve),     \
        VIRTIO_BOTTOM_HALF(3, serve), VIRTIO_BOTTOM_HALF(4, serve), VIRTIO_BOTTOM_HALF(5, serve), \
        VIRTIO_BOTTOM_HALF(6, serve), VIRTIO_BOTTOM_HALF(7, serve)
#define VIRTIO_BOTTOM_HALF(slot, function) {.line = BOARD_VIRTIO_LINE + (slot), .serve = (function)}

/// The same where slots have different devices: each entry has a function of its own, which calls
/// `serve` with its line. VIRTIO_SLOTS(serve) defines them.
#define VIRTIO_SLOT_BOTTOM_HALVES                                                 \
    VIRTIO_BOTTOM_HALF(0, slot_0_serve), VIRTIO_BOTTOM_HALF(1, slot_1_serve),     \
        VIRTIO_BOTTOM_HALF(2, slot_2_serve), VIRTIO_BOTTOM_HALF(3, slot_3_serve), \
        VIRTIO_BOTTOM_HALF(4, slot_4_serve), VIRTIO_BOTTOM_HALF(5, slot_5_serve), \
        VIRTIO_BOTTOM_HALF(6, slot_6_serve), VIRTIO_BOTTOM_HALF(7, slot_7_serve)
#define VIRTIO_SLOTS(serve) \
    VIRTIO_SLOT(0, serve)   \
    VIRTIO_SLOT(1, serve)   \
    VIRTIO_SLOT(2, serve)   \
    VIRTIO_SLOT(3, serve)   \
    VIRTIO_SLOT(4, serve)   \
    VIRTIO_SLOT(5, serve) VIRTIO_SLOT(6, serve) VIRTIO_SLOT(7, serve)
#define VIRTIO_SLOT(slot, function)           \
    void slot_##slot##_serve(void)            \
    {                                         \
        function(BOARD_VIRTIO_LINE + (slot)); \
    }

void slot_0_serve(void);
void slot_1_serve(void);
void slot_2_serve(void);
void slot_3_serve(void);
void slot_4_serve(void);
void slot_5_serve(void);
void slot_6_serve(void);
void slot_7_serve(void);
