// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "support.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host.h"
#include "machine.h"

enum { STATUS_WRONG = 1, STATUS_PANIC = 3, TEXT_BYTES = 512, TIME_LIMIT_SECONDS = 200 };

static const char *panic_expected;
static char panic_text[TEXT_BYTES];
static char context_text[TEXT_BYTES];

/// Says why and ends the test. The first line of the report is all that anybody needs.
NORETURN static void test_end(int status, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void test_end(int status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    if (context_text[0] != '\0') {
        fprintf(stderr, "  in: %s\n", context_text);
    }
    fflush(NULL);
    _exit(status);
}

void kernel_test_run(void **state)
{
    const struct kernel_test *test = *state;
    fflush(NULL);
    const pid_t child = fork();
    if (child == 0) {
        alarm(TIME_LIMIT_SECONDS);
        panic_expected = test->panic;
        machine_open();
        test->body();
        if (panic_expected != NULL) {
            test_end(STATUS_WRONG, "no panic: %s\n", panic_expected);
        }
        fflush(NULL);
        _exit(0);
    }
    int status = -1;
    if (child < 0 || waitpid(child, &status, 0) != child) {
        fail_msg("the test's process could not be run");
    }
    if (!WIFEXITED(status)) {
        fail_msg("ended by signal %d", WTERMSIG(status));
    }
    if (WEXITSTATUS(status) != 0) {
        fail_msg("ended with status %d", WEXITSTATUS(status));
    }
}

void check_each(unsigned count, void (*body)(unsigned index))
{
    for (unsigned i = 0; i < count; i++) {
        fflush(NULL);
        const pid_t child = fork();
        if (child == 0) {
            machine_open();
            check_context("case %u", i);
            body(i);
            fflush(NULL);
            _exit(0);
        }
        int status = -1;
        if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
            test_end(STATUS_WRONG, "case %u ended with status %#x\n", i, (unsigned)status);
        }
    }
}

void check_fact(bool fact, const char *text, const char *file, int line)
{
    if (!fact) {
        test_end(STATUS_WRONG, "%s:%d: not true: %s\n", file, line, text);
    }
}

void check_number(uint64_t is, uint64_t should, const char *text, const char *file, int line)
{
    if (is != should) {
        test_end(STATUS_WRONG, "%s:%d: %s is %#llx, not %#llx\n", file, line, text,
                 (unsigned long long)is, (unsigned long long)should);
    }
}

void check_context(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(context_text, sizeof context_text, format, arguments);
    va_end(arguments);
}

void test_panic_write(const char *text, size_t length_bytes)
{
    const size_t used = strlen(panic_text);
    if (used + length_bytes < sizeof panic_text) {
        memcpy(panic_text + used, text, length_bytes);
        panic_text[used + length_bytes] = '\0';
    }
}

void test_panic_end(void)
{
    if (panic_expected != NULL && strstr(panic_text, panic_expected) != NULL) {
        fflush(NULL);
        _exit(0);
    }
    test_end(STATUS_PANIC, "panic:%s", panic_text);
}
