// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A queue of a virtio device ("split virtqueue") by which it tells of events of 8 bytes, many of
 * which may wait.
 *
 * The places for events belong to the queue, and the device has all of them but while one is read.
 * So whatever it writes, and however often it names a place, it writes to events only. What it has
 * written is read once.
 *
 * Source: Virtual I/O Device 1.2, 2.7 (split virtqueues), 5.8.6 (events of input devices).
 */
#pragma once

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <lib/attributes.h>

#include "queue.h"

enum { VIRTIO_EVENTS = 32 /* a power of two */, VIRTIO_EVENT_BYTES = 8 };

/// As the driver has it.
struct virtio_event {
    uint16_t type;
    uint16_t code;
    uint32_t value;
};

/// As the device writes it: type and code, value.
struct virtio_event_place {
    _Atomic uint32_t kind;
    _Atomic uint32_t value;
};

struct virtio_event_queue {
    _Alignas(VIRTIO_QUEUE_ALIGNMENT) struct virtio_descriptor descriptors[VIRTIO_EVENTS];
    struct {
        uint16_t flags;
        _Atomic uint16_t index;
        uint16_t ring[VIRTIO_EVENTS];
        uint16_t used_event; ///< of a feature that is not accepted
    } available;
    /// Written by the device.
    _Alignas(VIRTIO_QUEUE_ALIGNMENT) struct {
        uint16_t flags;
        _Atomic uint16_t index;
        struct virtio_used_entry ring[VIRTIO_EVENTS];
        uint16_t available_event;
    } used;
    struct virtio_event_place events[VIRTIO_EVENTS]; ///< likewise

    // The driver's own.
    uint16_t taken_index; ///< of used.index, as far as it is taken
};

static_assert(offsetof(struct virtio_event_queue, available) == 16 * VIRTIO_EVENTS &&
                  sizeof(struct virtio_event_place) == VIRTIO_EVENT_BYTES,
              "as the device has it");
static_assert(offsetof(struct virtio_event_queue, used) -
                      (offsetof(struct virtio_event_queue, available.used_event) +
                       sizeof(uint16_t)) <
                  VIRTIO_QUEUE_ALIGNMENT,
              "a legacy device looks for the used ring at the next boundary");

/// Gives the device all places. Context: init; the device is reset.
void virtio_event_queue_initialise(struct virtio_event_queue *queue);

/// Takes the oldest event; its place is the device's again. As virtio_queue_take(). Context:
/// kernel.
MUST_CHECK enum virtio_queue_result virtio_event_queue_take(struct virtio_event_queue *queue,
                                                            struct virtio_event *event);
