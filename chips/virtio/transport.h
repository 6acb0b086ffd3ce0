// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Virtio devices behind registers in memory ("virtio over MMIO"), versions 1 (legacy) and 2.
 *
 * Flow: virtio_find() looks at every slot for a device of a kind; virtio_start() makes it ready
 * with one queue, virtio_start_pair() with two, virtio_start_events() with one for events;
 * then virtio_notify() after each request, virtio_interrupt_take() at each interrupt, and
 * virtio_service_note() after it. virtio_stop() takes everything back from the device,
 * virtio_drop() for good.
 *
 * A device is a bus master: nothing holds it but what it is told. So only trusted code talks to it.
 * The board defines where the slots are.
 *
 * Source: Virtual I/O Device 1.1, 3.1 (initialisation), 4.2 (MMIO), 4.2.4 (legacy), 5 (devices).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <abi/error.h>
#include <lib/attributes.h>

#include "event_queue.h"
#include "queue.h"

/// Slot i lies `stride` bytes behind slot i - 1, and so does its interrupt by one line.
struct virtio_slots {
    uintptr_t base;
    uintptr_t stride_bytes;
    uint8_t count;
    uint8_t first_line;
    void (*line_mask)(unsigned line); ///< masks a line until the next boot. Context: kernel
};
extern const struct virtio_slots virtio_slots;

enum virtio_kind {
    VIRTIO_NONE = 0,
    VIRTIO_NETWORK = 1,
    VIRTIO_BLOCK = 2,
    VIRTIO_ENTROPY = 4,
    VIRTIO_INPUT = 18,
    VIRTIO_CRYPTO = 20,
};

struct virtio_device {
    uintptr_t base;         ///< 0: no device
    uint8_t line;           ///< its interrupt
    uint8_t empty_services; ///< in a row
    bool has_not_stopped;   ///< when it was dropped: what it has, it may still use
};

/// So many interrupts in a row for which there is nothing to do are the end of a device. Single
/// ones are normal, after a reset and when its configuration changes.
enum { VIRTIO_EMPTY_SERVICES_MAX = 64 };

/// Finds the first device of a kind in the slots from one on. False: there is none. Context: init.
bool virtio_find_from(enum virtio_kind kind, unsigned first_slot, struct virtio_device *device);

/// The same in all slots.
static inline bool virtio_find(enum virtio_kind kind, struct virtio_device *device)
{
    return virtio_find_from(kind, 0, device);
}

/// Whether the device is of version 1, the one before the standard. Context: init, kernel.
bool virtio_is_legacy(const struct virtio_device *device);

/**
 * Resets the device and makes it ready with its queue 0.
 *
 * @param queue     is made empty; the device's until virtio_stop().
 * @param features  those of bits 0 to 31 that the driver knows; then those of them that the device
 *                  has, too.
 * @retval ERROR_NO_SUPPORT  the device wants what this driver does not know, or has no such queue.
 *                           It is stopped.
 * @retval ERROR_FAILED      the device does not do what it is told.
 * Context: init, kernel.
 */
MUST_CHECK enum error virtio_start(const struct virtio_device *device, struct virtio_queue *queue,
                                   uint32_t *features);

/// The same for a device with two queues, 0 and 1.
MUST_CHECK enum error virtio_start_pair(const struct virtio_device *device,
                                        struct virtio_queue *first, struct virtio_queue *second,
                                        uint32_t *features);

/// The same for a device that tells of events in its queue 0, and no features. Context: init.
MUST_CHECK enum error virtio_start_events(const struct virtio_device *device,
                                          struct virtio_event_queue *queue);

/// Resets the device. It uses no queue and no buffer any more; an interrupt that it has raised
/// already may follow. ERROR_FAILED: it does not say that it is reset. Context: init, kernel.
enum error virtio_stop(const struct virtio_device *device);

/// Is done with the device until the next boot: stops it, masks its line, and makes `base` 0. Sets
/// `has_not_stopped` if it does not say that it is reset. Context: kernel.
void virtio_drop(struct virtio_device *device);

/// A word of what the device says of itself beyond what all kinds do. Context: init, kernel.
uint32_t virtio_configuration_read(const struct virtio_device *device, uintptr_t offset);

/// Writes a byte there, by which some devices are asked what the words then say. Context: init.
void virtio_configuration_write(const struct virtio_device *device, uintptr_t offset, uint8_t byte);

/// Tells the device that there is a request in a queue. Context: kernel.
void virtio_notify_queue(const struct virtio_device *device, unsigned number);

/// The same for a device with one queue.
static inline void virtio_notify(const struct virtio_device *device)
{
    virtio_notify_queue(device, 0);
}

/// Takes the device's interrupt back. What it has written before is seen behind it. Context:
/// kernel.
void virtio_interrupt_take(const struct virtio_device *device);

/**
 * Counts the services of the device's line for which there was nothing to do.
 *
 * @param has_work  there was something to do in this one.
 * @return true: its line has stormed for too long; drop the device.
 * Context: kernel.
 */
MUST_CHECK bool virtio_service_note(struct virtio_device *device, bool has_work);
