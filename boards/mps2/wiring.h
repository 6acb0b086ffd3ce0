// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What all boards on an MPS2 AN386 share: memory, capsules, drivers, devices and policy.
 *
 * A board is a `struct board` made of MPS2_BOARD and its own tables, which begin with MPS2_CAPSULES
 * and MPS2_DRIVERS. A plain board adds nothing; a test board adds what is to be tested.
 */
#pragma once

#include <abi/driver.h>
#include <board_facts.h>
#include <capsules/alarm/alarm.h>
#include <capsules/button/button.h>
#include <capsules/console/console.h>
#include <capsules/led/led.h>
#include <capsules/low_level_debug/low_level_debug.h>
#include <capsules/process_console/process_console.h>
#include <capsules/terminal/terminal.h>
#include <chips/mps2/timer.h>
#include <kernel/board.h>

enum mps2_capsule {
    CAPSULE_TERMINAL,
    CAPSULE_PROCESS_CONSOLE,
    CAPSULE_CONSOLE,
    CAPSULE_ALARM,
    CAPSULE_LED,
    CAPSULE_BUTTON,
    CAPSULE_LOW_LEVEL_DEBUG,
};
enum { MPS2_CAPSULE_COUNT = 7 };

/// Entries of a capsule table, by their index.
#define MPS2_CAPSULES                                                                       \
    [CAPSULE_TERMINAL] = {.name = "terminal",                                               \
                          .init = terminal_init,                                            \
                          .deferred = terminal_deferred,                                    \
                          .timer = terminal_timer,                                          \
                          .process_ended = terminal_process_ended},                         \
    [CAPSULE_PROCESS_CONSOLE] = {.name = "process_console",                                 \
                                 .rights = CAPSULE_RIGHT_PROCESSES | CAPSULE_RIGHT_MACHINE, \
                                 .init = process_console_init,                              \
                                 .deferred = process_console_deferred},                     \
    [CAPSULE_CONSOLE] = {.name = "console",                                                 \
                         .deferred = console_deferred,                                      \
                         .timer = console_timer,                                            \
                         .process_ended = console_process_ended},                           \
    [CAPSULE_ALARM] = {.name = "alarm", .timer = alarm_timer},                              \
    [CAPSULE_LED] = {.name = "led", .init = led_init},                                      \
    [CAPSULE_BUTTON] = {.name = "button", .process_ended = button_process_ended},           \
    [CAPSULE_LOW_LEVEL_DEBUG] = {.name = "low_level_debug"}

enum { MPS2_DRIVER_COUNT = 5 };

/// Entries of a driver table, ascending.
#define MPS2_DRIVERS                                                            \
    {.number = DRIVER_ALARM,                                                    \
     .capsule = CAPSULE_ALARM,                                                  \
     .upcall_count = 1,                                                         \
     .grant_bytes = ALARM_GRANT_BYTES,                                          \
     .has_grant = true,                                                         \
     .command = alarm_command},                                                 \
        {.number = DRIVER_CONSOLE,                                              \
         .capsule = CAPSULE_CONSOLE,                                            \
         .upcall_count = 3,                                                     \
         .read_only_count = 2,                                                  \
         .read_write_count = 2,                                                 \
         .grant_bytes = CONSOLE_GRANT_BYTES,                                    \
         .has_grant = true,                                                     \
         .command = console_command},                                           \
        {.number = DRIVER_LED, .capsule = CAPSULE_LED, .command = led_command}, \
        {.number = DRIVER_BUTTON,                                               \
         .capsule = CAPSULE_BUTTON,                                             \
         .upcall_count = 1,                                                     \
         .grant_bytes = BUTTON_GRANT_BYTES,                                     \
         .has_grant = true,                                                     \
         .command = button_command},                                            \
    {                                                                           \
        .number = DRIVER_LOW_LEVEL_DEBUG, .capsule = CAPSULE_LOW_LEVEL_DEBUG,   \
        .grant_bytes = LOW_LEVEL_DEBUG_GRANT_BYTES, .has_grant = true,          \
        .command = low_level_debug_command                                      \
    }

enum { MPS2_SLOT_COUNT = 8, MPS2_BOTTOM_HALF_COUNT = 4 };

extern struct process_slot mps2_slots[MPS2_SLOT_COUNT];
extern const struct bottom_half mps2_bottom_halves[MPS2_BOTTOM_HALF_COUNT];
extern const struct policy mps2_policy;

void mps2_panic_write(const char *text, size_t length_bytes);
NORETURN void mps2_panic_end(void);

/// Places that the linker script defines.
extern char kernel_text_start[];
extern char kernel_text_end[];
extern char kernel_memory_start[];
extern char kernel_memory_end[];
extern char kernel_stack_start[];
extern char kernel_stack_end[];
extern uint8_t pool_start[];

/// Kept free for grants in every block: one of each driver and the padding between them.
enum { MPS2_GRANT_RESERVE_BYTES = 384 };

/// Everything of a `struct board` but its name, its capsules and its drivers.
#define MPS2_BOARD                                                                              \
    .time_hz = BOARD_TIME_HZ,                                                                   \
    .image_memory = {BOARD_APPS_BASE, BOARD_APPS_BASE + BOARD_APPS_BYTES}, .pool = pool_start,  \
    .pool_bytes = BOARD_POOL_BYTES, .slots = mps2_slots, .slot_count = MPS2_SLOT_COUNT,         \
    .grant_reserve_bytes = MPS2_GRANT_RESERVE_BYTES, .bottom_halves = mps2_bottom_halves,       \
    .bottom_half_count = MPS2_BOTTOM_HALF_COUNT, .event_capsule = CAPSULE_PROCESS_CONSOLE,      \
    .policy = &mps2_policy, .text = {(uintptr_t)kernel_text_start, (uintptr_t)kernel_text_end}, \
    .memory = {(uintptr_t)kernel_memory_start, (uintptr_t)kernel_memory_end},                   \
    .stack = {(uintptr_t)kernel_stack_start, (uintptr_t)kernel_stack_end},                      \
    .panic_write = mps2_panic_write, .panic_end = mps2_panic_end
