// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Mistakes that other kernels made outside their encoders, one test each, with every protection
/// unit. Numbers are the rows of the table in docs/isolation.md.
#include <abi/error.h>
#include <abi/system_call.h>
#include <capsule.h>
#include <string.h>

#include "grant.h"
#include "machine.h"
#include "process_memory.h"
#include "random.h"
#include "support.h"
#include "upcall.h"
#include "user_copy.h"

/// The body that a test runs once on each unit.
static void (*unit_body)(void);

static void body_on_unit(unsigned index)
{
    check_context("unit %u", index);
    host.unit = machine_units[index];
    unit_body();
}

static void on_each_unit(void (*body)(void))
{
    unit_body = body;
    check_each(MACHINE_UNITS, body_on_unit);
}

static struct process *boot(uint32_t ram_bytes)
{
    (void)image_install("one", ram_bytes);
    machine_boot();
    check(process_running() != NULL);
    return process_running();
}

static uint32_t break_set(uintptr_t new_break)
{
    return program_call(SYSTEM_CALL_MEMOP, MEMOP_BREAK_SET, (uint32_t)new_break, 0, 0);
}

// ---------------------------------------------------------------------------------------------
// Memory

static void allow_then_shrink(void)
{
    test_board.grant_reserve_bytes = 0;
    struct process *process = boot(4096);
    program_grow(3000);
    host.thread.sp = (uint32_t)process->memory_start + 64;
    const uint32_t buffer = (uint32_t)process->memory_start + 2900;
    check_equal(program_call(SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_FIRST, 0, buffer, 24),
                VARIANT_SUCCESS_U32_U32);
    // The break can sink to the end of the buffer, not below.
    check_equal(break_set(buffer + 23), VARIANT_FAILURE);
    check_equal(host.thread.r[1], ERROR_NO_MEMORY);
    check_equal(break_set(process->memory_start + 64), VARIANT_FAILURE);
    check_equal(break_set(buffer + 24), VARIANT_SUCCESS);
    // Taking the buffer back does not change that, since the kernel may still be using it.
    check_equal(program_call(SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_FIRST, 0, 0, 0),
                VARIANT_SUCCESS_U32_U32);
    check_equal(break_set(buffer + 23), VARIANT_FAILURE);
    // Buffers of no bytes, and those in flash, do not count.
    check_equal(program_call(SYSTEM_CALL_ALLOW_READ_ONLY, DRIVER_FIRST, 0, UINT32_MAX, 0),
                VARIANT_SUCCESS_U32_U32);
    check_equal(program_call(SYSTEM_CALL_ALLOW_READ_ONLY, DRIVER_FIRST, 0, process->app_start, 8),
                VARIANT_SUCCESS_U32_U32);
    check_equal(break_set(buffer + 24), VARIANT_SUCCESS);
    // However many grants are made now, none gets a byte of the buffer.
    check_equal(program_call(SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_FIRST, 0, buffer, 24),
                VARIANT_SUCCESS_U32_U32);
    static const uint32_t drivers[] = {DRIVER_GREEDY, DRIVER_SECOND, DRIVER_FIRST};
    for (unsigned i = 0; i < 3; i++) {
        (void)program_call(SYSTEM_CALL_SUBSCRIBE, drivers[i], 0, 0, 0);
    }
    for (unsigned i = 0; i < test_board.driver_count; i++) {
        const uintptr_t grant = (uintptr_t)process->grants[i].memory;
        check(grant == 0 || grant >= buffer + 24);
    }
}

static void isolation_bug_03_grants_never_grow_into_a_buffer_ever_allowed(void)
{
    on_each_unit(allow_then_shrink);
}

static void grow_and_restart(void)
{
    struct process *process = boot(12000);
    program_grow(12000);
    const uintptr_t high = process->memory_start + 11000;
    check(host_allows(high, HOST_WRITE));
    program_leave(SYSTEM_CALL_EXIT, EXIT_RESTART, 0, 0, 0);
    check(process_running() == process);
    check_equal(process_shown(0).counters.restarts, 1);
    check(process->exposed_end < high);
    check(!host_allows(high, HOST_READ));
    check(!host_allows(process->exposed_end, HOST_READ));
}

static void isolation_bug_04_restart_exposes_no_more_than_the_first_break(void)
{
    on_each_unit(grow_and_restart);
}

static void shrink(void)
{
    struct process *process = boot(12000);
    host.thread.sp = (uint32_t)process->memory_start + 64;
    check(!host_allows(process->exposed_end, HOST_READ));
    static const uint32_t breaks[] = {12000, 8000, 11000, 4000, 64, 2000};
    for (unsigned i = 0; i < sizeof breaks / sizeof breaks[0]; i++) {
        check_equal(break_set(process->memory_start + breaks[i]), VARIANT_SUCCESS);
        // Armv7-M needs steps of an eighth of 8 KiB here.
        check(process->exposed_end < process->memory_start + breaks[i] + 1024);
        for (uintptr_t address = process->memory_start; address < process->memory_end;
             address += 8) {
            check_equal(host_allows(address, HOST_WRITE), address < process->exposed_end);
        }
    }
}

static void isolation_bug_05_hardware_follows_each_change_of_the_break(void)
{
    on_each_unit(shrink);
}

static void break_to_memory_start(void)
{
    machine_boot_two();
    struct process *process = process_running();
    // The result cannot be written any more, so the program is faulted; it did ask for it.
    program_leave(SYSTEM_CALL_MEMOP, MEMOP_BREAK_SET, (uint32_t)process->memory_start, 0, 0);
    check_equal(process->exposed_end, process->memory_start);
    check_equal(process->state, PROCESS_FAULTED);
    check(process_running() == process_in(1));
}

static void isolation_bug_17_break_at_memory_start_exposes_nothing(void)
{
    on_each_unit(break_to_memory_start);
}

/// What the unit says is open is the image and the exposed memory, in one piece each, and nothing.
static void regions_check(const struct process *process)
{
    uintptr_t image_end = process->flash_start;
    uintptr_t memory_end = process->memory_start;
    struct port_region region;
    size_t index = 0;
    for (; port_protection_describe(&process->protection, index, &region); index++) {
        check(region.range.start < region.range.end);
        check_equal(region.is_executable, !region.is_writable);
        uintptr_t *end = region.is_writable ? &memory_end : &image_end;
        check_equal(region.range.start, *end);
        *end = region.range.end;
    }
    check_equal(image_end, process->flash_end);
    check_equal(memory_end, process->exposed_end);
}

static void share_all_there_is(void)
{
    struct random random = random_from(18);
    test_policy.fault_policy = FAULT_POLICY_RESTART;
    machine_boot_two();
    for (unsigned step = 0; step < 400; step++) {
        struct process *process = process_running();
        if (process == NULL) {
            host_time_advance(TICKS_PER_MILLISECOND * 20000);
            (void)host_run();
            continue;
        }
        const uint32_t start = (uint32_t)process->memory_start;
        host.thread.sp = start + 64;
        const uint32_t somewhere = start + random_below(&random, 4200);
        const uint32_t call_class = random_below(&random, 8);
        const uint32_t number = random_below(&random, 3);
        switch (call_class) {
        case SYSTEM_CALL_MEMOP:
            (void)host_call(call_class, MEMOP_BREAK_SET, somewhere, 0, 0);
            break;
        case SYSTEM_CALL_YIELD:
            (void)host_call(call_class, YIELD_NO_WAIT, somewhere, 0, 0);
            break;
        case SYSTEM_CALL_EXIT:
            (void)host_call(call_class, EXIT_RESTART, 0, 0, 0);
            break;
        default:
            // Buffers of its own and of the other's, to every driver.
            (void)host_call(call_class, number, 0, somewhere + (random_below(&random, 2) << 13),
                            random_below(&random, 64));
            break;
        }
        machine_check();
        regions_check(process_in(0));
        regions_check(process_in(1));
    }
}

static void isolation_bug_18_no_region_beside_image_and_memory_exists(void)
{
    on_each_unit(share_all_there_is);
}

// ---------------------------------------------------------------------------------------------
// Grants

static struct {
    struct process_id id;
    enum error error, nested_error;
    bool was_entered, was_zero;
    unsigned runs;
} entering;

UNANALYSED static void enter(void)
{
    entering.runs++;
    WITH_GRANT(uint8_t, state, entering.id, entering.error)
    {
        const struct grant *grant = &process_in(0)->grants[0];
        entering.was_entered = grant->is_entered && grant->memory != NULL;
        entering.was_zero = true;
        for (unsigned i = 0; i < 24; i++) {
            entering.was_zero = entering.was_zero && state[i] == 0;
            state[i] = 0x5E;
        }
        WITH_GRANT(uint8_t, nested, entering.id, entering.nested_error)
        {
            nested[0] = 1;
        }
    }
}

static void grants_of_two_lives(void)
{
    // What grants are made of is full of what was there before.
    struct process *process = boot(4096);
    for (unsigned life = 0; life < 3; life++) {
        memset(host_memory_at(process->exposed_end), 0xC3,
               process->kernel_break - process->exposed_end);
        entering.id = process->id;
        entering.runs = 0;
        check(process->grants[0].memory == NULL && !process->grants[0].is_entered);
        check(in_capsule(CAPSULE_FIRST, enter));
        check_equal(entering.error, ERROR_NONE);
        check(entering.was_entered && entering.was_zero);
        check_equal(entering.nested_error, ERROR_BUSY);
        check(!process->grants[0].is_entered);
        check(!host_allows((uintptr_t)process->grants[0].memory, HOST_READ));
        program_leave(SYSTEM_CALL_EXIT, EXIT_RESTART, 0, 0, 0);
        host_time_advance(TICKS_PER_MILLISECOND * 20000);
        (void)host_run();
        check(process_running() == process);
    }
    // One that cannot be made is not half there.
    test_board.grant_reserve_bytes = 0;
    host.thread.sp = (uint32_t)process->memory_start + 64;
    while (break_set(process->app_break + 256) == VARIANT_SUCCESS) {
    }
    while (break_set(process->app_break + 8) == VARIANT_SUCCESS) {
    }
    (void)program_call(SYSTEM_CALL_SUBSCRIBE, DRIVER_GREEDY, 0, 0, 0);
    check(process->grants[3].memory == NULL && !process->grants[3].is_entered);
}

static void isolation_bug_16_grants_are_marked_and_clear_before_anyone_sees_them(void)
{
    on_each_unit(grants_of_two_lives);
}

// ---------------------------------------------------------------------------------------------
// Arguments

static void isolation_bug_19_ranges_that_wrap_are_refused_before_any_comparison(void)
{
    struct process *process = boot(4096);
    program_grow(4096);
    const uintptr_t start = process->memory_start;
    const uintptr_t app = process->app_start;
    const uintptr_t end = process->app_break;
    const struct {
        uintptr_t address;
        size_t bytes;
    } wrapped[] = {
        {start, 0 - start},
        {start, 0 - start + 1},
        {end - 1, 0 - end + 2},
        {start, SIZE_MAX},
        {start + 8, SIZE_MAX - 7},
        {end, SIZE_MAX},
        {UINTPTR_MAX, start + 2},
        {UINTPTR_MAX, end},
        {UINTPTR_MAX - 7, start + 16},
        {app, SIZE_MAX},
        {app + 4, 0 - (uintptr_t)4},
        {app, 0 - app + app + SIZE_MAX},
        {end - 4, SIZE_MAX - end + 9},
        {UINTPTR_MAX, SIZE_MAX},
    };
    const unsigned accesses = host.accesses;
    for (unsigned i = 0; i < sizeof wrapped / sizeof wrapped[0]; i++) {
        const struct user_range range = user_range_from_words(wrapped[i].address, wrapped[i].bytes);
        check_context("case %u", i);
        check_equal(user_range_check(process, range, USER_READ), ERROR_FAULT);
        check_equal(user_range_check(process, range, USER_WRITE), ERROR_FAULT);
        uint8_t byte;
        size_t count;
        check(user_copy_in(process, &byte, range, &count) != ERROR_NONE);
        check(user_copy_out(process, range, &byte, &count) != ERROR_NONE);
        check_equal(count, 0);
    }
    check_equal(host.accesses, accesses);
}

// ---------------------------------------------------------------------------------------------
// Upcalls

static void event(uint32_t number)
{
    check_equal(schedule_upcall(CAPSULE_FIRST, process_in(0)->id, number, 1, 2, 3), ERROR_NONE);
    machine_check();
}

static void isolation_bug_20_wake_up_survives_an_event_that_does_not_match(void)
{
    const struct process *process = machine_boot_one();
    program_grow(2048);
    for (uint32_t number = 0; number < 2; number++) {
        check_equal(
            program_call(SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, number, process->app_start + 0x20, 0),
            VARIANT_SUCCESS_U32_U32);
    }
    for (unsigned others = 0; others < 5; others++) {
        const uint32_t pc = host.thread.pc;
        program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT_FOR, DRIVER_FIRST, 1, 0);
        check(process_running() == NULL);
        event(1);
        for (unsigned i = 0; i < others % 3; i++) {
            event(0);
        }
        (void)host_run();
        check(process_running() == process);
        check_equal(host.thread.pc, pc + 2);
        check_equal(host.thread.r[0], 1);
    }
}

static void isolation_bug_20_yield_no_wait_never_blocks(void)
{
    const struct process *process = machine_boot_one();
    program_grow(2048);
    check_equal(program_call(SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, 0, 0, 0),
                VARIANT_SUCCESS_U32_U32);
    const uint32_t flag = (uint32_t)process->memory_start + 100;
    for (unsigned count = 0; count <= UPCALL_QUEUE_CAPACITY; count++) {
        // All that waits is without a function.
        for (unsigned i = 0; i < count; i++) {
            event(0);
        }
        *host_memory_at(flag) = 0xEE;
        const uint32_t pc = host.thread.pc;
        program_leave(SYSTEM_CALL_YIELD, YIELD_NO_WAIT, flag, 0, 0);
        check(process_running() == process);
        check_equal(process->state, PROCESS_RUNNING);
        check_equal(host.thread.pc, pc + 2);
        check_equal(*host_memory_at(flag), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(isolation_bug_03_grants_never_grow_into_a_buffer_ever_allowed),
        KERNEL_TEST(isolation_bug_04_restart_exposes_no_more_than_the_first_break),
        KERNEL_TEST(isolation_bug_05_hardware_follows_each_change_of_the_break),
        KERNEL_TEST(isolation_bug_16_grants_are_marked_and_clear_before_anyone_sees_them),
        KERNEL_TEST(isolation_bug_17_break_at_memory_start_exposes_nothing),
        KERNEL_TEST(isolation_bug_18_no_region_beside_image_and_memory_exists),
        KERNEL_TEST(isolation_bug_19_ranges_that_wrap_are_refused_before_any_comparison),
        KERNEL_TEST(isolation_bug_20_wake_up_survives_an_event_that_does_not_match),
        KERNEL_TEST(isolation_bug_20_yield_no_wait_never_blocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
