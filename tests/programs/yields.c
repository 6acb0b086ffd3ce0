// SPDX-License-Identifier: Apache-2.0 OR MIT
// All ways to yield, with upcalls that have a function, have none, come before or after, or are
// purged. Alarms that are due at once serve as events.
#include "check.h"

enum { QUEUE_LENGTH = 9, SETTLE_TICKS = 2000 };

static uint32_t call_count;
static void *call_data;
static uint32_t nested_count;

static void call_note(uint32_t now, uint32_t expiration, uint32_t zero, void *data)
{
    (void)now;
    (void)expiration;
    (void)zero;
    call_count += 1;
    call_data = data;
}

static struct bulkhead_result subscribe(bulkhead_upcall_fn function, void *data)
{
    return bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, function, data);
}

/// Makes one event happen, and gives the kernel time to deliver it.
static void event_queue(void)
{
    bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, 0, 0);
    uint32_t start = bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_NOW, 0, 0).value[0];
    while (bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_NOW, 0, 0).value[0] - start <
           SETTLE_TICKS) {
    }
}

static void call_nested(uint32_t now, uint32_t expiration, uint32_t zero, void *data)
{
    (void)now;
    (void)expiration;
    (void)zero;
    (void)data;
    nested_count += 1;
    if (nested_count < 4) {
        event_queue();
        bulkhead_yield_wait();
    }
}

static void no_wait_check(void)
{
    uint8_t flag = 0xEE;
    bulkhead_trap_yield(YIELD_NO_WAIT, (uint32_t)(uintptr_t)&flag);
    check_value(flag == 0, "no-wait with nothing writes 0", flag);
    bulkhead_trap_yield(YIELD_NO_WAIT, 0);
    check(true, "no-wait without a flag returns");

    subscribe(call_note, &flag);
    event_queue();
    flag = 0xEE;
    bulkhead_trap_yield(YIELD_NO_WAIT, (uint32_t)(uintptr_t)&flag);
    check_value(flag == 1 && call_count == 1 && call_data == &flag, "no-wait runs an upcall", flag);

    subscribe(NULL, NULL);
    event_queue();
    flag = 0xEE;
    bulkhead_trap_yield(YIELD_NO_WAIT, (uint32_t)(uintptr_t)&flag);
    check_value(flag == 0 && call_count == 1, "no-wait drops an event without a function", flag);
}

static void wait_check(void)
{
    call_count = 0;
    subscribe(NULL, NULL);
    event_queue();
    subscribe(call_note, NULL);
    bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, SETTLE_TICKS, 0);
    bulkhead_yield_wait();
    check_value(call_count == 1, "wait passes over an event without a function", call_count);

    event_queue();
    event_queue();
    bulkhead_yield_wait();
    check_value(call_count == 2, "wait runs one upcall", call_count);
    bulkhead_yield_wait();
    check_value(call_count == 3, "wait runs the next one", call_count);

    // The kernel sets the Thumb bit itself.
    bulkhead_trap_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, (uint32_t)(uintptr_t)call_note & ~1u,
                            0);
    event_queue();
    bulkhead_yield_wait();
    check_value(call_count == 4, "an even function address works", call_count);

    subscribe(call_nested, NULL);
    event_queue();
    bulkhead_yield_wait();
    check_value(nested_count == 4, "upcall functions can yield", nested_count);
}

static void wait_for_check(void)
{
    call_count = 0;
    subscribe(NULL, NULL);
    event_queue();
    struct bulkhead_upcall upcall = bulkhead_yield_wait_for(DRIVER_ALARM, ALARM_UPCALL_FIRED);
    check_value(upcall.value[0] - upcall.value[1] < 0x80000000u && upcall.value[2] == 0,
                "wait-for takes an event that came before", upcall.value[0]);

    uint32_t expiration =
        bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, SETTLE_TICKS, 0).value[0];
    upcall = bulkhead_yield_wait_for(DRIVER_ALARM, ALARM_UPCALL_FIRED);
    check_value(upcall.value[1] == expiration, "wait-for waits for an event", upcall.value[1]);

    subscribe(call_note, NULL);
    bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, SETTLE_TICKS, 0);
    bulkhead_yield_wait_for(DRIVER_ALARM, ALARM_UPCALL_FIRED);
    check_value(call_count == 0 && !bulkhead_yield_no_wait(), "wait-for does not call the function",
                call_count);

    // Other events stay in the queue, in front of and behind the awaited one.
    event_queue();
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, 0, 0);
    event_queue();
    upcall = bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN);
    check(upcall.value[0] == 0 && upcall.value[1] == 0, "wait-for picks its event");
    check(bulkhead_yield_no_wait() && bulkhead_yield_no_wait() && !bulkhead_yield_no_wait() &&
              call_count == 2,
          "wait-for leaves the others");
}

static void queue_check(void)
{
    call_count = 0;
    subscribe(call_note, NULL);
    for (uint32_t i = 0; i < QUEUE_LENGTH; i++) {
        event_queue();
    }
    for (uint32_t i = 0; i < QUEUE_LENGTH; i++) {
        bulkhead_yield_no_wait();
    }
    check_value(call_count == QUEUE_LENGTH, "nine upcalls can wait", call_count);

    call_count = 0;
    for (uint32_t i = 0; i < 3 * QUEUE_LENGTH; i++) {
        event_queue();
    }
    while (bulkhead_yield_no_wait()) {
    }
    // One more has a place of its own in the driver's grant.
    check_value(call_count >= QUEUE_LENGTH && call_count <= QUEUE_LENGTH + 1,
                "a full queue drops what comes later", call_count);
    event_queue();
    check(bulkhead_yield_no_wait(), "the queue works afterwards");

    event_queue();
    event_queue();
    struct bulkhead_result result = subscribe(call_note, &call_data);
    check(result.variant == VARIANT_SUCCESS_U32_U32 &&
              result.value[0] == (uint32_t)(uintptr_t)call_note && result.value[1] == 0,
          "subscribe returns what was subscribed");
    check(!bulkhead_yield_no_wait(), "subscribing again purges what waits");
    result = subscribe(NULL, NULL);
    check(result.value[1] == (uint32_t)(uintptr_t)&call_data, "unsubscribe returns the data");

    uint32_t bad = 0x10000001;
    result = bulkhead_trap_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, bad, 5);
    check(result.variant == VARIANT_FAILURE_U32_U32 && result.value[0] == ERROR_INVALID &&
              result.value[1] == bad && result.value[2] == 5,
          "a bad function is refused with what was passed");
    result = bulkhead_trap_subscribe(DRIVER_ALARM, 1, (uint32_t)(uintptr_t)call_note, 6);
    check(result.variant == VARIANT_FAILURE_U32_U32 && result.value[0] == ERROR_NO_SUPPORT &&
              result.value[2] == 6,
          "a bad subscribe number is refused");
    result = bulkhead_trap_subscribe(0x7777, 0, (uint32_t)(uintptr_t)call_note, 7);
    check(result.variant == VARIANT_FAILURE_U32_U32 && result.value[0] == ERROR_NO_DEVICE &&
              result.value[2] == 7,
          "subscribing to an absent driver is refused");
    result = bulkhead_trap_subscribe(DRIVER_LED, 0, (uint32_t)(uintptr_t)call_note, 8);
    // A board may have no LEDs.
    enum error refusal = bulkhead_driver_exists(DRIVER_LED) ? ERROR_NO_MEMORY : ERROR_NO_DEVICE;
    check(result.variant == VARIANT_FAILURE_U32_U32 && result.value[0] == (uint32_t)refusal,
          "subscribing to a driver without upcalls is refused");
}

int main(void)
{
    no_wait_check();
    wait_check();
    wait_for_check();
    queue_check();
    return check_done("yields");
}
