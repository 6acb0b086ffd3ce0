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
    work_timer_set(capsule_calling(), at);
    capsule_gate_leave();
}

void timer_cancel(void)
{
    work_timer_cancel(capsule_calling());
    capsule_gate_leave();
}

void deferred_call_request(void)
{
    work_capsule_defer(capsule_calling());
    capsule_gate_leave();
}
