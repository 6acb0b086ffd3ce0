// SPDX-License-Identifier: Apache-2.0 OR MIT
// Exit and restart: a new life knows nothing of the one before. The clock tells the lives apart,
// since nothing in the program outlives a restart.
#include "check.h"
#include <bulkhead/alarm.h>

/// The first life begins before this time and restarts after it.
enum { FIRST_LIFE_MS = 2000 };

static uint32_t life_count;
static char typed[8];

static void event_note(uint32_t now, uint32_t expiration, uint32_t zero, void *data)
{
    (void)now;
    (void)expiration;
    (void)zero;
    (void)data;
}

static void first_life(void)
{
    check_error(bulkhead_trap_exit(2, 0), VARIANT_FAILURE, ERROR_NO_SUPPORT, "exit number 2");
    check_error(bulkhead_trap_exit(0xFFFFFFFF, 0), VARIANT_FAILURE, ERROR_NO_SUPPORT,
                "the highest exit number");

    life_count += 1;
    bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, event_note, &life_count);
    bulkhead_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, typed, sizeof(typed));
    check(bulkhead_result_is_success(
              bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, sizeof(typed), 0)),
          "start a read");
    check_error(bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, sizeof(typed), 0),
                VARIANT_FAILURE, ERROR_BUSY, "a second read is busy");
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_ABORT_READ, 0, 0);
    struct bulkhead_upcall read = bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_READ);
    check_value(read.value[0] == ERROR_CANCEL && read.value[1] == 0, "abort the read",
                read.value[0]);
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, sizeof(typed), 0);
    bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, 0x10000000, 0);

    while (bulkhead_alarm_now_ticks() < bulkhead_alarm_ticks_from_ms(FIRST_LIFE_MS)) {
    }
    printf("going to restart\n");
    bulkhead_exit_restart(3);
}

static void second_life(void)
{
    check(life_count == 0, "data is fresh");
    check(!bulkhead_yield_no_wait(), "no upcall is left over");
    check_error(bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_STOP, 0, 0), VARIANT_FAILURE,
                ERROR_ALREADY, "the alarm is gone");
    struct bulkhead_result result =
        bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, event_note, NULL);
    check(result.value[0] == 0 && result.value[1] == 0, "the subscription is gone");
    result = bulkhead_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, typed, sizeof(typed));
    check(result.value[0] == 0 && result.value[1] == 0, "the buffer is gone");
    check(bulkhead_result_is_success(
              bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, sizeof(typed), 0)),
          "the read is gone");
    check_done("exits");
    bulkhead_exit_terminate(4);
}

int main(void)
{
    if (bulkhead_alarm_now_ticks() < bulkhead_alarm_ticks_from_ms(FIRST_LIFE_MS)) {
        first_life();
    }
    second_life();
}
