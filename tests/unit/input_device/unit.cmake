# SPDX-License-Identifier: Apache-2.0 OR MIT
# The driver of input devices against a model with two of them.
set(UNIT_SOURCES
    chips/virtio/event_queue.c
    chips/virtio/input.c
    chips/virtio/queue.c
    chips/virtio/transport.c)
set(UNIT_INCLUDES tests/unit/chips/registers)
