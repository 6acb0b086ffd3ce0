// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Restarts of capsules that have failed: when, in which order, and what they find.
#include <abi/error.h>
#include <abi/system_call.h>
#include <capsule.h>
#include <grant.h>
#include <string.h>

#include "machine.h"
#include "support.h"

enum { DELAY_MS = 10, DELAY_MS_MAX = 10000, FORGIVEN_MS = 10000 };

struct state {
    uint32_t value;
};

static struct process_id grant_of;
static enum error grant_error;

static void trap(void)
{
    host_capsule_trap();
}

static void grant_fill(void)
{
    WITH_GRANT(struct state, state, grant_of, grant_error)
    {
        state->value = 77;
    }
}

static void grant_fill_and_trap(void)
{
    WITH_GRANT(struct state, state, grant_of, grant_error)
    {
        state->value = 77;
        host_capsule_trap();
    }
}

static uint32_t grant_value(const struct process *process)
{
    return ((const struct state *)(const void *)grant_state(&process->grants[DRIVER_FIRST]))->value;
}

static void boot(void)
{
    test_board.capsule_restart_ticks = DELAY_MS * TICKS_PER_MILLISECOND;
    machine_boot_two();
    test_capsule_state[CAPSULE_FIRST] = 1;
    test_capsule_state[CAPSULE_SECOND] = 2;
}

static void time_pass(uint32_t milliseconds)
{
    host_time_advance((uint64_t)milliseconds * TICKS_PER_MILLISECOND);
    (void)host_run();
    machine_check();
}

static bool is_out(unsigned capsule)
{
    return test_capsule_status[capsule].is_failed;
}

static void capsule_break(unsigned capsule)
{
    check(!in_capsule(capsule, trap));
    (void)host_run();
    check(is_out(capsule));
}

// ---------------------------------------------------------------------------------------------

static void restart_clears_the_state_of_that_capsule_only_and_initialises_it(void)
{
    boot();
    const unsigned inits = hooks.inits[CAPSULE_FIRST];
    const unsigned others = hooks.inits[CAPSULE_SECOND];
    capsule_break(CAPSULE_FIRST);
    time_pass(DELAY_MS - 1);
    check(is_out(CAPSULE_FIRST));
    check_equal(test_capsule_state[CAPSULE_FIRST], 1);
    time_pass(1);
    check(!is_out(CAPSULE_FIRST));
    check_equal(test_capsule_state[CAPSULE_FIRST], 0);
    check_equal(test_capsule_state[CAPSULE_SECOND], 2);
    check_equal(hooks.inits[CAPSULE_FIRST], inits + 1);
    check_equal(hooks.inits[CAPSULE_SECOND], others);
    const struct kernel_event *event = event_find(EVENT_CAPSULE_RESTARTED);
    check(event != NULL && strcmp(event->reason, "first") == 0);
    program_expect((uint32_t[]){SYSTEM_CALL_COMMAND, DRIVER_FIRST, 0, 0, 0}, VARIANT_SUCCESS, 0, 0,
                   0);
}

static void without_a_policy_it_stays_out_of_service(void)
{
    boot();
    test_board.capsule_restart_ticks = 0;
    capsule_break(CAPSULE_FIRST);
    time_pass(100000);
    check(is_out(CAPSULE_FIRST));
    check(event_find(EVENT_CAPSULE_RESTARTED) == NULL);
}

static void fails_for(uint32_t delay_ms)
{
    capsule_break(CAPSULE_FIRST);
    time_pass(delay_ms - 1);
    check(is_out(CAPSULE_FIRST));
    time_pass(1);
    check(!is_out(CAPSULE_FIRST));
}

static void each_failure_doubles_the_delay_up_to_its_limit(void)
{
    boot();
    for (uint32_t delay_ms = DELAY_MS; delay_ms < DELAY_MS_MAX; delay_ms *= 2) {
        check_context("delay %u", delay_ms);
        fails_for(delay_ms);
    }
    fails_for(DELAY_MS_MAX);
    fails_for(DELAY_MS_MAX);
}

static void a_life_of_ten_seconds_is_forgiven_what_was_before(void)
{
    boot();
    fails_for(DELAY_MS);
    time_pass(FORGIVEN_MS - 1);
    fails_for(2 * DELAY_MS); // It takes longer than that.
    time_pass(FORGIVEN_MS);
    fails_for(DELAY_MS);
    fails_for(2 * DELAY_MS);
}

static void timer_and_deferred_call(void)
{
    timer_set(time_now());
    deferred_call_request();
}

static void trap_in_deferred_call(unsigned capsule)
{
    if (capsule == CAPSULE_FIRST) {
        host_capsule_trap();
    }
}

static void timer_that_was_due_when_it_failed_is_no_restart(void)
{
    boot();
    const unsigned inits = hooks.inits[CAPSULE_FIRST];
    hooks.deferred = trap_in_deferred_call;
    check(in_capsule(CAPSULE_FIRST, timer_and_deferred_call));
    (void)host_run();
    check(is_out(CAPSULE_FIRST));
    check_equal(hooks.inits[CAPSULE_FIRST], inits);
    check(event_find(EVENT_CAPSULE_FAILED) != NULL);
    hooks.deferred = NULL;
    time_pass(DELAY_MS);
    check(!is_out(CAPSULE_FIRST));
    check_equal(hooks.inits[CAPSULE_FIRST], inits + 1);
}

static uint32_t value_found;
static unsigned inits_before;

static void on_restart_look(unsigned capsule, struct process_id id)
{
    grant_of = id;
    inits_before = hooks.inits[capsule];
    WITH_GRANT(struct state, state, id, grant_error)
    {
        value_found = state->value;
    }
    (void)upcall_schedule(id, 0, 1, 2, ERROR_RESERVE);
}

static void on_restart_finds_the_old_grant_and_leaves_a_new_one(void)
{
    boot();
    struct process *process = process_in(0);
    grant_of = process->id;
    program_expect((uint32_t[]){SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, 0, process->entry, 9},
                   VARIANT_SUCCESS_U32_U32, 0, 0, 0);
    check(!in_capsule(CAPSULE_FIRST, grant_fill_and_trap));
    (void)host_run();
    check(!process->grants[DRIVER_FIRST].is_entered);
    check_equal(grant_value(process), 77);
    hooks.on_restart = on_restart_look;
    time_pass(DELAY_MS);
    check_equal(hooks.restarts[CAPSULE_FIRST], 1); // The other program has no grant.
    check_equal(inits_before, 2);                  // init has run before.
    check_equal(grant_error, ERROR_NONE);
    check_equal(value_found, 77);
    check_equal(grant_value(process), 0);
    const struct upcall_slot *slot = grant_upcall_slot(process, DRIVER_FIRST, 0);
    check(slot != NULL && slot->function == process->entry && slot->data == 9);
    check_equal(process->queue_count, 1);
}

static void grant_fill_all(void)
{
    struct all {
        uint8_t bytes[TEST_SECOND_GRANT_BYTES];
    };
    WITH_GRANT(struct all, all, grant_of, grant_error)
    {
        memset(all->bytes, 0xA5, sizeof all->bytes);
    }
}

static void restart_leaves_what_the_driver_keeps(void)
{
    boot();
    const struct process *process = process_in(0);
    grant_of = process->id;
    check(in_capsule(CAPSULE_SECOND, grant_fill_all));
    const uint8_t *state = grant_state(&process->grants[DRIVER_SECOND]);
    for (unsigned life = 0; life < 2; life++) {
        capsule_break(CAPSULE_SECOND);
        for (size_t i = 0; i < TEST_SECOND_GRANT_BYTES; i++) {
            check_equal(state[i], i < TEST_SECOND_KEPT_BYTES || life == 0 ? 0xA5 : 0);
        }
        time_pass((uint32_t)DELAY_MS << life);
        check(!is_out(CAPSULE_SECOND));
        for (size_t i = 0; i < TEST_SECOND_GRANT_BYTES; i++) {
            check_equal(state[i], i < TEST_SECOND_KEPT_BYTES ? 0xA5 : 0);
        }
    }
}

static unsigned traps_left;

static void on_restart_trap(unsigned capsule, struct process_id id)
{
    if (traps_left > 0) {
        traps_left--;
        host_capsule_trap();
    }
    on_restart_look(capsule, id);
}

static void trap_in_on_restart_is_tried_again_with_the_old_grant(void)
{
    boot();
    grant_of = process_in(0)->id;
    check(in_capsule(CAPSULE_FIRST, grant_fill));
    grant_of = process_in(1)->id;
    check(in_capsule(CAPSULE_FIRST, grant_fill));
    capsule_break(CAPSULE_FIRST);
    hooks.on_restart = on_restart_trap;
    traps_left = 2;
    time_pass(DELAY_MS);
    check(is_out(CAPSULE_FIRST));
    check_equal(grant_value(process_in(0)), 77);
    check_equal(grant_value(process_in(1)), 77);
    time_pass(2 * DELAY_MS);
    check(is_out(CAPSULE_FIRST));
    time_pass(4 * DELAY_MS);
    check(!is_out(CAPSULE_FIRST));
    check_equal(value_found, 77);
    check_equal(grant_value(process_in(0)), 0);
    check_equal(grant_value(process_in(1)), 0);
    check_equal(hooks.restarts[CAPSULE_FIRST], 4);
}

/// What the capsule owes the process is lost, so the process begins anew: it might wait for it.
static void grant_that_always_traps_is_given_up(void)
{
    enum { RESTARTS_MAX = 20, FAULT_REPORT_MS = 2000 };
    test_policy.fault_policy = FAULT_POLICY_RESTART;
    boot();
    const struct process_id life = process_in(0)->id;
    const struct process_id neighbour = process_in(1)->id;
    grant_of = life;
    check(in_capsule(CAPSULE_FIRST, grant_fill));
    capsule_break(CAPSULE_FIRST);
    hooks.on_restart = on_restart_trap;
    traps_left = 8;
    for (unsigned i = 0; is_out(CAPSULE_FIRST) && i < RESTARTS_MAX; i++) {
        time_pass(DELAY_MS_MAX);
    }
    check(!is_out(CAPSULE_FIRST));
    time_pass(FAULT_REPORT_MS);
    check_equal(process_in(0)->counters.restarts, 1);
    check(process_is_alive(process_in(0)) && !process_id_equal(process_in(0)->id, life));
    check(process_id_equal(process_in(1)->id, neighbour));
}

static void init_trap_once(unsigned capsule)
{
    if (capsule == CAPSULE_FIRST && traps_left > 0) {
        traps_left--;
        host_capsule_trap();
    }
}

static void trap_in_init_waits_for_the_next_restart(void)
{
    boot();
    grant_of = process_in(0)->id;
    check(in_capsule(CAPSULE_FIRST, grant_fill));
    hooks.init = init_trap_once;
    traps_left = 1;
    capsule_break(CAPSULE_FIRST);
    time_pass(DELAY_MS);
    check(is_out(CAPSULE_FIRST));
    check_equal(hooks.restarts[CAPSULE_FIRST], 0);
    check_equal(grant_value(process_in(0)), 77);
    time_pass(2 * DELAY_MS);
    check(!is_out(CAPSULE_FIRST));
    check_equal(hooks.restarts[CAPSULE_FIRST], 1);
}

static void life_that_ends_meanwhile_is_not_served(void)
{
    boot();
    grant_of = process_in(0)->id;
    check(in_capsule(CAPSULE_FIRST, grant_fill));
    capsule_break(CAPSULE_FIRST);
    check_equal(process_controlled(grant_of, PROCESS_TERMINATE), ERROR_NONE);
    (void)host_run();
    hooks.on_restart = on_restart_look;
    time_pass(DELAY_MS);
    check(!is_out(CAPSULE_FIRST));
    check_equal(hooks.restarts[CAPSULE_FIRST], 0);
    check(process_in(0)->grants[DRIVER_FIRST].memory == NULL);
}

static void listener_that_failed_gets_events_again(void)
{
    boot();
    capsule_break(CAPSULE_WATCHER);
    const unsigned events = test_event_count;
    time_pass(DELAY_MS);
    check(!is_out(CAPSULE_WATCHER));
    check_equal(test_event_count, events + 1);
    check_equal(test_events[events].kind, EVENT_CAPSULE_RESTARTED);
}

// ---------------------------------------------------------------------------------------------
// Buffers

enum { DEVICE = 3 };
static struct transfer_buffer name;
static enum error buffer_error;

static void buffer_give(void)
{
    uint8_t *bytes;
    name = transfer_buffer_home(0);
    buffer_error = ledger_take(name, DEVICE, 1, &bytes);
}

static void buffer_read(void)
{
    uint8_t bytes[2];
    buffer_error = transfer_buffer_read(name, 0, SPAN_IN(bytes));
}

static void restart_waits_until_the_device_has_given_the_buffer_back(void)
{
    struct transfer_buffer returned;
    boot();
    check(in_capsule(CAPSULE_FIRST, buffer_give));
    check_equal(buffer_error, ERROR_NONE);
    capsule_break(CAPSULE_FIRST);
    check_equal(hooks.aborts[0], 1);
    check_equal(hooks.aborts[1], 0);
    time_pass(DELAY_MS);
    check(is_out(CAPSULE_FIRST));
    check_equal(ledger_return(name, DEVICE, &returned), ERROR_NONE);
    check_equal(ledger_return(name, DEVICE, &returned), ERROR_STALE); // exactly once
    time_pass(2 * DELAY_MS);
    check(!is_out(CAPSULE_FIRST));
    check(in_capsule(CAPSULE_FIRST, buffer_give));
    check_equal(buffer_error, ERROR_NONE);
}

static void give_back_at_once(uint32_t index)
{
    struct transfer_buffer returned;
    check_equal(index, 0);
    check_equal(ledger_return(name, DEVICE, &returned), ERROR_NONE);
}

static void device_may_give_the_buffer_back_inside_its_abort(void)
{
    boot();
    check(in_capsule(CAPSULE_FIRST, buffer_give));
    hooks.buffer_abort = give_back_at_once;
    capsule_break(CAPSULE_FIRST);
    time_pass(DELAY_MS);
    check(!is_out(CAPSULE_FIRST));
}

static void name_home(void)
{
    name = transfer_buffer_home(0);
}

static void buffer_at_home_gets_a_new_name(void)
{
    boot();
    check(in_capsule(CAPSULE_FIRST, name_home));
    capsule_break(CAPSULE_FIRST);
    time_pass(DELAY_MS);
    check_equal(hooks.aborts[0], 0);
    check(in_capsule(CAPSULE_FIRST, buffer_read));
    check_equal(buffer_error, ERROR_STALE);
    check(in_capsule(CAPSULE_FIRST, name_home));
    check(in_capsule(CAPSULE_FIRST, buffer_read));
    check_equal(buffer_error, ERROR_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(restart_clears_the_state_of_that_capsule_only_and_initialises_it),
        KERNEL_TEST(without_a_policy_it_stays_out_of_service),
        KERNEL_TEST(each_failure_doubles_the_delay_up_to_its_limit),
        KERNEL_TEST(a_life_of_ten_seconds_is_forgiven_what_was_before),
        KERNEL_TEST(timer_that_was_due_when_it_failed_is_no_restart),
        KERNEL_TEST(on_restart_finds_the_old_grant_and_leaves_a_new_one),
        KERNEL_TEST(restart_leaves_what_the_driver_keeps),
        KERNEL_TEST(trap_in_on_restart_is_tried_again_with_the_old_grant),
        KERNEL_TEST(grant_that_always_traps_is_given_up),
        KERNEL_TEST(trap_in_init_waits_for_the_next_restart),
        KERNEL_TEST(life_that_ends_meanwhile_is_not_served),
        KERNEL_TEST(listener_that_failed_gets_events_again),
        KERNEL_TEST(restart_waits_until_the_device_has_given_the_buffer_back),
        KERNEL_TEST(device_may_give_the_buffer_back_inside_its_abort),
        KERNEL_TEST(buffer_at_home_gets_a_new_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
