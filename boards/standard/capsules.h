// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Entries of the standard capsules and drivers for the board's tables.
 *
 * A board names the capsules and drivers that it wants in its board.cmake (BOARD_CAPSULES,
 * BOARD_DRIVERS); the build makes <board_capsules.h> of that, and board.c its tables. The entry of
 * capsule NAME is the initialiser CAPSULE_ENTRY_NAME, that of driver NAME is DRIVER_ENTRY_NAME. A
 * folder of boards/ that offers further ones has a header of this name, too.
 */
#pragma once

#include <abi/driver.h>
#include <capsules/alarm/alarm.h>
#include <capsules/button/button.h>
#include <capsules/console/console.h>
#include <capsules/event_report/event_report.h>
#include <capsules/led/led.h>
#include <capsules/low_level_debug/low_level_debug.h>
#include <capsules/process_console/process_console.h>
#include <capsules/terminal/terminal.h>

#define CAPSULE_ENTRY_TERMINAL                   \
    {                                            \
        .name = "terminal",                      \
        .init = terminal_init,                   \
        .deferred = terminal_deferred,           \
        .timer = terminal_timer,                 \
        .process_ended = terminal_process_ended, \
    }
#define CAPSULE_ENTRY_PROCESS_CONSOLE                              \
    {                                                              \
        .name = "process_console",                                 \
        .rights = CAPSULE_RIGHT_PROCESSES | CAPSULE_RIGHT_MACHINE, \
        .init = process_console_init,                              \
        .deferred = process_console_deferred,                      \
    }
#define CAPSULE_ENTRY_EVENT_REPORT         \
    {                                      \
        .name = "event_report",            \
        .rights = CAPSULE_RIGHT_PROCESSES, \
        .init = event_report_init,         \
        .deferred = event_report_deferred, \
    }
#define CAPSULE_ENTRY_CONSOLE                   \
    {                                           \
        .name = "console",                      \
        .deferred = console_deferred,           \
        .timer = console_timer,                 \
        .process_ended = console_process_ended, \
    }
#define CAPSULE_ENTRY_ALARM {.name = "alarm", .timer = alarm_timer}
#define CAPSULE_ENTRY_LED {.name = "led", .init = led_init}
#define CAPSULE_ENTRY_BUTTON {.name = "button", .process_ended = button_process_ended}
#define CAPSULE_ENTRY_LOW_LEVEL_DEBUG {.name = "low_level_debug"}

#define DRIVER_ENTRY_ALARM                \
    {                                     \
        .number = DRIVER_ALARM,           \
        .capsule = CAPSULE_ALARM,         \
        .upcall_count = 1,                \
        .grant_bytes = ALARM_GRANT_BYTES, \
        .has_grant = true,                \
        .command = alarm_command,         \
    }
#define DRIVER_ENTRY_CONSOLE                \
    {                                       \
        .number = DRIVER_CONSOLE,           \
        .capsule = CAPSULE_CONSOLE,         \
        .upcall_count = 3,                  \
        .read_only_count = 2,               \
        .read_write_count = 2,              \
        .grant_bytes = CONSOLE_GRANT_BYTES, \
        .has_grant = true,                  \
        .command = console_command,         \
    }
#define DRIVER_ENTRY_LED {.number = DRIVER_LED, .capsule = CAPSULE_LED, .command = led_command}
#define DRIVER_ENTRY_BUTTON                \
    {                                      \
        .number = DRIVER_BUTTON,           \
        .capsule = CAPSULE_BUTTON,         \
        .upcall_count = 1,                 \
        .grant_bytes = BUTTON_GRANT_BYTES, \
        .has_grant = true,                 \
        .command = button_command,         \
    }
#define DRIVER_ENTRY_LOW_LEVEL_DEBUG                \
    {                                               \
        .number = DRIVER_LOW_LEVEL_DEBUG,           \
        .capsule = CAPSULE_LOW_LEVEL_DEBUG,         \
        .grant_bytes = LOW_LEVEL_DEBUG_GRANT_BYTES, \
        .has_grant = true,                          \
        .command = low_level_debug_command,         \
    }
