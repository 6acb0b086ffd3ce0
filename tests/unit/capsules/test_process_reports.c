// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the process console reports of processes: maps, faults and other events.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <abi/driver.h>
#include <lib/checked_index.h>

#include "prompt.h"

static struct process_id process_with_a_map(const char *name)
{
    struct process_id process = fake_process_start(name);
    struct process_information *information = fake_information(process);
    information->counters.system_calls = 7;
    information->counters.restarts = 1;
    information->counters.slice_expirations = 2;
    information->queued_upcalls = 3;
    information->counters.dropped_upcalls = 4;
    information->counters.last_call_class = 2;
    information->counters.last_call_argument[0] = 1;
    information->counters.last_call_argument[1] = 0xAB;
    information->bounds[PROCESS_MEMORY_START] = 0x20010000;
    information->bounds[PROCESS_STACK_TOP] = 0x20010800;
    information->bounds[PROCESS_HEAP_START] = 0x20010900;
    information->bounds[PROCESS_APP_BREAK] = 0x20010A00;
    information->bounds[PROCESS_KERNEL_BREAK] = 0x20013D00;
    information->bounds[PROCESS_MEMORY_END] = 0x20014000;
    information->bounds[PROCESS_RECORD_START] = 0x20013F00;
    information->bounds[PROCESS_QUEUE_START] = 0x20013E80;
    information->bounds[PROCESS_GRANT_TABLE_START] = 0x20013E40;
    information->bounds[PROCESS_FLASH_START] = 0x40000;
    information->bounds[PROCESS_APP_START] = 0x40080;
    information->bounds[PROCESS_FLASH_END] = 0x41000;
    return process;
}

#define MAP_WITHOUT_MEMORY_START                               \
    "  0x20013f00-0x20014000  process record          256\r\n" \
    "  0x20013e80-0x20013f00  upcall queue            128\r\n" \
    "  0x20013e40-0x20013e80  grant table              64\r\n" \
    "  0x20013d00-0x20013e40  grants                  320\r\n" \
    "  0x20010a00-0x20013d00  unused                13056\r\n"
#define MAP_END                                                \
    "  0x00040080-0x00041000  program                3968\r\n" \
    "  0x00040000-0x00040080  image header            128\r\n" \
    "  0x00040000-0x00041000  accessible: r-x        4096\r\n" \
    "  0x20010000-0x20010a00  accessible: rw-        2560\r\n" \
    "  grant of driver 0x00001 at 0x20013e00\r\n"
#define COUNTERS "  upcalls queued 3, dropped 4; system calls 7; restarts 1; slices used up 2\r\n"

static void the_map_of_a_process(void **state)
{
    (void)state;
    struct process_id process = process_with_a_map("hello");
    char expected[2048];
    snprintf(expected, sizeof expected,
             "Process hello (pid %u): Yielded\r\n" COUNTERS
             "  last system call: class 2 (0x1, 0xab); completion code: "
             "none\r\n" MAP_WITHOUT_MEMORY_START
             "  0x20010900-0x20010a00  heap                    256\r\n"
             "  0x20010800-0x20010900  data                    256\r\n"
             "  0x20010000-0x20010800  stack                  2048\r\n" MAP_END,
             (unsigned)process.number);
    prompt_expect("process hello", expected);
}

static void the_map_of_a_process_that_did_not_say(void **state)
{
    (void)state;
    struct process_id process = process_with_a_map("hello");
    struct process_information *information = fake_information(process);
    information->bounds[PROCESS_HEAP_START] = information->bounds[PROCESS_MEMORY_START];
    information->bounds[PROCESS_STACK_TOP] = information->bounds[PROCESS_MEMORY_START];
    information->counters.last_call_class = 0xFF;
    information->counters.has_completion_code = true;
    information->counters.last_call_argument[1] = 42;
    information->state = PROCESS_SHOWN_TERMINATED;
    char expected[2048];
    snprintf(expected, sizeof expected,
             "Process hello (pid %u): Terminated\r\n" COUNTERS
             "  last system call: none; completion code: 42\r\n" MAP_WITHOUT_MEMORY_START
             "  0x20010000-0x20010a00  data and stack         2560\r\n" MAP_END,
             (unsigned)process.number);
    prompt_expect("process hello", expected);
}

static void bounds_that_a_program_made_up_do_no_harm(void **state)
{
    (void)state;
    struct process_id process = process_with_a_map("liar");
    struct process_information *information = fake_information(process);
    information->bounds[PROCESS_HEAP_START] = 0xFFFFFFFF;
    information->bounds[PROCESS_STACK_TOP] = 1;
    fake_type("process liar\r");
    fake_run();
    fake_expect_in_output("grant of driver 0x00001");
}

static void the_fault_report(void **state)
{
    (void)state;
    struct process_id process = process_with_a_map("van\x1Bl");
    struct process_fault_report *fault = fake_fault(process);
    *fault = (struct process_fault_report){
        .cause = "data access violation",
        .action = "restarted",
        .has_address = true,
        .address = 0x20000010,
        .address_owner = "kernel memory",
        .status = 0x82,
    };
    fake_register_count = 6;
    fake_event(&(struct kernel_event){.kind = EVENT_PROCESS_FAULTED, .process_ = process}, 0);
    fake_run();
    char expected[4096];
    snprintf(expected, sizeof expected,
             ERASE "Fault: van\\x1bl (pid %u): data access violation at pc 0x00001000\r\n"
                   "  accessed 0x20000010: kernel memory\r\n"
                   "  fault status 0x00000082\r\n"
                   "  pc  0x00001000  ra  0x00001001  s10 0x00001002  t0  0x00001003\r\n"
                   "  long0x00001004  a0  0x00001005\r\n" COUNTERS
                   "  last system call: class 2 (0x1, 0xab); completion code: "
                   "none\r\n" MAP_WITHOUT_MEMORY_START
                   "  0x20010900-0x20010a00  heap                    256\r\n"
                   "  0x20010800-0x20010900  data                    256\r\n"
                   "  0x20010000-0x20010800  stack                  2048\r\n" MAP_END
                   "  action: restarted\r\n" PROMPT,
             (unsigned)process.number);
    fake_expect_output(expected);
}

static void a_fault_without_registers_and_address(void **state)
{
    (void)state;
    struct process_id process = process_with_a_map("p");
    *fake_fault(process) = (struct process_fault_report){
        .cause = "stack pointer outside memory", .action = "stopped", .status = 1};
    fake_event(&(struct kernel_event){.kind = EVENT_PROCESS_FAULTED, .process_ = process}, 0);
    fake_run();
    char expected[256];
    snprintf(expected, sizeof expected,
             ERASE "Fault: p (pid %u): stack pointer outside memory\r\n"
                   "  fault status 0x00000001\r\n  upcalls",
             (unsigned)process.number);
    fake_expect_in_output(expected);
    fake_expect_in_output("\r\n  action: stopped\r\n");
}

static void the_end_of_a_report_lets_the_next_life_begin(void **state)
{
    (void)state;
    struct process_id process = process_with_a_map("p");
    *fake_fault(process) =
        (struct process_fault_report){.cause = "bus error", .action = "restarted"};
    fake_fault_reported.number = 0;
    fake_event(&(struct kernel_event){.kind = EVENT_PROCESS_FAULTED, .process_ = process}, 0);
    fake_run();
    fake_expect_in_output("\r\n  action: restarted\r\n");
    assert_true(process_id_equal(fake_fault_reported, process));
}

static void the_longest_name_leaves_room_for_the_cause(void **state)
{
    (void)state;
    struct process_id process = process_with_a_map("x");
    char name[PROCESS_NAME_BYTES_MAX];
    memset(name, '\x1B', sizeof name);
    fake_process_name(process, name, sizeof name);
    *fake_fault(process) = (struct process_fault_report){
        .cause = "no coprocessor (floating point is off)", .action = "stopped"};
    fake_register_count = 1;
    fake_event(&(struct kernel_event){.kind = EVENT_PROCESS_FAULTED, .process_ = process}, 0);
    fake_run();
    fake_expect_in_output("~ (pid ");
    fake_expect_in_output(": no coprocessor (floating point is off) at pc 0x00001000\r\n");
    // The first escape sequence behind the erased prompt is that of the next prompt.
    const char *output = fake_output() + strlen(ERASE);
    assert_ptr_equal(strchr(output, '\x1B'), strstr(output, PROMPT));
}

static void one_line_events(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("hello");
    fake_event(&(struct kernel_event){.kind = EVENT_PROCESS_EXITED, .process_ = process}, 0);
    fake_run();
    char expected[128];
    snprintf(expected, sizeof expected, "Exited: hello (pid %u)\r\n", (unsigned)process.number);
    fake_expect_in_output(expected);
    fake_information(process)->counters.has_completion_code = true;
    fake_information(process)->counters.last_call_argument[1] = 7;
    fake_event(&(struct kernel_event){.kind = EVENT_PROCESS_EXITED, .process_ = process}, 0);
    fake_run();
    snprintf(expected, sizeof expected, "Exited: hello (pid %u), completion code 7\r\n",
             (unsigned)process.number);
    fake_expect_in_output(expected);
    fake_event(
        &(struct kernel_event){
            .kind = EVENT_PROCESS_WARNED, .reason = "Beware of: ", .process_ = process},
        0);
    fake_run();
    snprintf(expected, sizeof expected, "Beware of: hello (pid %u)\r\n", (unsigned)process.number);
    fake_expect_in_output(expected);
    fake_output_clear();
    fake_event(&(struct kernel_event){.kind = EVENT_CAPSULE_FAILED, .reason = "led"}, 2);
    fake_run();
    fake_expect_in_output("Capsule led failed.\r\n"
                          "2 events lost.\r\n");
    fake_output_clear();
    fake_event(NULL, 1);
    fake_run();
    fake_expect_in_output("1 events lost.\r\n");
}

static void reports_wait_for_each_other(void **state)
{
    (void)state;
    struct process_id process = process_with_a_map("p");
    *fake_fault(process) = (struct process_fault_report){.cause = "bus error", .action = "stopped"};
    // A command in the middle of a fault report, and a fault in the middle of a command.
    fake_event(&(struct kernel_event){.kind = EVENT_PROCESS_FAULTED, .process_ = process}, 0);
    fake_run_but_line();
    (void)fake_line_step();
    fake_type("status\r");
    fake_run_but_line();
    fake_event(&(struct kernel_event){.kind = EVENT_CAPSULE_FAILED, .reason = "led"}, 0);
    fake_run();
    const char *fault = strstr(fake_output(), "  action: stopped\r\n");
    const char *capsule = strstr(fake_output(), "Capsule led");
    const char *command = strstr(fake_output(), "Total processes");
    assert_true(fault != NULL && capsule != NULL && command != NULL);
    assert_true(fault < capsule);
    assert_non_null(strstr(command, "Timeslice expirations: 2\r\n" PROMPT));
    assert_true(command > fault);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_map_of_a_process, fake_setup),
        cmocka_unit_test_setup(the_map_of_a_process_that_did_not_say, fake_setup),
        cmocka_unit_test_setup(bounds_that_a_program_made_up_do_no_harm, fake_setup),
        cmocka_unit_test_setup(the_fault_report, fake_setup),
        cmocka_unit_test_setup(a_fault_without_registers_and_address, fake_setup),
        cmocka_unit_test_setup(the_end_of_a_report_lets_the_next_life_begin, fake_setup),
        cmocka_unit_test_setup(the_longest_name_leaves_room_for_the_cause, fake_setup),
        cmocka_unit_test_setup(one_line_events, fake_setup),
        cmocka_unit_test_setup(reports_wait_for_each_other, fake_setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
