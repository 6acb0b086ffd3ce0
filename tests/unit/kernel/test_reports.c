// SPDX-License-Identifier: Apache-2.0 OR MIT
/// What people are told: events, descriptions, fault reports, the panic record.
#include <abi/error.h>
#include <abi/system_call.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "machine.h"
#include "support.h"
#include "work.h"

// ---------------------------------------------------------------------------------------------
// Events and reports

static void events_of_the_walk_wait_for_room_and_others_are_counted(void)
{
    hooks.watcher_is_deaf = true;
    test_board.slot_count = TEST_SLOTS_MAX;
    for (unsigned i = 0; i < 30; i++) {
        (void)image_install("same", 1000);
    }
    machine_boot();
    check(host.current == NULL); // the walk waits
    hooks.watcher_is_deaf = false;
    work_capsule_defer(CAPSULE_WATCHER);
    check(in_capsule(CAPSULE_WATCHER, deferred_call_request));
    (void)host_run();
    check(event_find(EVENT_IMAGES_END) != NULL);
    check_equal(test_event_count, 31);
    check_equal(test_events_lost, 0);
}

static struct kernel_information information;
static void describe_kernel(void)
{
    kernel_describe(&information);
}

static void kernel_describes_itself(void)
{
    (void)machine_boot_one();
    check(in_capsule(CAPSULE_BARE, describe_kernel));
    check(strcmp(information.version, "2.3") == 0);
    check(strcmp(information.board, "test") == 0);
    check(strcmp(information.policy, "tests may do anything") == 0);
    check_equal(information.ranges[KERNEL_POOL].start, HOST_POOL_START);
    check_equal(information.ranges[KERNEL_POOL].end, HOST_POOL_START + HOST_POOL_BYTES);
    check_equal(information.pool_used_bytes,
                test_slots[0].process->memory_end - test_slots[0].process->memory_start);
    check_equal(information.process_slots, TEST_SLOTS);
    check(information.last_panic == NULL);
}

static void regions_of_a_process(void)
{
    struct process_region region;
    const struct process *process = process_in(0);
    check(process_region_describe(0, 0, &region));
    check(region.start == process->flash_start && region.end == process->flash_end);
    check(region.is_executable && !region.is_writable);
    check(process_region_describe(0, 1, &region));
    check(region.start == process->memory_start && region.end == process->exposed_end);
    check(!region.is_executable && region.is_writable);
    check(!process_region_describe(0, 2, &region));
    check(!process_region_describe(1, 0, &region));
    check(!process_region_describe(UINT32_MAX, 0, &region));
    struct process_information shown;
    check_equal(process_describe(1, &shown), ERROR_NO_DEVICE);
    check_equal(process_describe(TEST_SLOTS, &shown), ERROR_INVALID);
    check_equal(process_describe(UINT32_MAX, &shown), ERROR_INVALID);

    // From the end of the block to its start the parts leave no gap and do not overlap.
    check_equal(process_describe(0, &shown), ERROR_NONE);
    check_equal(shown.bounds[0], process->memory_end);
    for (size_t i = 0; &shown.bounds[i] != &shown.bounds[PROCESS_MEMORY_START]; i++) {
        check(shown.bounds[i] >= shown.bounds[i + 1]);
    }
    check_equal(shown.bounds[PROCESS_QUEUE_START], (uintptr_t)process);
    check_equal(shown.bounds[PROCESS_KERNEL_BREAK], process->kernel_break);
    check_equal(shown.bounds[PROCESS_APP_BREAK], process->app_break);
    check_equal(shown.bounds[PROCESS_HEAP_START], process->memory_start);
    check_equal(shown.bounds[PROCESS_STACK_TOP], process->memory_start);
    check_equal(shown.bounds[PROCESS_MEMORY_START], process->memory_start);
    check_equal(shown.bounds[PROCESS_FLASH_START], process->flash_start);
}

static void memory_map_is_what_the_hardware_allows(void)
{
    (void)machine_boot_one();
    check(in_capsule(CAPSULE_WATCHER, regions_of_a_process));
}

static void panic_now(void)
{
    machine_panic();
}

static void panic_on_request_stops_the_machine(void)
{
    (void)machine_boot_one();
    (void)in_capsule(CAPSULE_WATCHER, panic_now);
}

// ---------------------------------------------------------------------------------------------
// Fault reports

static struct process_fault_report report;

static void report_now(void)
{
    check_equal(process_fault_describe(0, &report), ERROR_NONE);
}

static const struct {
    enum port_fault_cause cause;
    const char *text;
} causes[] = {
    {FAULT_DATA_ACCESS, "data access violation"},
    {FAULT_INSTRUCTION_ACCESS, "instruction access violation"},
    {FAULT_BUS, "bus error"},
    {FAULT_UNDEFINED_INSTRUCTION, "undefined instruction"},
    {FAULT_INVALID_STATE, "invalid state"},
    {FAULT_INVALID_PC, "invalid pc"},
    {FAULT_NO_COPROCESSOR, "no coprocessor (floating point is off)"},
    {FAULT_UNALIGNED, "unaligned access"},
    {FAULT_DIVIDE_BY_ZERO, "divide by zero"},
    {FAULT_STACK_ENTRY, "stack error on exception entry"},
    {FAULT_STACK_RETURN, "stack error on exception return"},
    {FAULT_BREAKPOINT, "breakpoint"},
    {FAULT_STACK_POINTER, "stack pointer outside memory"},
    {FAULT_UNKNOWN_CALL, "unknown system call"},
    {FAULT_UPCALL_FRAME, "bad upcall frame"},
    {FAULT_REQUESTED, "requested"},
    {FAULT_OTHER, "other"},
};

static void report_cause(unsigned index)
{
    machine_boot_two();
    host_fault(&(struct port_fault){.cause = (uint8_t)causes[index].cause});
    check(in_capsule(CAPSULE_WATCHER, report_now));
    check(strcmp(report.cause, causes[index].text) == 0);
    check(!report.has_address);
}

static void every_cause_of_a_fault_has_its_text(void)
{
    check_each(sizeof causes / sizeof causes[0], report_cause);
}

static const char *owner_of(uintptr_t address)
{
    process_in(0)->fault.address = address;
    check(in_capsule(CAPSULE_WATCHER, report_now));
    return report.address_owner;
}

static void owners_of_addresses_are_told_apart(void)
{
    machine_boot_two();
    host_fault(&(struct port_fault){.cause = FAULT_DATA_ACCESS, .has_address = true});
    const struct process *process = process_in(0);
    const uintptr_t addresses[] = {process->memory_start,
                                   process->kernel_break - 1,
                                   process->memory_end - 1,
                                   process->flash_start,
                                   process_in(1)->memory_start,
                                   0x20000000,
                                   0x1000,
                                   process_in(1)->flash_start,
                                   0xE000E000};
    enum { COUNT = sizeof addresses / sizeof addresses[0] };
    for (unsigned i = 0; i < COUNT; i++) {
        for (unsigned j = 0; j < i; j++) {
            check_context("%u and %u", i, j);
            const char *text = owner_of(addresses[i]);
            check(strcmp(text, owner_of(addresses[j])) != 0);
        }
    }
    // Both ends of a range have the same owner, and the address behind it has another.
    check(owner_of(process->app_break - 1) == owner_of(process->memory_start));
    check(owner_of(process->app_break) != owner_of(process->memory_start));
    check(owner_of(process->memory_end) != owner_of(process->memory_end - 1));
    check(owner_of(0) == owner_of(0xE000E000));
    check(owner_of(UINT32_MAX) == owner_of(0xE000E000));
}

static void grants_shown(void)
{
    struct process_grant grant;
    check_equal(process_grant_describe(0, 0, &grant), ERROR_NONE);
    check(grant.driver == DRIVER_FIRST && grant.address == 0);
    check_equal(process_grant_describe(0, 1, &grant), ERROR_NONE);
    check(grant.driver == DRIVER_SECOND);
    check_equal(grant.address, (uintptr_t)process_in(0)->grants[1].memory);
    check_equal(process_grant_describe(0, 4, &grant), ERROR_NO_DEVICE);
    check_equal(process_grant_describe(0, UINT32_MAX, &grant), ERROR_NO_DEVICE);
    check_equal(process_grant_describe(3, 0, &grant), ERROR_NO_DEVICE);
}

static void grants_are_listed_by_driver(void)
{
    (void)machine_boot_one();
    check_equal(program_call(SYSTEM_CALL_SUBSCRIBE, DRIVER_SECOND, 0, 0, 0),
                VARIANT_SUCCESS_U32_U32);
    check(in_capsule(CAPSULE_WATCHER, grants_shown));
    check_equal(process_shown(0).grants_allocated, 1);
    check_equal(process_shown(0).grants_defined, 3);
}

static void faults_that_find_the_list_of_events_full_are_counted(void)
{
    test_policy.fault_policy = FAULT_POLICY_RESTART;
    (void)machine_boot_one();
    hooks.watcher_is_deaf = true;
    for (unsigned i = 0; i < 12; i++) {
        host_fault(&(struct port_fault){.cause = FAULT_OTHER});
        host_time_advance(30 * TEST_TIME_HZ);
        (void)host_run();
        check(process_running() != NULL);
    }
    hooks.watcher_is_deaf = false;
    const unsigned before = test_event_count;
    check(in_capsule(CAPSULE_WATCHER, deferred_call_request));
    (void)host_run();
    check_equal(test_event_count - before + test_events_lost, 12);
    check(test_events_lost > 0);
}

// ---------------------------------------------------------------------------------------------
// The end

static jmp_buf after_panic;

NORETURN static void panic_ends_here(void)
{
    longjmp(after_panic, 1);
}

static void panic_is_remembered_in_the_next_run_and_then_forgotten(void)
{
    test_board.panic_end = panic_ends_here;
    machine_boot();
    check(in_capsule(CAPSULE_BARE, describe_kernel));
    check(information.last_panic == NULL);
    if (setjmp(after_panic) == 0) {
        port_panic(
            "a cause that is much longer than what is kept of it over a reset of the machine");
    }
    kernel_init();
    check(in_capsule(CAPSULE_BARE, describe_kernel));
    check(information.last_panic != NULL);
    check(strncmp(information.last_panic, "a cause that is much longer", 27) == 0);
    check(strlen(information.last_panic) <= 60);
}

static void fault_of_the_kernel_is_told_in_numbers(void)
{
    machine_boot();
    const uintptr_t values[] = {0x20001F4A, 0x89ABCDEF, 0};
    check(strcmp(kernel_fault_text(values), "kernel fault: pc 20001f4a, status 89abcdef, "
                                            "address 00000000") == 0);
    port_panic(kernel_fault_text(values));
}

static char panic_output[256];

static void panic_collect(const char *text, size_t length_bytes)
{
    check(strlen(panic_output) + length_bytes < sizeof panic_output);
    strncat(panic_output, text, length_bytes);
}

static void panic_write_faults(const char *text, size_t length_bytes)
{
    test_board.panic_write = panic_collect;
    panic_collect(text, length_bytes);
    const uintptr_t values[] = {1, 2, 3};
    port_panic(kernel_fault_text(values));
}

static void panic_out_of_a_panic_ends_without_a_word(void)
{
    test_board.panic_end = panic_ends_here;
    test_board.panic_write = panic_write_faults;
    machine_boot();
    if (setjmp(after_panic) == 0) {
        port_panic("the first one");
    }
    check(strcmp(panic_output, "\r\nKernel panic: ") == 0);
    kernel_init();
    check(in_capsule(CAPSULE_BARE, describe_kernel));
    check(strcmp(information.last_panic, "the first one") == 0);
}

static void reset_now(void)
{
    machine_reset();
}

static void reset_on_request_resets_the_machine(void)
{
    (void)machine_boot_one();
    const pid_t child = fork();
    if (child == 0) {
        (void)in_capsule(CAPSULE_WATCHER, reset_now);
        _exit(0);
    }
    int status = 0;
    check_equal(waitpid(child, &status, 0), child);
    check(WIFEXITED(status) && WEXITSTATUS(status) == HOST_STATUS_RESET);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(events_of_the_walk_wait_for_room_and_others_are_counted),
        KERNEL_TEST(kernel_describes_itself),
        KERNEL_TEST(memory_map_is_what_the_hardware_allows),
        KERNEL_TEST(every_cause_of_a_fault_has_its_text),
        KERNEL_TEST(owners_of_addresses_are_told_apart),
        KERNEL_TEST(grants_are_listed_by_driver),
        KERNEL_TEST(faults_that_find_the_list_of_events_full_are_counted),
        KERNEL_TEST(panic_is_remembered_in_the_next_run_and_then_forgotten),
        KERNEL_TEST_PANICS(fault_of_the_kernel_is_told_in_numbers,
                           "kernel fault: pc 20001f4a, status 89abcdef, address 00000000"),
        KERNEL_TEST(panic_out_of_a_panic_ends_without_a_word),
        KERNEL_TEST(reset_on_request_resets_the_machine),
        KERNEL_TEST_PANICS(panic_on_request_stops_the_machine, "requested"),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
