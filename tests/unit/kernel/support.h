// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Running a test of the kernel, and checking facts in it.
 *
 * The kernel keeps its state in static variables, so each test runs in a process of its own, on a
 * machine just powered on, and ends with its first wrong fact. In main():
 *
 *     const struct CMUnitTest tests[] = {
 *         KERNEL_TEST(brk_below_an_allowed_buffer_is_refused),
 *         KERNEL_TEST_PANICS(fault_under_the_panic_policy_ends_it_all, "policy is panic"),
 *     };
 *     return cmocka_run_group_tests(tests, NULL, NULL);
 */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <lib/attributes.h>

struct kernel_test {
    void (*body)(void);
    const char *panic; ///< part of the cause that the test must end with, or null
};

/// Runs a struct kernel_test in a process of its own; the test fails if that ends badly.
void kernel_test_run(void **state);

#define KERNEL_TEST(body) KERNEL_TEST_PANICS(body, NULL)
#define KERNEL_TEST_PANICS(body, panic)                           \
    {                                                             \
        #body, kernel_test_run, NULL, NULL, &(struct kernel_test) \
        {                                                         \
            body, panic                                           \
        }                                                         \
    }

/// Ends the test with a message if a fact is not true. Numbers are compared as 64-bit values.
#define check(fact) check_fact((fact), #fact, __FILE__, __LINE__)
#define check_equal(is, should) \
    check_number((uint64_t)(is), (uint64_t)(should), #is, __FILE__, __LINE__)

void check_fact(bool fact, const char *text, const char *file, int line);
void check_number(uint64_t is, uint64_t should, const char *text, const char *file, int line);

/// Added to the message of a check that fails: the case of a table, the round of a random test.
void check_context(const char *format, ...) __attribute__((format(printf, 1, 2)));

/// Runs `body` once for each number below `count`, each time in a process and on a machine of its
/// own.
void check_each(unsigned count, void (*body)(unsigned index));

/// Where the kernel's panic text goes, for the board of the tests.
void test_panic_write(const char *text, size_t length_bytes);
NORETURN void test_panic_end(void);
