// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Memory of a process: the memop calls, what is exposed, what is zero, grants, on all protection
/// units.
#include <abi/error.h>
#include <abi/system_call.h>
#include <string.h>

#include "grant.h"
#include "machine.h"
#include "process_memory.h"
#include "support.h"

static uint32_t memop(uint32_t operation, uint32_t argument)
{
    return program_call(SYSTEM_CALL_MEMOP, operation, argument, 0xAAAA2222, 0xAAAA3333);
}

static void memop_expect(uint32_t operation, uint32_t argument, uint32_t variant, uint32_t r1)
{
    check_context("memop %u (%#x)", operation, argument);
    program_expect((uint32_t[]){SYSTEM_CALL_MEMOP, operation, argument, 0x2222, 0x3333}, variant,
                   r1, 0, 0);
}

/// Keeps the stack of the program at the start of its memory, out of the way.
static struct process *boot(uint32_t ram_bytes)
{
    (void)image_install("one", ram_bytes);
    machine_boot();
    check(process_running() != NULL);
    return process_running();
}

static uint32_t start_of(const struct process *process)
{
    return (uint32_t)process->memory_start;
}

// ---------------------------------------------------------------------------------------------
// The calls

static void memops_tell_where_things_are(void)
{
    const struct process *process = boot(4096);
    memop_expect(MEMOP_MEMORY_START, 0, VARIANT_SUCCESS_U32, start_of(process));
    memop_expect(MEMOP_MEMORY_END, 0, VARIANT_SUCCESS_U32, (uint32_t)process->memory_end);
    memop_expect(MEMOP_FLASH_START, 0, VARIANT_SUCCESS_U32, process->flash_start);
    memop_expect(MEMOP_FLASH_END, 0, VARIANT_SUCCESS_U32, process->flash_end);
    memop_expect(MEMOP_GRANT_START, 0, VARIANT_SUCCESS_U32, (uint32_t)process->kernel_break);
    memop_expect(MEMOP_WRITEABLE_REGION_COUNT, 0, VARIANT_SUCCESS_U32, 0);
    memop_expect(MEMOP_WRITEABLE_REGION_START, 0, VARIANT_FAILURE, ERROR_FAILED);
    memop_expect(MEMOP_WRITEABLE_REGION_END, 0, VARIANT_FAILURE, ERROR_FAILED);
    check_equal(process->flash_end - process->flash_start, 1024);
}

static void memop_grant_start_follows_grants(void)
{
    const struct process *process = boot(4096);
    const uint32_t before = (uint32_t)process->kernel_break;
    check_equal(program_call(SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, 0, 0, 0),
                VARIANT_SUCCESS_U32_U32);
    check(process->kernel_break < before);
    memop_expect(MEMOP_GRANT_START, 0, VARIANT_SUCCESS_U32, (uint32_t)process->kernel_break);
}

static void memop_unknown_operations_fail(void)
{
    (void)boot(4096);
    memop_expect(12, 0, VARIANT_FAILURE, ERROR_NO_SUPPORT);
    memop_expect(UINT32_MAX, 0, VARIANT_FAILURE, ERROR_NO_SUPPORT);
}

static void memop_hints_are_kept_only_if_they_can_be_true(void)
{
    const struct process *process = boot(4096);
    const uint32_t start = start_of(process);
    memop_expect(MEMOP_BREAK_SET, start + 128, VARIANT_SUCCESS, 0);
    memop_expect(MEMOP_STACK_TOP, start + 64, VARIANT_SUCCESS, 0);
    memop_expect(MEMOP_HEAP_START, start + 128, VARIANT_SUCCESS, 0);
    check_equal(process_shown(0).bounds[PROCESS_STACK_TOP], start + 64);
    check_equal(process_shown(0).bounds[PROCESS_HEAP_START], start + 128);
    const uint32_t outside[] = {0, start - 1, (uint32_t)process->memory_end, UINT32_MAX};
    for (unsigned i = 0; i < sizeof outside / sizeof outside[0]; i++) {
        memop_expect(MEMOP_STACK_TOP, outside[i], VARIANT_SUCCESS, 0);
        memop_expect(MEMOP_HEAP_START, outside[i], VARIANT_SUCCESS, 0);
        check_equal(process_shown(0).bounds[PROCESS_STACK_TOP], start + 64);
        check_equal(process_shown(0).bounds[PROCESS_HEAP_START], start + 128);
    }
    // Each is possible, both together are not: a heap behind the break, and one below the stack.
    const uint32_t impossible[] = {start + 129, start + 63};
    for (unsigned i = 0; i < sizeof impossible / sizeof impossible[0]; i++) {
        memop_expect(MEMOP_HEAP_START, impossible[i], VARIANT_SUCCESS, 0);
        check_equal(process_shown(0).bounds[PROCESS_STACK_TOP], start);
        check_equal(process_shown(0).bounds[PROCESS_HEAP_START], start);
    }
}

static void writeable_regions_add_up_over_elements(void)
{
    struct tbf tbf = tbf_new(1024);
    tbf_program(&tbf, 0x81, 0, 4096, 1024);
    tbf_kernel_version(&tbf, 2, 0);
    tbf_words(&tbf, 2, (uint32_t[]){0x100, 0x40}, 2);
    tbf_words(&tbf, 2, (uint32_t[]){0x200, 0x80, 0x300, 0}, 4);
    tbf_finish(&tbf);
    (void)tbf_install(&tbf, HOST_IMAGES_START);
    machine_boot();
    const uint32_t flash = process_running()->flash_start;
    memop_expect(MEMOP_WRITEABLE_REGION_COUNT, 0, VARIANT_SUCCESS_U32, 3);
    memop_expect(MEMOP_WRITEABLE_REGION_START, 0, VARIANT_SUCCESS_U32, flash + 0x100);
    memop_expect(MEMOP_WRITEABLE_REGION_END, 0, VARIANT_SUCCESS_U32, flash + 0x140);
    memop_expect(MEMOP_WRITEABLE_REGION_START, 1, VARIANT_SUCCESS_U32, flash + 0x200);
    memop_expect(MEMOP_WRITEABLE_REGION_END, 1, VARIANT_SUCCESS_U32, flash + 0x280);
    memop_expect(MEMOP_WRITEABLE_REGION_START, 2, VARIANT_FAILURE, ERROR_FAILED); // of no bytes
    memop_expect(MEMOP_WRITEABLE_REGION_END, 3, VARIANT_FAILURE, ERROR_FAILED);
    memop_expect(MEMOP_WRITEABLE_REGION_END, UINT32_MAX, VARIANT_FAILURE, ERROR_FAILED);
}

static void break_moves_at_both_sides_of_its_limits(void)
{
    const struct process *process = boot(4096);
    const uint32_t start = start_of(process);
    const uint32_t first_break = (uint32_t)process->app_break;
    memop_expect(MEMOP_BREAK_MOVE, 0, VARIANT_SUCCESS_U32, first_break);
    memop_expect(MEMOP_BREAK_SET, start + 4096, VARIANT_SUCCESS, 0);
    memop_expect(MEMOP_BREAK_MOVE, (uint32_t)-96, VARIANT_SUCCESS_U32, start + 4096);
    memop_expect(MEMOP_BREAK_MOVE, 96, VARIANT_SUCCESS_U32, start + 4000);
    const uint32_t refused[] = {start - 1,
                                0,
                                UINT32_MAX,
                                0x80000000,
                                (uint32_t)process->kernel_break + 1,
                                (uint32_t)process->kernel_break - TEST_RESERVE_BYTES + 1,
                                (uint32_t)process->memory_end,
                                (uint32_t)process->memory_end - 1};
    for (unsigned i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        memop_expect(MEMOP_BREAK_SET, refused[i], VARIANT_FAILURE, ERROR_NO_MEMORY);
        memop_expect(MEMOP_BREAK_MOVE, refused[i] - (start + 4096), VARIANT_FAILURE,
                     ERROR_NO_MEMORY);
        check_equal(process->app_break, start + 4096);
    }
    memop_expect(MEMOP_BREAK_MOVE, 0x7FFFFFFF, VARIANT_FAILURE, ERROR_NO_MEMORY);
    memop_expect(MEMOP_BREAK_MOVE, 0x80000000, VARIANT_FAILURE, ERROR_NO_MEMORY);
}

// ---------------------------------------------------------------------------------------------
// What programs find in memory

/// All that is exposed from `from` up reads as zero.
static void zero_check(const struct process *process, uintptr_t from)
{
    for (uintptr_t address = from; address < process->exposed_end; address++) {
        if (*host_memory_at(address) != 0) {
            check_context("offset %#zx", address - process->memory_start);
            check(*host_memory_at(address) == 0);
        }
    }
}

static void fill(const struct process *process)
{
    for (uintptr_t address = start_of(process) + 64; address < process->exposed_end; address++) {
        check(host_allows(address, HOST_WRITE));
        *host_memory_at(address) = 0x5E;
    }
}

static void memory_that_a_break_gains_is_zero(void)
{
    const struct process *process = boot(20000);
    host.thread.sp = start_of(process) + 64;
    static const uint32_t breaks[] = {65,   100, 96,    97,   128,  4096, 100,  101,  300,
                                      4097, 64,  19999, 1000, 1001, 1031, 1032, 1033, 1064,
                                      64,   1,   20000, 64,   8000, 4000, 12000};
    for (unsigned i = 0; i < sizeof breaks / sizeof breaks[0]; i++) {
        if (breaks[i] < 64) {
            continue;
        }
        const uintptr_t old_break = process->app_break;
        const uintptr_t old_exposed_end = process->exposed_end;
        check_equal(memop(MEMOP_BREAK_SET, start_of(process) + breaks[i]), VARIANT_SUCCESS);
        // Behind the old break all is zero up to the new one, and beyond it what was hidden.
        for (uintptr_t address = old_break; address < process->app_break; address++) {
            check_equal(*host_memory_at(address), 0);
        }
        zero_check(process,
                   old_exposed_end > process->app_break ? old_exposed_end : process->app_break);
        fill(process);
    }
}

static void clearing_much_memory_is_cut_into_runs(void)
{
    const struct process *process = boot(40000);
    host.thread.sp = start_of(process) + 64;
    check_equal(memop(MEMOP_BREAK_SET, start_of(process) + 40000), VARIANT_SUCCESS);
    fill(process);
    check_equal(memop(MEMOP_BREAK_SET, start_of(process) + 64), VARIANT_SUCCESS);
    const unsigned entries =
        host_call(SYSTEM_CALL_MEMOP, MEMOP_BREAK_SET, start_of(process) + 40000, 0, 0);
    check(entries >= 39000 / 4096);
    check_equal(host.thread.r[0], VARIANT_SUCCESS);
    machine_check();
    zero_check(process, start_of(process) + 64);
}

static void secrets_of_a_life_are_gone_in_the_next(void)
{
    test_policy.fault_policy = FAULT_POLICY_RESTART;
    struct process *process = boot(12000);
    host.thread.sp = start_of(process) + 64;
    check_equal(memop(MEMOP_BREAK_SET, start_of(process) + 12000), VARIANT_SUCCESS);
    check_equal(program_call(SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, 0, 0, 0x5EC2E7),
                VARIANT_SUCCESS_U32_U32);
    for (uintptr_t address = process->memory_start; address < process->exposed_end; address++) {
        *host_memory_at(address) = 0x5E;
    }
    program_leave(SYSTEM_CALL_EXIT, EXIT_RESTART, 0, 0, 0);
    check(process_running() == process);
    check_equal(process_shown(0).counters.restarts, 1);
    check(process->exposed_end - process->memory_start < 12000);
    zero_check(process, host.thread.sp);
    for (uintptr_t address = process->memory_start; address < host.thread.sp - 32; address++) {
        check_equal(*host_memory_at(address), 0);
    }
    host.thread.sp = start_of(process) + 64;
    check_equal(memop(MEMOP_BREAK_SET, start_of(process) + 12000), VARIANT_SUCCESS);
    zero_check(process, start_of(process) + 64);
}

static void what_was_a_grant_is_zero_when_it_becomes_memory(void)
{
    test_board.grant_reserve_bytes = 0;
    // Large enough for the greedy grant below the first place of the kernel's part.
    struct process *process = boot(8000);
    const uintptr_t grant_end = process->kernel_break;
    check_equal(program_call(SYSTEM_CALL_SUBSCRIBE, DRIVER_GREEDY, 0, process->app_start, 0x5EC2E7),
                VARIANT_SUCCESS_U32_U32);
    const uintptr_t grant_start = process->kernel_break;
    for (uintptr_t address = grant_start + 8; address < grant_end; address++) {
        *host_memory_at(address) = 0x5E;
    }
    program_leave(SYSTEM_CALL_EXIT, EXIT_RESTART, 0, 0, 0);
    check(process_running() == process);
    host.thread.sp = start_of(process) + 64;
    for (uint32_t step = 1 << 16; step > 0; step /= 2) {
        while (memop(MEMOP_BREAK_MOVE, step) == VARIANT_SUCCESS_U32) {
        }
    }
    check(process->exposed_end > grant_start + 8);
    zero_check(process, start_of(process) + 64);
}

// ---------------------------------------------------------------------------------------------
// Grants

static void grants_lie_in_the_block_zeroed_and_aligned(void)
{
    const struct process *process = boot(4096);
    static const uint32_t numbers[] = {DRIVER_FIRST, DRIVER_SECOND, DRIVER_GREEDY};
    for (unsigned i = 0; i < 2; i++) {
        check_equal(program_call(SYSTEM_CALL_SUBSCRIBE, numbers[i], 0, 0, 0),
                    VARIANT_SUCCESS_U32_U32);
    }
    for (unsigned i = 0; i < 2; i++) {
        const size_t upcalls = (i == 0 ? 2 : 1) * sizeof(struct upcall_slot);
        const size_t allows = (i == 0 ? 4 : 2) * sizeof(struct allow_slot);
        const uint8_t *memory = process->grants[i].memory - upcalls;
        check((uintptr_t)memory % 8 == 0);
        check(grant_state(&process->grants[i]) == memory + upcalls + allows);
        const size_t bytes = i == 0 ? 24 : 100;
        for (size_t j = 0; j < upcalls + allows + bytes; j++) {
            check_equal(memory[j], 0);
        }
        check(!host_allows((uintptr_t)memory, HOST_READ));
    }
}

static void reserve_survives(uint32_t ram_bytes)
{
    const struct process *process = boot(ram_bytes);
    host.thread.sp = start_of(process) + 64;
    for (uint32_t step = 1 << 16; step > 0; step /= 2) {
        while (memop(MEMOP_BREAK_MOVE, step) == VARIANT_SUCCESS_U32) {
        }
    }
    check(process->app_break - process->memory_start >= ram_bytes);
    // Both small grants fit the reserve of the board.
    check_equal(program_call(SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, 0, 0, 0),
                VARIANT_SUCCESS_U32_U32);
    check_equal(program_call(SYSTEM_CALL_SUBSCRIBE, DRIVER_SECOND, 0, 0, 0),
                VARIANT_SUCCESS_U32_U32);
}

static void the_grant_reserve_is_there_however_much_the_program_takes(void)
{
    reserve_survives(4096);
}

static void reserve_survives_on_unit(unsigned index)
{
    host.unit = machine_units[index % MACHINE_UNITS];
    reserve_survives(1000 + 321 * (index / MACHINE_UNITS));
}

static void the_grant_reserve_survives_rounding_by_the_unit(void)
{
    check_each(40 * MACHINE_UNITS, reserve_survives_on_unit);
}

static void a_grant_never_reaches_into_exposed_memory(void)
{
    test_board.grant_reserve_bytes = 0;
    const struct process *process = boot(4096);
    host.thread.sp = start_of(process) + 64;
    for (uint32_t step = 1 << 16; step > 0; step /= 2) {
        while (memop(MEMOP_BREAK_MOVE, step) == VARIANT_SUCCESS_U32) {
        }
    }
    const uintptr_t kernel_break = process->kernel_break;
    const uint32_t result = program_call(SYSTEM_CALL_SUBSCRIBE, DRIVER_GREEDY, 0, 0, 0);
    check_equal(result, VARIANT_FAILURE_U32_U32);
    check_equal(host.thread.r[1], ERROR_NO_MEMORY);
    check_equal(process->kernel_break, kernel_break);
    // With the break lowered there is room, and the break cannot come back over the grant.
    check_equal(memop(MEMOP_BREAK_SET, start_of(process) + 1024), VARIANT_SUCCESS);
    check_equal(program_call(SYSTEM_CALL_SUBSCRIBE, DRIVER_GREEDY, 0, 0, 0),
                VARIANT_SUCCESS_U32_U32);
    check_equal(memop(MEMOP_BREAK_SET, (uint32_t)kernel_break), VARIANT_FAILURE);
    check_equal(memop(MEMOP_BREAK_SET, (uint32_t)process->kernel_break + 1), VARIANT_FAILURE);
}

static void grant_in_a_gap_of(unsigned index)
{
    // The grant of DRIVER_SECOND takes 8 + 2 x 24 + 100 bytes, aligned to 8: 160.
    const uintptr_t gap = 146 + index;
    host.granule_bytes = 1;
    test_board.grant_reserve_bytes = 0;
    const struct process *process = boot(4096);
    host.thread.sp = start_of(process) + 64;
    check_equal(process->kernel_break % 8, 0);
    check_equal(memop(MEMOP_BREAK_SET, (uint32_t)(process->kernel_break - gap)), VARIANT_SUCCESS);
    check_equal(process->exposed_end, process->kernel_break - gap);
    check_equal(program_call(SYSTEM_CALL_SUBSCRIBE, DRIVER_SECOND, 0, 0, 0),
                gap < 160 ? VARIANT_FAILURE_U32_U32 : VARIANT_SUCCESS_U32_U32);
}

static void grant_fits_a_gap_to_the_byte(void)
{
    check_each(30, grant_in_a_gap_of);
}

// ---------------------------------------------------------------------------------------------
// The same, on the models of real units

static void on_unit(unsigned index)
{
    static void (*const bodies[])(void) = {
        break_moves_at_both_sides_of_its_limits,
        memory_that_a_break_gains_is_zero,
        clearing_much_memory_is_cut_into_runs,
        secrets_of_a_life_are_gone_in_the_next,
        what_was_a_grant_is_zero_when_it_becomes_memory,
        grants_lie_in_the_block_zeroed_and_aligned,
        the_grant_reserve_is_there_however_much_the_program_takes,
        a_grant_never_reaches_into_exposed_memory,
    };
    enum { BODIES = sizeof bodies / sizeof bodies[0] };
    host.unit = machine_units[1 + index / BODIES];
    bodies[index % BODIES]();
}

static void all_of_it_on_each_real_unit(void)
{
    check_each(8 * (MACHINE_UNITS - 1), on_unit);
}

static void on_granule(unsigned index)
{
    host.granule_bytes = 1u << index; // 1 to 1024, the size of the image
    memory_that_a_break_gains_is_zero();
}

static void memory_is_zero_whatever_the_granule(void)
{
    check_each(11, on_granule);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(memops_tell_where_things_are),
        KERNEL_TEST(memop_grant_start_follows_grants),
        KERNEL_TEST(memop_unknown_operations_fail),
        KERNEL_TEST(memop_hints_are_kept_only_if_they_can_be_true),
        KERNEL_TEST(writeable_regions_add_up_over_elements),
        KERNEL_TEST(break_moves_at_both_sides_of_its_limits),
        KERNEL_TEST(memory_that_a_break_gains_is_zero),
        KERNEL_TEST(clearing_much_memory_is_cut_into_runs),
        KERNEL_TEST(secrets_of_a_life_are_gone_in_the_next),
        KERNEL_TEST(what_was_a_grant_is_zero_when_it_becomes_memory),
        KERNEL_TEST(grant_fits_a_gap_to_the_byte),
        KERNEL_TEST(grants_lie_in_the_block_zeroed_and_aligned),
        KERNEL_TEST(the_grant_reserve_is_there_however_much_the_program_takes),
        KERNEL_TEST(the_grant_reserve_survives_rounding_by_the_unit),
        KERNEL_TEST(a_grant_never_reaches_into_exposed_memory),
        KERNEL_TEST(all_of_it_on_each_real_unit),
        KERNEL_TEST(memory_is_zero_whatever_the_granule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
