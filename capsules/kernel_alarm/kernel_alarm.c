// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "kernel_alarm.h"

static struct {
    bool is_set;
} kernel_alarm CAPSULE_STATE;

void kernel_alarm_init(void)
{
    deferred_call_request();
}

void kernel_alarm_deferred(void)
{
    // After a restart the client may wait for what was set before. If it has set it again, it
    // learns of the end of that.
    if (!kernel_alarm.is_set) {
        kernel_alarm_client.fired();
    }
}

enum error kernel_alarm_set(uint64_t at)
{
    kernel_alarm.is_set = true;
    timer_set(at);
    return ERROR_NONE;
}

enum error kernel_alarm_cancel(void)
{
    if (!kernel_alarm.is_set) {
        return ERROR_ALREADY;
    }
    kernel_alarm.is_set = false;
    timer_cancel();
    return ERROR_NONE;
}

void kernel_alarm_timer(void)
{
    kernel_alarm.is_set = false;
    kernel_alarm_client.fired();
}
