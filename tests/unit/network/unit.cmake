# SPDX-License-Identifier: Apache-2.0 OR MIT
# The driver of a network device against a model with two queues.
set(UNIT_SOURCES
    chips/virtio/event_queue.c
    chips/virtio/network.c
    chips/virtio/queue.c
    chips/virtio/transport.c
    tests/unit/ledger/fake_ledger.c
    tests/unit/virtio/virtio_model.c)
set(UNIT_INCLUDES tests/unit/chips/registers tests/unit/ledger tests/unit/virtio)
