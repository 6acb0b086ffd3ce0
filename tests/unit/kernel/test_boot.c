// SPDX-License-Identifier: Apache-2.0 OR MIT
/// From power-on to the first instruction of programs.
#include "machine.h"
#include "support.h"

static void without_images_the_kernel_sleeps(void)
{
    machine_boot();
    check(host.current == NULL);
    check(host.sleeps >= 1);
    check(!host.is_tick_running);
    check(event_find(EVENT_IMAGES_END) != NULL);
    check_equal(test_event_count, 1);
}

static void every_capsule_is_started_once(void)
{
    machine_boot();
    for (unsigned i = 0; i < CAPSULE_COUNT; i++) {
        check_equal(hooks.inits[i], 1);
    }
}

static void program_starts_with_what_the_entry_contract_says(void)
{
    const uint32_t image = image_install("one", 4096);
    machine_boot();
    const struct process *process = process_running();
    check(process == process_in(0));
    check_equal(host.thread.r[0], process->app_start);
    check_equal(host.thread.r[1], process->memory_start);
    check_equal(host.thread.r[2], process->memory_end - process->memory_start);
    check_equal(host.thread.r[3], process->app_break);
    check_equal(host.thread.pc, process->entry & ~1u);
    check_equal(host.thread.r12, 0);
    for (unsigned i = 0; i < 8; i++) {
        check_equal(host.thread.callee_saved[i], 0);
    }
    check_equal(process->flash_start, image);
    check_equal(host.thread.sp, process->app_break);
    check(host.is_tick_running);
}

static void program_sees_zeros_although_memory_was_not(void)
{
    const struct process *process = machine_boot_one();
    // The first frame has been popped; it lies below the stack pointer.
    for (uintptr_t address = process->memory_start; address < process->exposed_end; address++) {
        check(address >= host.thread.sp - 32 || *host_memory_at(address) == 0);
    }
}

static void programs_start_in_the_order_of_their_slots(void)
{
    machine_boot_two();
    program_leave(0, 1, 0, 0, 0);
    check(process_running() == process_in(1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(without_images_the_kernel_sleeps),
        KERNEL_TEST(every_capsule_is_started_once),
        KERNEL_TEST(program_starts_with_what_the_entry_contract_says),
        KERNEL_TEST(program_sees_zeros_although_memory_was_not),
        KERNEL_TEST(programs_start_in_the_order_of_their_slots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
