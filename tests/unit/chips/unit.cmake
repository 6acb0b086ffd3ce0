# SPDX-License-Identifier: Apache-2.0 OR MIT
# Drivers of chips against models of their devices: each access to a register calls the model.
set(UNIT_SOURCES
    chips/clint/clint.c
    chips/ns16550/ns16550.c
    chips/plic/plic.c
    chips/sifive/gpio.c
    chips/sifive/uart.c
    chips/virt/calendar.c
    chips/virt/display.c
    chips/virtio/block.c
    chips/virtio/entropy.c
    chips/virtio/event_queue.c
    chips/virtio/input.c
    chips/virtio/queue.c
    chips/virtio/request.c
    chips/virtio/transport.c
    tests/unit/ledger/fake_ledger.c)
set(UNIT_INCLUDES tests/unit/chips/registers tests/unit/ledger)
