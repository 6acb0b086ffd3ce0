// SPDX-License-Identifier: Apache-2.0 OR MIT
// The structure from which the kernel knows the board, made of the board's facts and capsules.

#include "standard.h"

/// Places that the linker script defines.
extern char kernel_text_start[];
extern char kernel_text_end[];
extern char kernel_memory_start[];
extern char kernel_memory_end[];
extern char kernel_stack_start[];
extern char kernel_stack_end[];
extern uint8_t pool_start[];

static const struct capsule_description capsules[BOARD_CAPSULE_COUNT] = {BOARD_CAPSULE_ENTRIES};
static struct capsule_status capsule_status[BOARD_CAPSULE_COUNT];

static uint8_t *const capsule_states[BOARD_CAPSULE_COUNT + 1] = {BOARD_CAPSULE_STATES};

static const uint8_t capsule_drivers[BOARD_CAPSULE_COUNT] = {BOARD_CAPSULE_DRIVERS};
static const struct driver drivers[BOARD_DRIVER_COUNT] = {BOARD_DRIVER_ENTRIES};

static struct process_slot slots[BOARD_PROCESSES_MAX];

static const struct policy policy = {
    .text = "development: all drivers open to all programs; faulted programs restart",
    .opens_every_driver = true,
    .fault_policy = FAULT_POLICY_RESTART,
};

static const struct range ranges[BOARD_RANGE_COUNT] = {
    [KERNEL_TEXT] = {(uintptr_t)kernel_text_start, (uintptr_t)kernel_text_end},
    [KERNEL_MEMORY] = {(uintptr_t)kernel_memory_start, (uintptr_t)kernel_memory_end},
    [KERNEL_STACK] = {(uintptr_t)kernel_stack_start, (uintptr_t)kernel_stack_end},
    [KERNEL_POOL] = {BOARD_POOL_BASE, BOARD_POOL_BASE + BOARD_POOL_BYTES},
    [BOARD_RANGE_IMAGES] = {BOARD_APPS_BASE, BOARD_APPS_BASE + BOARD_APPS_BYTES},
};

const struct board board = {
    .name = BOARD_NAME,
    .time_hz = BOARD_TIME_HZ,
    .image_memory = {BOARD_APPS_BASE, BOARD_APPS_BASE + BOARD_APPS_BYTES},
    .pool = pool_start,
    .pool_bytes = BOARD_POOL_BYTES,
    .slots = slots,
    .slot_count = BOARD_PROCESSES_MAX,
    .grant_reserve_bytes = BOARD_GRANT_RESERVE_BYTES,
    .capsules = capsules,
    .capsule_status = capsule_status,
    .capsule_count = BOARD_CAPSULE_COUNT,
    .capsule_states = capsule_states,
    .capsule_restart_ticks = BOARD_CAPSULE_DELAY_MILLISECONDS * (BOARD_TIME_HZ / 1000u),
    .capsule_drivers = capsule_drivers,
    .drivers = drivers,
    .driver_count = BOARD_DRIVER_COUNT,
    .buffers = BOARD_BUFFERS,
    .buffer_states = BOARD_BUFFER_STATES,
    .buffer_count = BOARD_BUFFER_COUNT,
    .buffer_abort = BOARD_BUFFER_ABORT,
    .bottom_halves = board_bottom_halves,
    .bottom_half_count = BOARD_BOTTOM_HALF_COUNT,
    .event_capsule = BOARD_EVENT_CAPSULE,
    .policy = &policy,
    .ranges = ranges,
    .panic_write = board_panic_write,
    .panic_end = board_panic_end,
};
