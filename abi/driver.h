// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Driver numbers and the numbers of their commands, upcalls and buffers (Tock 2.x).
#pragma once

enum driver_number {
    DRIVER_ALARM = 0x0,
    DRIVER_CONSOLE = 0x1,
    DRIVER_LED = 0x2,
    DRIVER_BUTTON = 0x3,
    DRIVER_LOW_LEVEL_DEBUG = 0x8,
    DRIVER_RNG = 0x40001,
};

/// Command 0 of every driver: is it there?
enum { COMMAND_EXISTS = 0 };

enum alarm_command {
    ALARM_COMMAND_FREQUENCY = 1,
    ALARM_COMMAND_NOW = 2,
    ALARM_COMMAND_STOP = 3,
    ALARM_COMMAND_SET_RELATIVE = 5,
    ALARM_COMMAND_SET_ABSOLUTE = 6,
};
enum { ALARM_UPCALL_FIRED = 0 }; ///< now, expiration, 0

enum console_command {
    CONSOLE_COMMAND_WRITE = 1,
    CONSOLE_COMMAND_READ = 2,
    CONSOLE_COMMAND_ABORT_READ = 3,
};
enum { CONSOLE_UPCALL_WRITTEN = 1, CONSOLE_UPCALL_READ = 2 };
enum { CONSOLE_ALLOW_WRITE = 1, CONSOLE_ALLOW_READ = 1 };

enum led_command {
    LED_COMMAND_ON = 1,
    LED_COMMAND_OFF = 2,
    LED_COMMAND_TOGGLE = 3,
    LED_COMMAND_READ = 4,
};

enum button_command {
    BUTTON_COMMAND_ENABLE = 1,
    BUTTON_COMMAND_DISABLE = 2,
    BUTTON_COMMAND_READ = 3,
};
enum { BUTTON_UPCALL_CHANGED = 0 }; ///< button, state, 0

enum low_level_debug_command {
    LOW_LEVEL_DEBUG_COMMAND_ALERT = 1,
    LOW_LEVEL_DEBUG_COMMAND_PRINT_1 = 2,
    LOW_LEVEL_DEBUG_COMMAND_PRINT_2 = 3,
};

enum rng_command {
    RNG_COMMAND_GET = 1,
};
enum { RNG_UPCALL_DONE = 0 }; ///< error, bytes delivered, 0
enum { RNG_ALLOW_BYTES = 0 };
