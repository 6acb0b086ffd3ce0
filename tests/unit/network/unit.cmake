# SPDX-License-Identifier: Apache-2.0 OR MIT
# The driver of a network device against a model with two queues.
set(UNIT_SOURCES
    chips/virtio/event_queue.c
    chips/virtio/network.c
    chips/virtio/queue.c
    chips/virtio/transport.c)
set(UNIT_INCLUDES tests/unit/chips/registers)
