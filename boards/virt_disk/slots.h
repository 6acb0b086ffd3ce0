// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * For boards on `virt` whose slots may have a source of random bytes and a disk. Which of them is
 * in which slot is found when the board starts. What this folder defines beside is what a board
 * defines for the two devices, and the board's start.
 */
#pragma once

#include <boards/virt/slots.h>

void disk_slot_0_serve(void);
void disk_slot_1_serve(void);
void disk_slot_2_serve(void);
void disk_slot_3_serve(void);
void disk_slot_4_serve(void);
void disk_slot_5_serve(void);
void disk_slot_6_serve(void);
void disk_slot_7_serve(void);

/// Entries of the table of bottom halves: all slots.
#define DISK_BOTTOM_HALVES                                                                  \
    VIRTIO_BOTTOM_HALF(0, disk_slot_0_serve), VIRTIO_BOTTOM_HALF(1, disk_slot_1_serve),     \
        VIRTIO_BOTTOM_HALF(2, disk_slot_2_serve), VIRTIO_BOTTOM_HALF(3, disk_slot_3_serve), \
        VIRTIO_BOTTOM_HALF(4, disk_slot_4_serve), VIRTIO_BOTTOM_HALF(5, disk_slot_5_serve), \
        VIRTIO_BOTTOM_HALF(6, disk_slot_6_serve), VIRTIO_BOTTOM_HALF(7, disk_slot_7_serve)
