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
