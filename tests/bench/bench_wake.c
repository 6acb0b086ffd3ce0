// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Alone on the board, asleep until an alarm interrupt: from its vector to the upcall function.
#include "measure.h"

#include <abi/driver.h>
#include <bulkhead/system_call.h>

enum { ALARM_TICKS = 1000 };

MEASURE_YIELD(yield_wait, MEASURE_IRQ_TO_UPCALL)

static uint32_t upcall_count;

static void alarm_fired(uint32_t now, uint32_t expiration, uint32_t unused, void *data)
{
    MEASURE_MARK(MEASURE_UPCALL);
    (void)now;
    (void)expiration;
    (void)unused;
    (void)data;
    upcall_count++;
}

int main(void)
{
    bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, alarm_fired, 0);
    for (uint32_t i = 0; i < MEASURE_REPEATS; i++) {
        bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, ALARM_TICKS, 0);
        yield_wait(YIELD_WAIT, 0);
    }
    if (upcall_count == MEASURE_REPEATS) {
        MEASURE_MARK(MEASURE_STOP);
    }
    return 1;
}
