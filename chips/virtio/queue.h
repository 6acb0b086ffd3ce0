// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A queue between a virtio device and its driver ("split virtqueue") with room for one buffer.
 *
 * Flow: virtio_queue_initialise(), then tell the device where the queue is; for each buffer
 * virtio_queue_offer(), notify the device, and at its interrupt virtio_queue_take().
 *
 * The device reads and writes this memory whenever it likes. What it has written is read once and
 * believed only as far as it follows from what was offered. Where a device keeps the buffer in mind
 * longer than it may, it is a bus master that nothing here can hold.
 *
 * Source: Virtual I/O Device 1.1, 2.6 (split virtqueues), 2.6.2 (layout of a legacy device).
 */
#pragma once

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <lib/attributes.h>

enum {
    VIRTIO_QUEUE_ENTRIES = 1,
    VIRTIO_QUEUE_ALIGNMENT = 64, ///< of the queue and, for a legacy device, of its used ring
};

struct virtio_descriptor {
    uint64_t address;
    uint32_t length_bytes;
    uint16_t flags;
    uint16_t next;
};

struct virtio_available {
    uint16_t flags;
    _Atomic uint16_t index;
    uint16_t ring[VIRTIO_QUEUE_ENTRIES];
    uint16_t used_event; ///< of a feature that is not accepted
};

struct virtio_used_entry {
    _Atomic uint32_t id;
    _Atomic uint32_t length_bytes;
};

/// Written by the device.
struct virtio_used {
    uint16_t flags;
    _Atomic uint16_t index;
    struct virtio_used_entry ring[VIRTIO_QUEUE_ENTRIES];
    uint16_t available_event;
};

struct virtio_queue {
    _Alignas(VIRTIO_QUEUE_ALIGNMENT) struct virtio_descriptor descriptors[VIRTIO_QUEUE_ENTRIES];
    struct virtio_available available;
    _Alignas(VIRTIO_QUEUE_ALIGNMENT) struct virtio_used used;

    // The driver's own; behind what the device is told of.
    uint16_t taken_index;   ///< of used.index, as far as it is taken
    uint32_t offered_bytes; ///< of the buffer that is with the device
};

static_assert(sizeof(struct virtio_descriptor) == 16 &&
                  offsetof(struct virtio_queue, available) == 16 * VIRTIO_QUEUE_ENTRIES &&
                  offsetof(struct virtio_available, ring) == 4 &&
                  offsetof(struct virtio_used, ring) == 4 && sizeof(struct virtio_used_entry) == 8,
              "as the device has it");
static_assert(offsetof(struct virtio_queue, available) + sizeof(struct virtio_available) <=
                      VIRTIO_QUEUE_ALIGNMENT &&
                  offsetof(struct virtio_queue, used) == VIRTIO_QUEUE_ALIGNMENT,
              "a legacy device looks for the used ring at the next boundary");

/// Makes the queue empty. Context: kernel; the device is reset.
void virtio_queue_initialise(struct virtio_queue *queue);

/**
 * Puts one buffer, to be written by the device, into the empty queue. The device must be notified.
 *
 * @param address  where the device finds it. The bytes are the device's until they are taken or
 *                 the device is reset.
 * Context: kernel.
 */
void virtio_queue_offer(struct virtio_queue *queue, uint64_t address, uint32_t length_bytes);

enum virtio_queue_result {
    VIRTIO_QUEUE_EMPTY,  ///< nothing has come back
    VIRTIO_QUEUE_TAKEN,  ///< the buffer is back
    VIRTIO_QUEUE_BROKEN, ///< the device has written what it may not; reset it
};

/**
 * Takes the buffer back, if the device is done with it.
 *
 * @param length_bytes  only with VIRTIO_QUEUE_TAKEN: how many it says to have written, 1 to as many
 *                      as were offered.
 * Context: kernel; a buffer is with the device.
 */
MUST_CHECK enum virtio_queue_result virtio_queue_take(struct virtio_queue *queue,
                                                      uint32_t *length_bytes);
