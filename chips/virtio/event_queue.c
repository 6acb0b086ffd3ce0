// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "event_queue.h"

enum { DESCRIPTOR_WRITTEN = 2, CODE_SHIFT = 16 };

/// Lets the device have a place.
static void place_offer(struct virtio_event_queue *queue, uint16_t place)
{
    const uint16_t index = atomic_load_explicit(&queue->available.index, memory_order_relaxed);
    queue->available.ring[index % VIRTIO_EVENTS] = place;
    // The device sees the place before it sees that there is one.
    atomic_store_explicit(&queue->available.index, (uint16_t)(index + 1u), memory_order_release);
}

void virtio_event_queue_initialise(struct virtio_event_queue *queue)
{
    *queue = (struct virtio_event_queue){.taken_index = 0};
    for (uint16_t i = 0; i < VIRTIO_EVENTS; i++) {
        queue->descriptors[i] = (struct virtio_descriptor){.address = (uintptr_t)&queue->events[i],
                                                           .length_bytes = VIRTIO_EVENT_BYTES,
                                                           .flags = DESCRIPTOR_WRITTEN};
        place_offer(queue, i);
    }
}

enum virtio_queue_result virtio_event_queue_take(struct virtio_event_queue *queue,
                                                 struct virtio_event *event)
{
    const uint16_t index = atomic_load_explicit(&queue->used.index, memory_order_acquire);
    if (index == queue->taken_index) {
        return VIRTIO_QUEUE_EMPTY;
    }
    const struct virtio_used_entry *entry = &queue->used.ring[queue->taken_index % VIRTIO_EVENTS];
    const uint32_t place = atomic_load_explicit(&entry->id, memory_order_relaxed);
    const uint32_t length = atomic_load_explicit(&entry->length_bytes, memory_order_relaxed);
    if ((uint16_t)(index - queue->taken_index) > VIRTIO_EVENTS || place >= VIRTIO_EVENTS ||
        length != VIRTIO_EVENT_BYTES) {
        return VIRTIO_QUEUE_BROKEN;
    }
    const uint32_t kind = atomic_load_explicit(&queue->events[place].kind, memory_order_relaxed);
    event->type = (uint16_t)kind;
    event->code = (uint16_t)(kind >> CODE_SHIFT);
    event->value = atomic_load_explicit(&queue->events[place].value, memory_order_relaxed);
    queue->taken_index++;
    place_offer(queue, (uint16_t)place);
    return VIRTIO_QUEUE_TAKEN;
}
