// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Dispatch, subscribe, command and the allows: what existing programs rely on.
#include <abi/error.h>
#include <abi/system_call.h>

#include "machine.h"
#include "random.h"
#include "support.h"

/// One call and all that it must give back.
static void expect(uint32_t call_class, uint32_t a0, uint32_t a1, uint32_t a2, uint32_t a3,
                   uint32_t variant, uint32_t r1, uint32_t r2, uint32_t r3)
{
    check_context("class %u (%#x, %#x, %#x, %#x)", call_class, a0, a1, a2, a3);
    program_expect((uint32_t[]){call_class, a0, a1, a2, a3}, variant, r1, r2, r3);
    check_context("%s", "");
}

static void poison_registers(void)
{
    host.thread.r12 = 0xCCCC0012;
    host.thread.lr = 0xCCCC000E;
    for (unsigned i = 0; i < 8; i++) {
        host.thread.callee_saved[i] = 0xCCCC0004 + i;
    }
}

// ---------------------------------------------------------------------------------------------
// Subscribe

static uint32_t code_address(void)
{
    return process_running()->app_start + 0x20;
}

static void subscribe_swaps_function_and_data(void)
{
    machine_boot_one();
    poison_registers();
    const uint32_t f = code_address();
    expect(SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, 0, f | 1, 0x1234, VARIANT_SUCCESS_U32_U32, 0, 0, 0);
    expect(SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, 0, f, 7, VARIANT_SUCCESS_U32_U32, f | 1, 0x1234, 0);
    expect(SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, 1, f, 9, VARIANT_SUCCESS_U32_U32, 0, 0, 0);
    expect(SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, 0, 0, 5, VARIANT_SUCCESS_U32_U32, f, 7, 0);
    expect(SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, 0, f, 1, VARIANT_SUCCESS_U32_U32, 0, 5, 0);
    expect(SYSTEM_CALL_SUBSCRIBE, DRIVER_SECOND, 0, 0, 0, VARIANT_SUCCESS_U32_U32, 0, 0, 0);
}

static void subscribe_failures_echo_what_was_passed(void)
{
    machine_boot_one();
    poison_registers();
    const struct process *process = process_running();
    const uint32_t f = code_address();
    const uint32_t flash_end = process->flash_end;
    const uint32_t memory = (uint32_t)process->memory_start;
    const uint32_t app_break = (uint32_t)process->app_break;
    const struct {
        uint32_t driver, number, function;
        enum error error;
    } cases[] = {
        {DRIVER_ABSENT, 0, f, ERROR_NO_DEVICE},
        {DRIVER_ABSENT, 0, 0, ERROR_NO_DEVICE},
        {DRIVER_ABSENT, 0, 0x10, ERROR_INVALID}, // a bad pointer comes before the driver
        {UINT32_MAX, UINT32_MAX, 0, ERROR_NO_DEVICE},
        {DRIVER_FIRST, 2, f, ERROR_NO_SUPPORT},
        {DRIVER_FIRST, UINT32_MAX, f, ERROR_NO_SUPPORT},
        {DRIVER_FIRST, 0x80000000, f, ERROR_NO_SUPPORT},
        {DRIVER_FIRST, 0x20000000, 0, ERROR_NO_SUPPORT},
        {DRIVER_BARE, 0, f, ERROR_NO_MEMORY},
        {DRIVER_BARE, 0, 0, ERROR_NO_MEMORY},
        {DRIVER_FIRST, 0, 1, ERROR_INVALID},
        {DRIVER_FIRST, 0, 0x20000000, ERROR_INVALID},
        {DRIVER_FIRST, 0, flash_end - 3, ERROR_INVALID},
        {DRIVER_FIRST, 0, flash_end, ERROR_INVALID},
        {DRIVER_FIRST, 0, UINT32_MAX, ERROR_INVALID},
        {DRIVER_FIRST, 0, UINT32_MAX - 3, ERROR_INVALID},
        {DRIVER_FIRST, 0, memory - 1, ERROR_INVALID},
        {DRIVER_FIRST, 0, app_break - 3, ERROR_INVALID},
        {DRIVER_FIRST, 0, app_break, ERROR_INVALID},
    };
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        expect(SYSTEM_CALL_SUBSCRIBE, cases[i].driver, cases[i].number, cases[i].function, 0xDA7A,
               VARIANT_FAILURE_U32_U32, cases[i].error, cases[i].function, 0xDA7A);
    }
    // Nothing was stored, and the last bytes inside are fine.
    expect(SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, 0, flash_end - 4, 1, VARIANT_SUCCESS_U32_U32, 0, 0,
           0);
    expect(SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, 0, app_break - 4, 1, VARIANT_SUCCESS_U32_U32,
           flash_end - 4, 1, 0);
    expect(SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, 0, memory, 1, VARIANT_SUCCESS_U32_U32,
           app_break - 4, 1, 0);
}

static void subscribe_without_room_for_the_grant_fails(void)
{
    test_board.grant_reserve_bytes = 64;
    machine_boot_one();
    const uint32_t f = code_address();
    const struct process *process = process_running();
    // The program takes what it can, so nothing is left for 2000 bytes.
    uint32_t step = 4096;
    while (step > 0) {
        if (program_call(SYSTEM_CALL_MEMOP, MEMOP_BREAK_MOVE, step, 0, 0) == VARIANT_FAILURE) {
            step /= 2;
        }
    }
    const uintptr_t kernel_break = process->kernel_break;
    expect(SYSTEM_CALL_SUBSCRIBE, DRIVER_GREEDY, 0, f, 3, VARIANT_FAILURE_U32_U32, ERROR_NO_MEMORY,
           f, 3);
    check_equal(process->kernel_break, kernel_break);
}

// ---------------------------------------------------------------------------------------------
// Allow

static void allow_swaps_buffers(void)
{
    machine_boot_one();
    program_grow(1024);
    poison_registers();
    const uint32_t a = (uint32_t)process_running()->memory_start;
    for (uint32_t call = SYSTEM_CALL_ALLOW_READ_WRITE; call <= SYSTEM_CALL_ALLOW_READ_ONLY;
         call++) {
        expect(call, DRIVER_FIRST, 0, a, 10, VARIANT_SUCCESS_U32_U32, 0, 0, 0);
        expect(call, DRIVER_FIRST, 1, a + 5, 10, VARIANT_SUCCESS_U32_U32, 0, 0, 0);
        expect(call, DRIVER_FIRST, 0, a + 3, 20, VARIANT_SUCCESS_U32_U32, a, 10, 0);
        expect(call, DRIVER_FIRST, 0, 0, 0, VARIANT_SUCCESS_U32_U32, a + 3, 20, 0);
        expect(call, DRIVER_FIRST, 0, 0, 0, VARIANT_SUCCESS_U32_U32, 0, 0, 0);
        expect(call, DRIVER_FIRST, 1, 0, 0, VARIANT_SUCCESS_U32_U32, a + 5, 10, 0);
    }
}

static void allow_of_no_bytes_is_accepted_anywhere_and_given_back(void)
{
    machine_boot_one();
    const uint32_t anywhere[] = {0, 1, 0x20000000, 0xE000E000, UINT32_MAX, 0x40000};
    for (uint32_t call = SYSTEM_CALL_ALLOW_READ_WRITE; call <= SYSTEM_CALL_ALLOW_READ_ONLY;
         call++) {
        uint32_t before = 0;
        const unsigned accesses = host.accesses;
        for (unsigned i = 0; i < sizeof anywhere / sizeof anywhere[0]; i++) {
            expect(call, DRIVER_FIRST, 0, anywhere[i], 0, VARIANT_SUCCESS_U32_U32, before, 0, 0);
            before = anywhere[i];
        }
        check(host.accesses > accesses); // the frames of the calls, and nothing else:
        check_equal(process_running()->allow_mark, process_running()->memory_start);
    }
}

static void allow_of_foreign_memory_is_refused(void)
{
    machine_boot_two();
    program_grow(1024);
    const struct process *process = process_running();
    const uint32_t start = (uint32_t)process->memory_start;
    const uint32_t end = (uint32_t)process->app_break;
    const uint32_t app = process->app_start;
    const uint32_t flash_end = process->flash_end;
    const uint32_t neighbour = (uint32_t)process_in(1)->memory_start;
    const struct {
        uint32_t address, length;
        bool read_only_is_fine;
    } cases[] = {
        {start - 1, 1, false},
        {start - 1, 2, false},
        {end, 1, false},
        {end - 1, 2, false},
        {start, end - start + 1, false},
        {start, UINT32_MAX, false},
        {end - 1, UINT32_MAX, false},
        {UINT32_MAX, 1, false},
        {UINT32_MAX, 2, false},
        {UINT32_MAX - 15, 16, false},
        {1, UINT32_MAX, false},
        {0, 1, false},
        {0, 0x80000000, false},
        {0x20000000, 4, false},
        {0x20000000, 0x20000, false},
        {0xE000ED90, 4, false},
        {neighbour, 4, false},
        {(uint32_t)process->kernel_break, 8, false},
        {(uint32_t)process->memory_end - 8, 8, false},
        {process_in(1)->app_start, 16, false},
        {process->flash_start, 16, false},
        {app - 1, 2, false},
        {flash_end - 1, 2, false},
        {flash_end, 1, false},
        {app, flash_end - app + 1, false},
        {app, 1, true},
        {app, flash_end - app, true},
        {flash_end - 1, 1, true},
    };
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const uint32_t address = cases[i].address;
        const uint32_t length = cases[i].length;
        expect(SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_FIRST, 0, address, length,
               VARIANT_FAILURE_U32_U32, ERROR_INVALID, address, length);
        expect(SYSTEM_CALL_ALLOW_USER_READABLE, DRIVER_FIRST, 0, address, length,
               VARIANT_FAILURE_U32_U32, ERROR_INVALID, address, length);
        if (cases[i].read_only_is_fine) {
            expect(SYSTEM_CALL_ALLOW_READ_ONLY, DRIVER_FIRST, 0, address, length,
                   VARIANT_SUCCESS_U32_U32, 0, 0, 0);
            expect(SYSTEM_CALL_ALLOW_READ_ONLY, DRIVER_FIRST, 0, 0, 0, VARIANT_SUCCESS_U32_U32,
                   address, length, 0);
        } else {
            expect(SYSTEM_CALL_ALLOW_READ_ONLY, DRIVER_FIRST, 0, address, length,
                   VARIANT_FAILURE_U32_U32, ERROR_INVALID, address, length);
        }
    }
    check_equal(process->allow_mark, process->memory_start);
}

static void allow_failures_come_in_the_documented_order(void)
{
    machine_boot_one();
    program_grow(1024);
    const uint32_t good = (uint32_t)process_running()->memory_start;
    const struct {
        uint32_t call, driver, number, address;
        enum error error;
    } cases[] = {
        {SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_ABSENT, 0, good, ERROR_NO_DEVICE},
        {SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_ABSENT, 0, 0x10, ERROR_NO_DEVICE},
        {SYSTEM_CALL_ALLOW_READ_ONLY, DRIVER_ABSENT, 0, 0x10, ERROR_NO_DEVICE},
        {SYSTEM_CALL_ALLOW_USER_READABLE, DRIVER_ABSENT, 0, 0x10, ERROR_NO_DEVICE},
        {SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_BARE, 0, 0x10, ERROR_INVALID},
        {SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_BARE, 0, good, ERROR_NO_MEMORY},
        {SYSTEM_CALL_ALLOW_READ_ONLY, DRIVER_BARE, 0, good, ERROR_NO_MEMORY},
        {SYSTEM_CALL_ALLOW_USER_READABLE, DRIVER_BARE, 0, good, ERROR_NO_SUPPORT},
        {SYSTEM_CALL_ALLOW_USER_READABLE, DRIVER_FIRST, 0, good, ERROR_NO_SUPPORT},
        {SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_FIRST, 2, good, ERROR_NO_SUPPORT},
        {SYSTEM_CALL_ALLOW_READ_ONLY, DRIVER_FIRST, 2, good, ERROR_NO_SUPPORT},
        {SYSTEM_CALL_ALLOW_READ_ONLY, DRIVER_FIRST, UINT32_MAX, good, ERROR_NO_SUPPORT},
        {SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_SECOND, 1, good, ERROR_NO_SUPPORT},
    };
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        expect(cases[i].call, cases[i].driver, cases[i].number, cases[i].address, 8,
               VARIANT_FAILURE_U32_U32, cases[i].error, cases[i].address, 8);
    }
}

static void read_only_and_read_write_slots_are_apart(void)
{
    machine_boot_one();
    program_grow(1024);
    const uint32_t a = (uint32_t)process_running()->memory_start;
    expect(SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_FIRST, 1, a, 1, VARIANT_SUCCESS_U32_U32, 0, 0, 0);
    expect(SYSTEM_CALL_ALLOW_READ_ONLY, DRIVER_FIRST, 1, a + 1, 2, VARIANT_SUCCESS_U32_U32, 0, 0,
           0);
    expect(SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_SECOND, 0, a + 2, 3, VARIANT_SUCCESS_U32_U32, 0, 0,
           0);
    expect(SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_FIRST, 1, 0, 0, VARIANT_SUCCESS_U32_U32, a, 1, 0);
    expect(SYSTEM_CALL_ALLOW_READ_ONLY, DRIVER_FIRST, 1, 0, 0, VARIANT_SUCCESS_U32_U32, a + 1, 2,
           0);
}

// ---------------------------------------------------------------------------------------------
// Command

static void answer_by_number(unsigned capsule, struct command *command)
{
    (void)capsule;
    switch (command->number) {
    case 1:
        command_success_u32(command, command->argument[0] + command->argument[1]);
        break;
    case 2:
        command_success_u32_u32(command, command->argument[1], command->argument[0]);
        break;
    case 3:
        command_success_u64(command, 0x1122334455667788);
        break;
    case 4:
        break; // no answer
    default:
        command_failure(command, (enum error)command->argument[0]);
    }
}

static void command_gives_what_the_driver_answers(void)
{
    hooks.command = answer_by_number;
    machine_boot_one();
    poison_registers();
    const uint32_t d = DRIVER_BARE;
    expect(SYSTEM_CALL_COMMAND, d, 1, 30, 12, VARIANT_SUCCESS_U32, 42, 0, 0);
    expect(SYSTEM_CALL_COMMAND, d, 2, 30, 12, VARIANT_SUCCESS_U32_U32, 12, 30, 0);
    expect(SYSTEM_CALL_COMMAND, d, 3, 0, 0, VARIANT_SUCCESS_U64, 0x55667788, 0x11223344, 0);
    expect(SYSTEM_CALL_COMMAND, d, 4, 0, 0, VARIANT_FAILURE, ERROR_FAILED, 0, 0);
    hooks.command = NULL;
    expect(SYSTEM_CALL_COMMAND, d, 0, 5, 6, VARIANT_SUCCESS, 0, 0, 0);
    expect(SYSTEM_CALL_COMMAND, d, 77, 5, 6, VARIANT_FAILURE, ERROR_NO_SUPPORT, 0, 0);
    expect(SYSTEM_CALL_COMMAND, DRIVER_ABSENT, 0, 5, 6, VARIANT_FAILURE, ERROR_NO_DEVICE, 0, 0);
    expect(SYSTEM_CALL_COMMAND, UINT32_MAX, 0, 5, 6, VARIANT_FAILURE, ERROR_NO_DEVICE, 0, 0);
}

static void every_error_reaches_programs_as_one_they_know(void)
{
    hooks.command = answer_by_number;
    machine_boot_one();
    static const uint8_t converted[][2] = {
        {ERROR_FAULT, ERROR_INVALID},      {ERROR_TEXT, ERROR_INVALID},
        {ERROR_FULL, ERROR_NO_MEMORY},     {ERROR_UNREPRESENTABLE, ERROR_NO_MEMORY},
        {ERROR_STALE, ERROR_FAILED},       {ERROR_RIGHT, ERROR_INVALID},
        {ERROR_PEER_DIED, ERROR_FAILED},   {ERROR_NO_BUDGET, ERROR_BUSY},
        {ERROR_UPCALL, ERROR_FAILED},      {ERROR_TRUNCATED, ERROR_FAILED},
        {ERROR_WOULD_BLOCK, ERROR_FAILED},
    };
    for (uint32_t error = ERROR_FAILED; error <= ERROR_NO_ACK; error++) {
        expect(SYSTEM_CALL_COMMAND, DRIVER_BARE, 9, error, 0, VARIANT_FAILURE, error, 0, 0);
    }
    for (unsigned i = 0; i < sizeof converted / sizeof converted[0]; i++) {
        expect(SYSTEM_CALL_COMMAND, DRIVER_BARE, 9, converted[i][0], 0, VARIANT_FAILURE,
               converted[i][1], 0, 0);
    }
}

// ---------------------------------------------------------------------------------------------
// Policy and permissions

static const uint32_t open_drivers[] = {DRIVER_SECOND};

static void policy_hides_drivers_that_it_does_not_open(void)
{
    test_policy.opens_every_driver = false;
    test_policy.drivers = open_drivers;
    test_policy.driver_count = 1;
    machine_boot_one();
    const uint32_t f = code_address();
    expect(SYSTEM_CALL_COMMAND, DRIVER_FIRST, 0, 0, 0, VARIANT_FAILURE, ERROR_NO_DEVICE, 0, 0);
    expect(SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, 0, f, 1, VARIANT_FAILURE_U32_U32, ERROR_NO_DEVICE,
           f, 1);
    expect(SYSTEM_CALL_ALLOW_READ_ONLY, DRIVER_FIRST, 0, 0, 0, VARIANT_FAILURE_U32_U32,
           ERROR_NO_DEVICE, 0, 0);
    expect(SYSTEM_CALL_COMMAND, DRIVER_SECOND, 0, 0, 0, VARIANT_SUCCESS, 0, 0, 0);
}

static void permissions_of_the_image_narrow_drivers_and_commands(void)
{
    struct tbf tbf = tbf_new(1024);
    tbf_program(&tbf, 0x41, 0, 4096, 1024);
    tbf_kernel_version(&tbf, 2, 0);
    // Two entries: DRIVER_FIRST commands 0 and 3, and (offset 1) command 64 + 63.
    uint8_t value[2 + 2 * 16] = {2, 0};
    value[2] = DRIVER_FIRST;
    value[10] = 0x09;
    value[18] = DRIVER_FIRST;
    value[22] = 1;
    value[33] = 0x80;
    tbf_element(&tbf, 6, value, sizeof value);
    tbf_finish(&tbf);
    (void)tbf_install(&tbf, HOST_IMAGES_START);
    machine_boot();
    check(process_running() != NULL);
    hooks.command = NULL;
    expect(SYSTEM_CALL_COMMAND, DRIVER_FIRST, 0, 0, 0, VARIANT_SUCCESS, 0, 0, 0);
    expect(SYSTEM_CALL_COMMAND, DRIVER_FIRST, 3, 0, 0, VARIANT_FAILURE, ERROR_NO_SUPPORT, 0, 0);
    expect(SYSTEM_CALL_COMMAND, DRIVER_FIRST, 127, 0, 0, VARIANT_FAILURE, ERROR_NO_SUPPORT, 0, 0);
    expect(SYSTEM_CALL_COMMAND, DRIVER_FIRST, 1, 0, 0, VARIANT_FAILURE, ERROR_NO_DEVICE, 0, 0);
    expect(SYSTEM_CALL_COMMAND, DRIVER_FIRST, 63, 0, 0, VARIANT_FAILURE, ERROR_NO_DEVICE, 0, 0);
    expect(SYSTEM_CALL_COMMAND, DRIVER_FIRST, 64, 0, 0, VARIANT_FAILURE, ERROR_NO_DEVICE, 0, 0);
    expect(SYSTEM_CALL_COMMAND, DRIVER_FIRST, 128, 0, 0, VARIANT_FAILURE, ERROR_NO_DEVICE, 0, 0);
    expect(SYSTEM_CALL_COMMAND, DRIVER_FIRST, UINT32_MAX, 0, 0, VARIANT_FAILURE, ERROR_NO_DEVICE, 0,
           0);
    expect(SYSTEM_CALL_COMMAND, DRIVER_SECOND, 0, 0, 0, VARIANT_FAILURE, ERROR_NO_DEVICE, 0, 0);
    expect(SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, 0, 0, 0, VARIANT_SUCCESS_U32_U32, 0, 0, 0);
    expect(SYSTEM_CALL_SUBSCRIBE, DRIVER_SECOND, 0, 0, 0, VARIANT_FAILURE_U32_U32, ERROR_NO_DEVICE,
           0, 0);
    expect(SYSTEM_CALL_ALLOW_READ_ONLY, DRIVER_SECOND, 0, 0, 0, VARIANT_FAILURE_U32_U32,
           ERROR_NO_DEVICE, 0, 0);
}

// ---------------------------------------------------------------------------------------------
// Classes, exit, the frame

static const uint32_t unknown_classes[] = {8,    9,    0x3F, 0x40,  0x4E,      0x4F,
                                           0x50, 0x80, 0xFF, 0x100, UINT32_MAX};

static void unknown_class_faults(unsigned index)
{
    machine_boot_two();
    program_leave(unknown_classes[index], 1, 2, 3, 4);
    check_equal(process_in(0)->state, PROCESS_FAULTED);
    check_equal(process_in(0)->fault.cause, FAULT_UNKNOWN_CALL);
    check(process_running() == process_in(1));
}

static void unknown_classes_fault_the_caller_and_nobody_else(void)
{
    check_each(sizeof unknown_classes / sizeof unknown_classes[0], unknown_class_faults);
}

static void exit_of_an_unknown_kind_fails_and_goes_on(void)
{
    machine_boot_one();
    expect(SYSTEM_CALL_EXIT, 2, 0, 0, 0, VARIANT_FAILURE, ERROR_NO_SUPPORT, 0, 0);
    expect(SYSTEM_CALL_EXIT, UINT32_MAX, 0, 0, 0, VARIANT_FAILURE, ERROR_NO_SUPPORT, 0, 0);
    check_equal(process_running()->state, PROCESS_RUNNING);
}

static void exit_ends_the_life_and_tells_everybody(void)
{
    machine_boot_two();
    program_leave(SYSTEM_CALL_EXIT, EXIT_TERMINATE, 42, 0, 0);
    const struct process *process = process_in(0);
    check_equal(process->state, PROCESS_TERMINATED);
    check(process->counters.has_completion_code);
    check_equal(process->counters.last_call_argument[1], 42);
    check(process_running() == process_in(1));
    check_equal(hooks.ends[CAPSULE_FIRST], 1);
    check_equal(hooks.ends[CAPSULE_GREEDY], 1);
    check(event_find(EVENT_PROCESS_EXITED) != NULL);
    host_time_advance(100 * TEST_TIME_HZ);
    (void)host_run();
    check_equal(process->state, PROCESS_TERMINATED);
}

static void results_are_not_written_below_the_break_that_the_call_set(void)
{
    machine_boot_two();
    program_grow(2048);
    struct process *process = process_running();
    // The frame of the call lies above the new break.
    program_leave(SYSTEM_CALL_MEMOP, MEMOP_BREAK_SET, (uint32_t)process->memory_start + 64, 0, 0);
    check_equal(process->state, PROCESS_FAULTED);
    check(process_running() == process_in(1));
}

// Offsets from memory start. Below it the push is refused; above the break, too. Huge ones wrap.
static const int64_t stack_offsets[] = {
    0,          8,         24, 31, -4, 65, 72, 0x10000, -0x10000, -0x20010000, -0x20010000 + 32,
    0xDFFEFFFF, 0xDFFEFFF0};

static void stack_pointer_faults(unsigned index)
{
    machine_boot_two();
    host.thread.sp = (uint32_t)((int64_t)process_in(0)->memory_start + stack_offsets[index]);
    program_leave(SYSTEM_CALL_YIELD, YIELD_NO_WAIT, 0, 0, 0);
    check_equal(process_in(0)->state, PROCESS_FAULTED);
    check(process_running() == process_in(1));
}

static void stack_pointers_outside_memory_fault_the_caller(void)
{
    check_each(sizeof stack_offsets / sizeof stack_offsets[0], stack_pointer_faults);
}

static void stack_at_the_very_start_of_memory_is_enough(void)
{
    machine_boot_one();
    host.thread.sp = (uint32_t)process_running()->memory_start + 32;
    expect(SYSTEM_CALL_COMMAND, DRIVER_BARE, 0, 0, 0, VARIANT_SUCCESS, 0, 0, 0);
}

static void calls_are_counted_and_the_last_one_is_kept(void)
{
    machine_boot_one();
    const uint32_t before = process_shown(0).counters.system_calls;
    expect(SYSTEM_CALL_COMMAND, DRIVER_ABSENT, 77, 5, 6, VARIANT_FAILURE, ERROR_NO_DEVICE, 0, 0);
    const struct process_information shown = process_shown(0);
    check_equal(shown.counters.system_calls, before + 1);
    check_equal(shown.counters.last_call_class, SYSTEM_CALL_COMMAND);
    check_equal(shown.counters.last_call_argument[0], DRIVER_ABSENT);
    check_equal(shown.counters.last_call_argument[1], 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(subscribe_swaps_function_and_data),
        KERNEL_TEST(subscribe_failures_echo_what_was_passed),
        KERNEL_TEST(subscribe_without_room_for_the_grant_fails),
        KERNEL_TEST(allow_swaps_buffers),
        KERNEL_TEST(allow_of_no_bytes_is_accepted_anywhere_and_given_back),
        KERNEL_TEST(allow_of_foreign_memory_is_refused),
        KERNEL_TEST(allow_failures_come_in_the_documented_order),
        KERNEL_TEST(read_only_and_read_write_slots_are_apart),
        KERNEL_TEST(command_gives_what_the_driver_answers),
        KERNEL_TEST(every_error_reaches_programs_as_one_they_know),
        KERNEL_TEST(policy_hides_drivers_that_it_does_not_open),
        KERNEL_TEST(permissions_of_the_image_narrow_drivers_and_commands),
        KERNEL_TEST(unknown_classes_fault_the_caller_and_nobody_else),
        KERNEL_TEST(exit_of_an_unknown_kind_fails_and_goes_on),
        KERNEL_TEST(exit_ends_the_life_and_tells_everybody),
        KERNEL_TEST(results_are_not_written_below_the_break_that_the_call_set),
        KERNEL_TEST(stack_pointers_outside_memory_fault_the_caller),
        KERNEL_TEST(stack_at_the_very_start_of_memory_is_enough),
        KERNEL_TEST(calls_are_counted_and_the_last_one_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
