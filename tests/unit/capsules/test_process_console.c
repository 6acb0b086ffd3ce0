// SPDX-License-Identifier: Apache-2.0 OR MIT
// The process console: typing, commands, reports.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <abi/driver.h>
#include <lib/checked_index.h>

#include "fake_gates.h"

#define ERASE "\r\x1B[K"
#define PROMPT "\x1B[1mtock$ \x1B[0m"
#define COMMANDS                                                                                 \
    "Valid commands are: help list status kernel process stop start fault terminate boot focus " \
    "reset panic console-start console-stop\r\n"

static int setup(void **state)
{
    (void)state;
    fake_reset();
    return 0;
}

/// Types a line; what is printed after the echo must be `answer`, and a prompt.
static void expect_answer(const char *line, const char *answer)
{
    char typed[80];
    char expected[4096];
    snprintf(typed, sizeof typed, "%s\r", line);
    snprintf(expected, sizeof expected, "%s\r\n%s" PROMPT, line, answer);
    fake_type(typed);
    fake_run();
    fake_expect_output(expected);
}

// ---------------------------------------------------------------------------------------------
// Typing

static void line_editing(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        const char *echo;
        bool is_help;
    } cases[] = {
        {"help\r", "help\r\n", true},
        {"help\n", "help\r\n", true},
        {"help\r\n", "help\r\n", true},
        {"  help  \r", "  help  \r\n", true},
        {"helq\x7Fp\r", "help\r\n", true},
        {"helq\bp\r", "help\r\n", true},
        {"\b\b\x7Fhelp\r", "help\r\n", true},
        {"x\bhelp\r", "help\r\n", true},
        // Arrow keys, a function key, and bytes that are not text.
        {"he\x1B[Alp\r", "help\r\n", true},
        {"he\x1BOPlp\r", "help\r\n", true},
        {"he\x1B[15~lp\r", "help\r\n", true},
        {"he\x1Bxlp\r", "help\r\n", true},
        {"he\x1B[\rlist\b\b\b\blp\r", NULL, false},
        {"h\x01\x05"
         "e\xC3\xBClp\r",
         "help\r\n", true},
        {"\r", "\r\n", false},
        {"   \r", "   \r\n", false},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        fake_reset();
        fake_type(cases[i].typed);
        fake_run();
        if (cases[i].echo != NULL) {
            char expected[512];
            snprintf(expected, sizeof expected, "%s%s" PROMPT, cases[i].echo,
                     cases[i].is_help ? COMMANDS : "");
            fake_expect_output(expected);
        }
    }
}

static void what_is_shown_already_is_rubbed_out(void **state)
{
    (void)state;
    fake_type("helqq");
    fake_run();
    fake_expect_output("helqq");
    fake_type("\b\x7Fp");
    fake_run();
    fake_expect_output("\b \b\b \bp");
    fake_type("\r");
    fake_run();
    fake_expect_output("\r\n" COMMANDS PROMPT);
}

static void rubbing_out_a_full_line_takes_several_pieces(void **state)
{
    (void)state;
    char typed[66];
    memset(typed, 'x', 64);
    typed[64] = '\0';
    fake_type(typed);
    fake_run();
    fake_output_clear();
    memset(typed, '\b', 65);
    typed[65] = '\0';
    fake_type(typed);
    fake_run();
    assert_int_equal(strlen(fake_output()), 64 * strlen("\b \b"));
    fake_output_clear();
    expect_answer("help", COMMANDS);
}

static void a_line_holds_64_bytes(void **state)
{
    (void)state;
    // "help" and 60 spaces fit; what comes behind them is not taken.
    char typed[80];
    char expected[512];
    memset(typed, ' ', sizeof typed);
    memcpy(typed, "help", 4);
    memcpy(typed + 64, "zzz\r", 5);
    fake_type(typed);
    fake_run();
    snprintf(expected, sizeof expected, "help%60s\r\n" COMMANDS PROMPT, "");
    fake_expect_output(expected);
}

static void lines_typed_ahead_are_carried_out_in_order(void **state)
{
    (void)state;
    fake_type("help\r\nstatus\r\n\nfoo\rbar");
    fake_run();
    fake_expect_output("help\r\n" COMMANDS PROMPT
                       "status\r\nTotal processes: 0\r\nActive processes: 0\r\n"
                       "Timeslice expirations: 0\r\n" PROMPT "\r\n" PROMPT
                       "foo\r\nNo such command. " COMMANDS PROMPT "bar");
    fake_type("\b\b\b");
    fake_run();
}

// ---------------------------------------------------------------------------------------------
// Commands

static void unknown_commands_get_the_list(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "foo",          "hel",    "stopp x", "resetting", "panicked", "reset;",
        "console-star", "starts", "boot1",   "focused",   "Help",     "\\",
    };
    for (size_t i = 0; i < ARRAY_COUNT(lines); i++) {
        expect_answer(lines[i], "No such command. " COMMANDS);
    }
}

static void what_begins_with_a_harmless_command_is_that_command(void **state)
{
    (void)state;
    expect_answer("helpme", COMMANDS);
    expect_answer("help me", COMMANDS);
}

static void control_commands(void **state)
{
    (void)state;
    static const struct {
        const char *command;
        enum process_action action;
        const char *done;
    } cases[] = {
        {"start", PROCESS_RESUME, "Process hello resumed.\r\n"},
        {"stop", PROCESS_STOP, "Process hello stopped\r\n"},
        {"fault", PROCESS_FAULT, "Process hello now faulted\r\n"},
        {"terminate", PROCESS_TERMINATE, "Process hello terminated\r\n"},
        {"boot", PROCESS_BOOT, "Process hello starts\r\n"},
    };
    struct process_id other = fake_process_start("hell");
    struct process_id process = fake_process_start("hello");
    (void)other;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        char line[64];
        snprintf(line, sizeof line, "%s hello", cases[i].command);
        fake_control_answer = ERROR_NONE;
        expect_answer(line, cases[i].done);
        assert_int_equal(fake_controlled.number, process.number);
        assert_int_equal(fake_control_action, cases[i].action);

        // By number, with spaces around.
        snprintf(line, sizeof line, "  %s   %u  ", cases[i].command, (unsigned)process.number);
        fake_controlled.number = 0;
        expect_answer(line, cases[i].done);
        assert_int_equal(fake_controlled.number, process.number);

        fake_control_answer = ERROR_ALREADY;
        expect_answer(line, "Process hello is so already\r\n");
        fake_control_answer = ERROR_OFF;
        expect_answer(line, "Process hello is not alive\r\n");
        fake_control_answer = ERROR_STALE;
        expect_answer(line, "Process hello is gone\r\n");
    }
}

static void names_that_nobody_has(void **state)
{
    (void)state;
    (void)fake_process_start("hello");
    (void)fake_process_start("");
    static const char *const lines[] = {
        "stop",           "stop ",        "stop hell",
        "stop hello2",    "stop hello x", "process 0",
        "process 999999", "focus nobody", "terminate 18446744073709551617",
        "boot -1",
    };
    for (size_t i = 0; i < ARRAY_COUNT(lines); i++) {
        expect_answer(lines[i], "No such process.\r\n");
    }
    assert_int_equal(fake_control_action, -1);
}

static void a_number_is_never_a_name(void **state)
{
    (void)state;
    struct process_id first = fake_process_start("first");
    char number[16];
    snprintf(number, sizeof number, "%u", (unsigned)first.number);
    (void)fake_process_start(number);
    char line[32];
    snprintf(line, sizeof line, "stop %s\r", number);
    fake_type(line);
    fake_run();
    assert_int_equal(fake_controlled.number, first.number);
}

static void a_dead_process_cannot_have_the_focus(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("dead");
    fake_process_end(process);
    expect_answer("focus dead", "Process dead is not alive\r\n");
}

static void the_list(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("hello");
    struct process_information *information = fake_information(process);
    information->counters.slice_expirations = 3;
    information->counters.system_calls = 1234;
    information->counters.restarts = 2;
    information->grants_allocated = 1;
    information->state = PROCESS_SHOWN_YIELDED_FOR;
    information->counters.awaited_driver = 0x60000;
    information->counters.awaited_upcall = 2;
    struct process_id other = fake_process_start("");
    fake_process_name(other, "a\nb\xFF", 4);
    fake_information(other)->state = PROCESS_SHOWN_FAULTED;
    fake_information(other)->is_restart_pending = true;
    char expected[512];
    snprintf(expected, sizeof expected,
             " PID    ShortID    Name                Quanta  Syscalls  Restarts  Grants  State\r\n"
             " %-7uUnique     hello                    3      1234         2   1/ 4   "
             "YieldedFor(0x60000, 2)\r\n"
             " %-7uUnique     a\\x0ab\\xff               0         0         0   0/ 4   "
             "Faulted, restarts soon\r\n",
             (unsigned)process.number, (unsigned)other.number);
    expect_answer("list", expected);
}

static void every_state_has_a_name(void **state)
{
    (void)state;
    static const char *const names[] = {
        [PROCESS_SHOWN_RUNNING] = "Running",
        [PROCESS_SHOWN_YIELDED] = "Yielded",
        [PROCESS_SHOWN_YIELDED_FOR] = "YieldedFor(0x0, 0)",
        [PROCESS_SHOWN_STOPPED] = "Stopped",
        [PROCESS_SHOWN_NO_BUDGET] = "NoBudget",
        [PROCESS_SHOWN_FAULTED] = "Faulted",
        [PROCESS_SHOWN_TERMINATED] = "Terminated",
    };
    struct process_id process = fake_process_start("p");
    for (uint8_t i = 0; i < ARRAY_COUNT(names); i++) {
        fake_information(process)->state = i;
        fake_type("list\r");
        fake_run();
        fake_expect_in_output(names[i]);
        fake_output_clear();
    }
}

static void status_counts_processes(void **state)
{
    (void)state;
    static const uint8_t states[] = {PROCESS_SHOWN_RUNNING, PROCESS_SHOWN_YIELDED_FOR,
                                     PROCESS_SHOWN_STOPPED, PROCESS_SHOWN_FAULTED};
    for (size_t i = 0; i < ARRAY_COUNT(states); i++) {
        struct process_id process = fake_process_start("p");
        fake_information(process)->state = states[i];
        fake_information(process)->counters.slice_expirations = 10;
    }
    expect_answer("status", "Total processes: 4\r\nActive processes: 2\r\n"
                            "Timeslice expirations: 40\r\n");
}

static void the_kernel_map(void **state)
{
    (void)state;
    expect_answer("kernel", "Kernel version: 2.3\r\n"
                            "  0x00000000-0x00007000  code                  28672\r\n"
                            "  0x20000000-0x20001000  data and stack         4096\r\n"
                            "  0x20000000-0x20000800  stack                  2048\r\n"
                            "  0x20010000-0x20040000  process memory       196608, used 4096\r\n"
                            "  process slots 4, failed capsules 1\r\n");
}

/// Types a line in a copy of this program, and returns with what status that ends.
static int status_after(const char *line)
{
    pid_t child = fork();
    if (child == 0) {
        fake_type(line);
        fake_run();
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void reset_and_panic(void **state)
{
    (void)state;
    assert_int_equal(status_after("reset\r"), FAKE_STATUS_RESET);
    assert_int_equal(status_after("panic\r"), FAKE_STATUS_PANIC);
    assert_int_equal(status_after("reset now\r"), FAKE_STATUS_RESET);
}

static void a_stopped_console_answers_to_console_start_only(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("hello");
    fake_type("console-stop\r");
    fake_run();
    fake_expect_output("console-stop\r\nDisabling the process console. Run console-start to "
                       "reactivate.\r\n");
    fake_type("list\rfoo\rstop hello\rpanic\r");
    fake_advance_milliseconds(1000);
    fake_expect_output("");
    // What the kernel has to say is said.
    fake_event(&(struct kernel_event){.kind = EVENT_CAPSULE_FAILED, .reason = "led"}, 0);
    fake_run();
    fake_expect_output("Capsule led failed.\r\n");
    assert_int_equal(fake_control_action, -1);
    fake_type("console-start\r");
    fake_run();
    fake_expect_output("The process console is on.\r\n" PROMPT);
    expect_answer("stop hello", "Process hello stopped\r\n");
    assert_int_equal(fake_controlled.number, process.number);
}

// ---------------------------------------------------------------------------------------------
// Reports

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
    expect_answer("process hello", expected);
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
    expect_answer("process hello", expected);
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
        cmocka_unit_test_setup(line_editing, setup),
        cmocka_unit_test_setup(what_is_shown_already_is_rubbed_out, setup),
        cmocka_unit_test_setup(rubbing_out_a_full_line_takes_several_pieces, setup),
        cmocka_unit_test_setup(a_line_holds_64_bytes, setup),
        cmocka_unit_test_setup(lines_typed_ahead_are_carried_out_in_order, setup),
        cmocka_unit_test_setup(unknown_commands_get_the_list, setup),
        cmocka_unit_test_setup(what_begins_with_a_harmless_command_is_that_command, setup),
        cmocka_unit_test_setup(control_commands, setup),
        cmocka_unit_test_setup(names_that_nobody_has, setup),
        cmocka_unit_test_setup(a_number_is_never_a_name, setup),
        cmocka_unit_test_setup(a_dead_process_cannot_have_the_focus, setup),
        cmocka_unit_test_setup(the_list, setup),
        cmocka_unit_test_setup(every_state_has_a_name, setup),
        cmocka_unit_test_setup(status_counts_processes, setup),
        cmocka_unit_test_setup(the_kernel_map, setup),
        cmocka_unit_test_setup(reset_and_panic, setup),
        cmocka_unit_test_setup(a_stopped_console_answers_to_console_start_only, setup),
        cmocka_unit_test_setup(the_map_of_a_process, setup),
        cmocka_unit_test_setup(the_map_of_a_process_that_did_not_say, setup),
        cmocka_unit_test_setup(bounds_that_a_program_made_up_do_no_harm, setup),
        cmocka_unit_test_setup(the_fault_report, setup),
        cmocka_unit_test_setup(a_fault_without_registers_and_address, setup),
        cmocka_unit_test_setup(the_end_of_a_report_lets_the_next_life_begin, setup),
        cmocka_unit_test_setup(the_longest_name_leaves_room_for_the_cause, setup),
        cmocka_unit_test_setup(one_line_events, setup),
        cmocka_unit_test_setup(reports_wait_for_each_other, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
