// SPDX-License-Identifier: Apache-2.0 OR MIT
// The process console: typing and commands.
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

#include "prompt.h"

#define COMMANDS                                                                                 \
    "Valid commands are: help list status kernel process stop start fault terminate boot focus " \
    "reset panic console-start console-stop\r\n"

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
    prompt_expect("help", COMMANDS);
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
        prompt_expect(lines[i], "No such command. " COMMANDS);
    }
}

static void what_begins_with_a_harmless_command_is_that_command(void **state)
{
    (void)state;
    prompt_expect("helpme", COMMANDS);
    prompt_expect("help me", COMMANDS);
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
        prompt_expect(line, cases[i].done);
        assert_int_equal(fake_controlled.number, process.number);
        assert_int_equal(fake_control_action, cases[i].action);

        // By number, with spaces around.
        snprintf(line, sizeof line, "  %s   %u  ", cases[i].command, (unsigned)process.number);
        fake_controlled.number = 0;
        prompt_expect(line, cases[i].done);
        assert_int_equal(fake_controlled.number, process.number);

        fake_control_answer = ERROR_ALREADY;
        prompt_expect(line, "Process hello is so already\r\n");
        fake_control_answer = ERROR_OFF;
        prompt_expect(line, "Process hello is not alive\r\n");
        fake_control_answer = ERROR_STALE;
        prompt_expect(line, "Process hello is gone\r\n");
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
        prompt_expect(lines[i], "No such process.\r\n");
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
    prompt_expect("focus dead", "Process dead is not alive\r\n");
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
    prompt_expect("list", expected);
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
    prompt_expect("status", "Total processes: 4\r\nActive processes: 2\r\n"
                            "Timeslice expirations: 40\r\n");
}

static void the_kernel_map(void **state)
{
    (void)state;
    prompt_expect("kernel", "Kernel version: 2.3\r\n"
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
    prompt_expect("stop hello", "Process hello stopped\r\n");
    assert_int_equal(fake_controlled.number, process.number);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(line_editing, fake_setup),
        cmocka_unit_test_setup(what_is_shown_already_is_rubbed_out, fake_setup),
        cmocka_unit_test_setup(rubbing_out_a_full_line_takes_several_pieces, fake_setup),
        cmocka_unit_test_setup(a_line_holds_64_bytes, fake_setup),
        cmocka_unit_test_setup(lines_typed_ahead_are_carried_out_in_order, fake_setup),
        cmocka_unit_test_setup(unknown_commands_get_the_list, fake_setup),
        cmocka_unit_test_setup(what_begins_with_a_harmless_command_is_that_command, fake_setup),
        cmocka_unit_test_setup(control_commands, fake_setup),
        cmocka_unit_test_setup(names_that_nobody_has, fake_setup),
        cmocka_unit_test_setup(a_number_is_never_a_name, fake_setup),
        cmocka_unit_test_setup(a_dead_process_cannot_have_the_focus, fake_setup),
        cmocka_unit_test_setup(the_list, fake_setup),
        cmocka_unit_test_setup(every_state_has_a_name, fake_setup),
        cmocka_unit_test_setup(status_counts_processes, fake_setup),
        cmocka_unit_test_setup(the_kernel_map, fake_setup),
        cmocka_unit_test_setup(reset_and_panic, fake_setup),
        cmocka_unit_test_setup(a_stopped_console_answers_to_console_start_only, fake_setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
