// SPDX-License-Identifier: Apache-2.0 OR MIT
// Restarts itself while an alarm and a read are under way. The next life must not hear of them.
//
// expect: error no stale upcall[\s\S]*no stale upcall
#include "attack.h"
#include <abi/driver.h>

static bool has_fired;

static void alarm_fired(uint32_t now, uint32_t expiration, uint32_t zero, void *data)
{
    (void)now;
    (void)expiration;
    (void)zero;
    (void)data;
    has_fired = true;
}

int main(void)
{
    ATTACK_START("restart_in_operation");
    uint32_t start = bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_NOW, 0, 0).value[0];
    uint32_t frequency_hz = bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_FREQUENCY, 0, 0).value[0];
    bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, alarm_fired, NULL);
    // Longer than the alarm that the life before has set.
    while (bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_NOW, 0, 0).value[0] - start <
           frequency_hz / 10) {
    }
    if (bulkhead_yield_no_wait() || has_fired) {
        attack_succeeded();
    } else {
        attack_print("no stale upcall\n");
    }
    static char typed[64];
    bulkhead_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, typed, sizeof(typed));
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, sizeof(typed), 0);
    bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, frequency_hz / 20, 0);
    bulkhead_exit_restart(0);
    return 1;
}
