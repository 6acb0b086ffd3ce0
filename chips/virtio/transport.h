// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Virtio devices behind registers in memory ("virtio over MMIO"), versions 1 (legacy) and 2.
 *
 * Flow: virtio_find() looks at every slot for a device of a kind; virtio_start() makes it ready
 * with one queue; then virtio_notify() after each buffer and virtio_interrupt_take() at each
 * interrupt. virtio_stop() takes everything back from it.
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

#include "queue.h"

/// Slot i lies `stride` bytes behind slot i - 1, and so does its interrupt by one line.
struct virtio_slots {
    uintptr_t base;
    uintptr_t stride_bytes;
    uint8_t count;
    uint8_t first_line;
};
extern const struct virtio_slots virtio_slots;

enum virtio_kind {
    VIRTIO_NONE = 0,
    VIRTIO_ENTROPY = 4,
};

struct virtio_device {
    uintptr_t base; ///< 0: no device
    uint8_t line;   ///< its interrupt
};

/// Finds the first device of a kind. False: there is none. Context: init.
bool virtio_find(enum virtio_kind kind, struct virtio_device *device);

/**
 * Resets the device and makes it ready: no optional features, queue 0.
 *
 * @param queue  is made empty; the device's until virtio_stop().
 * @retval ERROR_NO_SUPPORT  the device wants what this driver does not know, or has no such queue.
 *                           It is stopped.
 * @retval ERROR_FAILED      the device does not do what it is told.
 * Context: init, kernel.
 */
MUST_CHECK enum error virtio_start(const struct virtio_device *device, struct virtio_queue *queue);

/// Resets the device. It uses no queue and no buffer any more; an interrupt that it has raised
/// already may follow. ERROR_FAILED: it does not say that it is reset. Context: init, kernel.
enum error virtio_stop(const struct virtio_device *device);

/// Tells the device that there is a buffer in its queue. Context: kernel.
void virtio_notify(const struct virtio_device *device);

/// Takes the device's interrupt back. What it has written before is seen behind it. Context:
/// kernel.
void virtio_interrupt_take(const struct virtio_device *device);
