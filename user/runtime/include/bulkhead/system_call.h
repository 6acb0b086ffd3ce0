// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * All system calls, as C functions. Numbers: <abi/system_call.h>, <abi/driver.h>.
 *
 * A call that can fail returns a struct bulkhead_result; bulkhead_result_error() turns it into an
 * error. Typical use of a driver: allow a buffer, give a command, wait for its upcall, take the
 * buffer back.
 *
 *     bulkhead_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, text, length);
 *     bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, length, 0);
 *     bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN);
 *     bulkhead_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, NULL, 0);
 *
 * Upcall functions run inside bulkhead_yield_wait() and bulkhead_yield_no_wait() and nowhere else;
 * a program needs no locks against them. An upcall function may itself yield.
 */
#pragma once

#include <abi/error.h>
#include <bulkhead/trap.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A function that the kernel calls while the program yields: the driver's three values, and data
/// as given when it was subscribed.
typedef void (*bulkhead_upcall_fn)(uint32_t a, uint32_t b, uint32_t c, void *data);

/// The values of an upcall that was waited for. Each driver says what they mean.
struct bulkhead_upcall {
    uint32_t value[3];
};

static inline bool bulkhead_result_is_success(struct bulkhead_result result)
{
    return result.variant >= VARIANT_SUCCESS;
}

/// Returns ERROR_NONE for every success variant, else the error that the result carries.
static inline enum error bulkhead_result_error(struct bulkhead_result result)
{
    return bulkhead_result_is_success(result) ? ERROR_NONE : (enum error)result.value[0];
}

/**
 * Gives a driver a command.
 *
 * @param a, b  meaning is the command's.
 * @return variant and values are the command's.
 *         ERROR_NO_DEVICE: no such driver here; ERROR_NO_SUPPORT: no such command.
 */
static inline struct bulkhead_result bulkhead_command(uint32_t driver, uint32_t command, uint32_t a,
                                                      uint32_t b)
{
    return bulkhead_trap_command(driver, command, a, b);
}

/// True if the driver is on this board and this program may use it.
static inline bool bulkhead_driver_exists(uint32_t driver)
{
    return bulkhead_result_is_success(bulkhead_command(driver, 0, 0, 0));
}

/**
 * Sets the function for one of a driver's upcalls, and drops calls that wait for the old one.
 *
 * @param function  NULL: none; the event can still be waited for with bulkhead_yield_wait_for.
 * @return value[0], value[1]: the previous function and data. On failure error, then the passed
 *         function and data. ERROR_INVALID: function is not inside the program.
 */
static inline struct bulkhead_result bulkhead_subscribe(uint32_t driver, uint32_t number,
                                                        bulkhead_upcall_fn function, void *data)
{
    return bulkhead_trap_subscribe(driver, number, (uint32_t)(uintptr_t)function,
                                   (uint32_t)(uintptr_t)data);
}

/**
 * Lends a buffer that the driver may read and write, until the next call for the same number.
 *
 * @param bytes  anything if length is 0, which takes the buffer back.
 * @return value[0], value[1]: previous address and length. On failure error, then the passed
 *         address and length. ERROR_INVALID: not all of it is the program's own RAM.
 */
static inline struct bulkhead_result bulkhead_allow_read_write(uint32_t driver, uint32_t number,
                                                               void *bytes, size_t length)
{
    return bulkhead_trap_allow_read_write(driver, number, (uint32_t)(uintptr_t)bytes, length);
}

/// Lends a buffer that the driver may only read; it may also lie in the program's flash. Otherwise
/// like bulkhead_allow_read_write.
static inline struct bulkhead_result bulkhead_allow_read_only(uint32_t driver, uint32_t number,
                                                              const void *bytes, size_t length)
{
    return bulkhead_trap_allow_read_only(driver, number, (uint32_t)(uintptr_t)bytes, length);
}

/// Lends a buffer that the driver writes while the program reads it. Few drivers have one.
static inline struct bulkhead_result bulkhead_allow_user_readable(uint32_t driver, uint32_t number,
                                                                  void *bytes, size_t length)
{
    return bulkhead_trap_allow_user_readable(driver, number, (uint32_t)(uintptr_t)bytes, length);
}

/// Asks about or changes the program's memory: operations of enum memop.
static inline struct bulkhead_result bulkhead_memop(uint32_t operation, uint32_t argument)
{
    return bulkhead_trap_memop(operation, argument);
}

/// Runs one waiting upcall, if there is one. True if it did.
static inline bool bulkhead_yield_no_wait(void)
{
    uint8_t has_run = 0;
    bulkhead_trap_yield(YIELD_NO_WAIT, (uint32_t)(uintptr_t)&has_run);
    return has_run != 0;
}

/// Sleeps until an upcall comes, and runs it.
static inline void bulkhead_yield_wait(void)
{
    bulkhead_trap_yield(YIELD_WAIT, 0);
}

/// Sleeps until this one upcall comes. Its function, if any, is not called; others keep waiting.
static inline struct bulkhead_upcall bulkhead_yield_wait_for(uint32_t driver, uint32_t number)
{
    struct bulkhead_result result = bulkhead_trap_yield_wait_for(driver, number);
    return (struct bulkhead_upcall){.value = {result.value[0], result.value[1], result.value[2]}};
}

/// Ends the program at once; output that stdio still holds is lost (exit() writes it first).
static inline _Noreturn void bulkhead_exit_terminate(uint32_t code)
{
    for (;;) {
        bulkhead_trap_exit(EXIT_TERMINATE, code);
    }
}

/// Starts the program again from its beginning, with fresh memory.
static inline _Noreturn void bulkhead_exit_restart(uint32_t code)
{
    for (;;) {
        bulkhead_trap_exit(EXIT_RESTART, code);
    }
}
