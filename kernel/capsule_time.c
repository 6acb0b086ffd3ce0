// SPDX-License-Identifier: Apache-2.0 OR MIT
// Gates: time, timers and deferred calls. See capsule.h.

#include <capsule.h>

#include "capsule_boundary.h"
#include "work.h"

uint64_t time_now(void)
{
    const uint64_t now = port_time_now();
    capsule_gate_leave();
    return now;
}

uint32_t time_hz(void)
{
    capsule_gate_leave();
    return board.time_hz;
}

void timer_set(uint64_t at)
{
    struct capsule_status *status = &board.capsule_status[capsule_calling()];
    status->timer_at = at;
    status->is_timer_set = true;
    work_alarm_update();
    capsule_gate_leave();
}

void timer_cancel(void)
{
    board.capsule_status[capsule_calling()].is_timer_set = false;
    work_alarm_update();
    capsule_gate_leave();
}

void deferred_call_request(void)
{
    board.capsule_status[capsule_calling()].is_deferred = true;
    work_request(WORK_CAPSULES);
    capsule_gate_leave();
}
