// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The serial console.
 *
 * printf(), puts(), getchar() and the rest of <stdio.h> work on it: standard output is sent a line
 * at a time, when its buffer is full, and before the program reads or exits; standard error shares
 * that buffer. The functions here do the same without formatting. While they wait, no upcall
 * function runs.
 */
#pragma once

#include <abi/error.h>
#include <stddef.h>

/**
 * Sends bytes and waits until the kernel has accepted all of them.
 *
 * @param bytes  borrow; RAM or flash of the program. NULL only with length 0.
 * @return ERROR_NO_DEVICE: no console. ERROR_INVALID: bytes are not the program's own.
 *         ERROR_FAILED: the console stopped accepting bytes.
 */
enum error bulkhead_console_write(const void *bytes, size_t length);

/// Sends what standard output still holds.
void bulkhead_console_flush(void);

/**
 * Waits until exactly length bytes were typed, without echo.
 *
 * @param count  bytes received; also set on failure.
 * @return ERROR_BUSY: another program is reading. ERROR_INVALID: more than the console takes at
 *         once (64 bytes). Others as the driver reports them.
 */
enum error bulkhead_console_read(void *bytes, size_t length, size_t *count);

/**
 * Reads a line with echo; backspace works. The line end is not stored, a zero byte is.
 *
 * @param capacity  at least 2. What does not fit is neither stored nor echoed.
 * @param length    characters stored; also set on failure.
 * @return as bulkhead_console_read.
 */
enum error bulkhead_console_read_line(char *line, size_t capacity, size_t *length);
