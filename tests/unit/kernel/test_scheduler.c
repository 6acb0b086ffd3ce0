// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Who runs: turns, slices, ranks, sleep; and the order of kernel work.
#include <abi/error.h>
#include <abi/system_call.h>

#include "machine.h"
#include "random.h"
#include "scheduler.h"
#include "support.h"

// What a ready program is owed between two rounds of other work, at most: 100 microseconds.
enum { A_TURN = TEST_TIME_HZ / 10000 };

static void tick(void)
{
    host_tick(false);
    if (host.is_work_pending) {
        (void)host_run();
    }
    machine_check();
}

static void boot_many(unsigned count)
{
    test_board.slot_count = TEST_SLOTS_MAX;
    for (unsigned i = 0; i < count; i++) {
        char name[] = "program0";
        name[7] = (char)('0' + i);
        (void)image_install(name, 2000);
    }
    machine_boot();
    check(process_running() != NULL);
}

static unsigned slot_running(void)
{
    check(process_running() != NULL);
    return process_running()->slot;
}

static void spinning_programs_get_equal_slices_in_turn(void)
{
    boot_many(5);
    // To the start of somebody's slice.
    unsigned slot = slot_running();
    while (slot_running() == slot) {
        tick();
    }
    for (unsigned turn = 0; turn < 50; turn++) {
        slot = slot_running();
        for (unsigned i = 1; i < SCHEDULER_SLICE_TICKS; i++) {
            tick();
            check_equal(slot_running(), slot);
        }
        tick();
        check_equal(slot_running(), (slot + 1) % 5);
    }
}

static void program_alone_goes_on_without_kernel_work(void)
{
    (void)machine_boot_one();
    for (unsigned i = 0; i < 20; i++) {
        host_tick(false);
        check(!host.is_work_pending);
    }
    check(process_shown(0).counters.slice_expirations >= 20 / SCHEDULER_SLICE_TICKS - 1);
}

static void program_that_woke_gets_its_turn_within_a_round(void)
{
    boot_many(4);
    // One yields and wakes again and again; the three that spin still get their slices.
    unsigned turns[4] = {0};
    for (unsigned i = 0; i < 400; i++) {
        turns[slot_running()]++;
        if (slot_running() == 0) {
            check_equal(program_call(SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, 0, 0, 0),
                        VARIANT_SUCCESS_U32_U32);
            check_equal(schedule_upcall(CAPSULE_FIRST, process_in(0)->id, 1, 0, 0, 0), ERROR_NONE);
            program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT_FOR, DRIVER_FIRST, 1, 0);
        }
        tick();
    }
    for (unsigned i = 0; i < 4; i++) {
        check(turns[i] >= 400 / 4 - 10);
    }
}

static void urgent_rank_runs_first_and_others_only_when_it_waits(void)
{
    boot_many(3);
    // A rank is changed only while the process is in no list.
    for (unsigned i = 0; i < 3; i++) {
        check_equal(process_controlled(process_in(i)->id, PROCESS_STOP), ERROR_NONE);
    }
    process_in(2)->rank = 0;
    process_in(0)->rank = SCHEDULER_RANKS - 1;
    for (unsigned i = 0; i < 3; i++) {
        check_equal(process_controlled(process_in(i)->id, PROCESS_RESUME), ERROR_NONE);
    }
    (void)host_run();
    for (unsigned i = 0; i < 20; i++) {
        check_equal(slot_running(), 2);
        tick();
    }
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    for (unsigned i = 0; i < 20; i++) {
        check_equal(slot_running(), 1);
        tick();
    }
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    check_equal(slot_running(), 0);
}

static void random_list_operations_agree_with_a_model(void)
{
    struct random random = random_start(__func__);
    enum { COUNT = 40 };
    static struct process processes[COUNT];
    // The model: for each rank, slots in order.
    unsigned char order[SCHEDULER_RANKS][COUNT];
    unsigned length[SCHEDULER_RANKS] = {0};
    bool is_listed[COUNT] = {false};
    for (unsigned i = 0; i < COUNT; i++) {
        processes[i].rank = (uint8_t)random_below(&random, SCHEDULER_RANKS);
        processes[i].slot = (uint8_t)i;
    }
    for (unsigned round = 0; round < 50000; round++) {
        struct process *process = &processes[random_below(&random, COUNT)];
        const unsigned rank = process->rank;
        if (!is_listed[process->slot]) {
            is_listed[process->slot] = true;
            scheduler_add(process);
            order[rank][length[rank]++] = process->slot;
        } else if (random_once_in(&random, 3)) {
            scheduler_rotate(process);
            if (order[rank][0] == process->slot) {
                for (unsigned i = 0; i + 1 < length[rank]; i++) {
                    order[rank][i] = order[rank][i + 1];
                }
                order[rank][length[rank] - 1] = process->slot;
            }
        } else {
            is_listed[process->slot] = false;
            scheduler_remove(process);
            check(process->next == process && process->previous == process);
            unsigned at = 0;
            while (order[rank][at] != process->slot) {
                at++;
            }
            length[rank]--;
            for (; at < length[rank]; at++) {
                order[rank][at] = order[rank][at + 1];
            }
        }
        const struct process *picked = scheduler_pick();
        unsigned first = 0;
        while (first < SCHEDULER_RANKS && length[first] == 0) {
            first++;
        }
        check(first == SCHEDULER_RANKS ? picked == NULL : picked == &processes[order[first][0]]);
    }
}

// ---------------------------------------------------------------------------------------------
// Sleep, time, devices

static void kernel_sleeps_without_ticks_when_all_wait(void)
{
    machine_boot_two();
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    check(host.current == NULL);
    check(!host.is_tick_running);
}

static unsigned timer_capsule = CAPSULE_FIRST;
static uint64_t timer_wanted;

static void timer_set_now(void)
{
    timer_set(timer_wanted);
}

static void timer_set_by(unsigned capsule, uint64_t at)
{
    timer_wanted = at;
    check(in_capsule(capsule, timer_set_now));
}

static void wake_first(unsigned capsule)
{
    check_equal(capsule, timer_capsule);
    (void)upcall_schedule(process_in(0)->id, 1, 9, 9, 9);
}

static void alarm_wakes_the_sleeper_never_early(void)
{
    (void)machine_boot_one();
    check_equal(program_call(SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, 1, 0, 0),
                VARIANT_SUCCESS_U32_U32);
    hooks.timer = wake_first;
    timer_set_by(CAPSULE_FIRST, 1000);
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT_FOR, DRIVER_FIRST, 1, 0);
    check(host.current == NULL);
    host_time_advance(999 - host.time);
    (void)host_run();
    check(host.current == NULL);
    check_equal(hooks.timers[CAPSULE_FIRST], 0);
    host_time_advance(1);
    (void)host_run();
    check(process_running() == process_in(0));
    check_equal(hooks.timers[CAPSULE_FIRST], 1);
    check_equal(host.thread.r[0], 9);
}

static void timers_of_several_capsules_each_fire_once(void)
{
    (void)machine_boot_one();
    timer_set_by(CAPSULE_FIRST, 3000);
    timer_set_by(CAPSULE_SECOND, 1000);
    timer_set_by(CAPSULE_BARE, 2000);
    timer_set_by(CAPSULE_GREEDY, UINT64_MAX);
    timer_set_by(CAPSULE_SECOND, 1500); // replaces the first wish
    for (uint64_t time = 100; time <= 5000; time += 100) {
        host_time_advance(100);
        if (host.is_work_pending) {
            (void)host_run();
        }
        check_equal(hooks.timers[CAPSULE_FIRST], time >= 3000);
        check_equal(hooks.timers[CAPSULE_SECOND], time >= 1500);
        check_equal(hooks.timers[CAPSULE_BARE], time >= 2000);
        check_equal(hooks.timers[CAPSULE_GREEDY], 0);
    }
}

static void timer_cancel_now(void)
{
    timer_cancel();
}

static void cancelled_timer_does_not_fire(void)
{
    (void)machine_boot_one();
    timer_set_by(CAPSULE_FIRST, 1000);
    check(in_capsule(CAPSULE_FIRST, timer_cancel_now));
    host_time_advance(10000);
    (void)host_run();
    check_equal(hooks.timers[CAPSULE_FIRST], 0);
}

static void timer_in_the_past_fires_at_once(void)
{
    (void)machine_boot_one();
    host_time_advance(5000);
    timer_set_by(CAPSULE_FIRST, 1);
    (void)host_run();
    check_equal(hooks.timers[CAPSULE_FIRST], 1);
}

static void timer_again(unsigned capsule)
{
    if (capsule == CAPSULE_FIRST) {
        timer_set(0);
    }
}

static void timer_that_is_set_for_the_past_again_and_again_keeps_none_waiting(void)
{
    (void)machine_boot_one();
    hooks.timer = timer_again;
    timer_set_by(CAPSULE_SECOND, 1000);
    timer_set_by(CAPSULE_FIRST, 0);
    timer_set_by(CAPSULE_BARE, 2000);
    for (uint64_t time = 100; time <= 5000; time += 100) {
        host_time_advance(100);
        host.is_work_pending = false;
        check(host_kernel_work() != NULL);
        check_equal(hooks.timers[CAPSULE_SECOND], time >= 1000);
        check_equal(hooks.timers[CAPSULE_BARE], time >= 2000);
    }
    check(hooks.timers[CAPSULE_FIRST] >= 10);
}

static void timer_cancelled_by_one_before_it(unsigned capsule)
{
    if (capsule == CAPSULE_FIRST) {
        check(in_capsule(CAPSULE_SECOND, timer_cancel_now));
    }
}

static void timer_that_another_one_cancels_in_the_same_round_does_not_fire(void)
{
    (void)machine_boot_one();
    hooks.timer = timer_cancelled_by_one_before_it;
    timer_set_by(CAPSULE_FIRST, 1000);
    timer_set_by(CAPSULE_SECOND, 1000);
    host_time_advance(2000);
    (void)host_run();
    check_equal(hooks.timers[CAPSULE_FIRST], 1);
    check_equal(hooks.timers[CAPSULE_SECOND], 0);
}

static void device_is_served_once_for_each_time_it_was_raised(void)
{
    (void)machine_boot_one();
    port_irq_enable(TEST_DEVICE_LINE);
    for (unsigned i = 1; i < 30; i++) {
        host_line_raise(TEST_DEVICE_LINE);
        // Masked until it is served: a storm of one line cannot take the kernel's time.
        check(!host.is_line_enabled[TEST_DEVICE_LINE]);
        host_line_raise(TEST_DEVICE_LINE);
        (void)host_run();
        check_equal(hooks.bottom_halves, i);
        check(host.is_line_enabled[TEST_DEVICE_LINE]);
        host_time_advance(A_TURN);
    }
}

static void raise_again(void)
{
    kernel_bottom_half_request(TEST_DEVICE_LINE);
}

/// Looks at the work that often, each time as long after the last one; each ends with a process.
static void look_repeatedly(unsigned count, uint64_t ticks)
{
    for (unsigned i = 0; i < count; i++) {
        host.is_work_pending = false;
        check(host_kernel_work() != NULL);
        host_time_advance(ticks);
    }
}

static void device_storm_leaves_programs_their_turn(void)
{
    machine_boot_two();
    port_irq_enable(TEST_DEVICE_LINE);
    hooks.bottom_half = raise_again; // there is always more to do
    host_line_raise(TEST_DEVICE_LINE);
    // Programs that get a turn between two looks: a device is served at each.
    look_repeatedly(50, A_TURN);
    check_equal(hooks.bottom_halves, 50);
    // Programs that get next to nothing: after 8 rounds devices wait until they had a turn.
    look_repeatedly(50, 0);
    check(hooks.bottom_halves <= 50 + 9);
    const unsigned served = hooks.bottom_halves;
    check(!host.is_work_pending);
    look_repeatedly(50, (A_TURN - 1) / 50);
    check_equal(hooks.bottom_halves, served);
    host_time_advance(A_TURN);
    host_tick(false);
    check(host.is_work_pending); // what had to wait is not forgotten
    look_repeatedly(1, 0);
    check_equal(hooks.bottom_halves, served + 1);
}

static void deferred_now(void)
{
    deferred_call_request();
}

static void deferred_again(unsigned capsule)
{
    const unsigned limit = hooks.deferred_limit;
    if (capsule == CAPSULE_FIRST && (limit == 0 || hooks.deferreds[capsule] < limit)) {
        deferred_call_request();
    }
}

static void deferred_call_runs_outside_the_present_call_and_once(void)
{
    (void)machine_boot_one();
    const unsigned before = hooks.deferreds[CAPSULE_FIRST];
    check(in_capsule(CAPSULE_FIRST, deferred_now));
    check_equal(hooks.deferreds[CAPSULE_FIRST], before);
    (void)host_run();
    check_equal(hooks.deferreds[CAPSULE_FIRST], before + 1);
    (void)host_run();
    check_equal(hooks.deferreds[CAPSULE_FIRST], before + 1);
}

static void deferred_call_that_asks_for_itself_starves_nobody(void)
{
    (void)machine_boot_one();
    hooks.deferred = deferred_again;
    check(in_capsule(CAPSULE_FIRST, deferred_now));
    const unsigned before = hooks.deferreds[CAPSULE_FIRST];
    look_repeatedly(30, A_TURN);
    check_equal(hooks.deferreds[CAPSULE_FIRST], before + 30);
    look_repeatedly(30, 0);
    check(hooks.deferreds[CAPSULE_FIRST] <= before + 30 + 9);
}

static void nothing_waits_for_a_turn_that_nobody_wants(void)
{
    machine_boot();
    check(host.current == NULL);
    hooks.deferred = deferred_again;
    check(in_capsule(CAPSULE_FIRST, deferred_now));
    const unsigned before = hooks.deferreds[CAPSULE_FIRST];
    hooks.deferred_limit = before + 100;
    check(host_run() == NULL);
    check_equal(hooks.deferreds[CAPSULE_FIRST], before + 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(spinning_programs_get_equal_slices_in_turn),
        KERNEL_TEST(program_alone_goes_on_without_kernel_work),
        KERNEL_TEST(program_that_woke_gets_its_turn_within_a_round),
        KERNEL_TEST(urgent_rank_runs_first_and_others_only_when_it_waits),
        KERNEL_TEST(random_list_operations_agree_with_a_model),
        KERNEL_TEST(kernel_sleeps_without_ticks_when_all_wait),
        KERNEL_TEST(alarm_wakes_the_sleeper_never_early),
        KERNEL_TEST(timers_of_several_capsules_each_fire_once),
        KERNEL_TEST(cancelled_timer_does_not_fire),
        KERNEL_TEST(timer_in_the_past_fires_at_once),
        KERNEL_TEST(timer_that_is_set_for_the_past_again_and_again_keeps_none_waiting),
        KERNEL_TEST(timer_that_another_one_cancels_in_the_same_round_does_not_fire),
        KERNEL_TEST(device_is_served_once_for_each_time_it_was_raised),
        KERNEL_TEST(device_storm_leaves_programs_their_turn),
        KERNEL_TEST(deferred_call_runs_outside_the_present_call_and_once),
        KERNEL_TEST(deferred_call_that_asks_for_itself_starves_nobody),
        KERNEL_TEST(nothing_waits_for_a_turn_that_nobody_wants),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
