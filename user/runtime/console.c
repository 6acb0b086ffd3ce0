// SPDX-License-Identifier: Apache-2.0 OR MIT
// The console functions, and the streams that picolibc's <stdio.h> prints to and reads from.
#include <abi/driver.h>
#include <bulkhead/console.h>
#include <bulkhead/system_call.h>
#include <stdint.h>
#include <stdio.h>

static int stream_put(char character, FILE *stream);
static int stream_get(FILE *stream);
static int stream_flush(FILE *stream);

enum { LINE_BYTES = 80 };

static char line[LINE_BYTES];
static size_t line_length; // alone, because it is looked at often, and where it is 0 nothing else

static FILE console_stream =
    FDEV_SETUP_STREAM(stream_put, stream_get, stream_flush, _FDEV_SETUP_RW);
FILE *const stdin = &console_stream;
FILE *const stdout = &console_stream;
FILE *const stderr = &console_stream;

enum error bulkhead_console_write(const void *bytes, size_t length)
{
    const uint8_t *next = bytes;
    enum error error = ERROR_NONE;

    while (length > 0 && error == ERROR_NONE) {
        error = bulkhead_result_error(
            bulkhead_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, next, length));
        if (error != ERROR_NONE) {
            break;
        }
        error = bulkhead_result_error(
            bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, length, 0));
        if (error != ERROR_NONE) {
            break;
        }
        size_t accepted = bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN).value[0];
        if (accepted == 0 || accepted > length) {
            error = ERROR_FAILED;
            break;
        }
        next += accepted;
        length -= accepted;
    }
    bulkhead_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, NULL, 0);
    return error;
}

void bulkhead_console_flush(void)
{
    if (line_length == 0) {
        return;
    }
    // Nobody is left to be told if the console refuses what a program has already printed.
    (void)bulkhead_console_write(line, line_length);
    line_length = 0;
}

enum error bulkhead_console_read(void *bytes, size_t length, size_t *count)
{
    *count = 0;
    if (length == 0) {
        return ERROR_NONE;
    }
    bulkhead_console_flush();

    enum error error = bulkhead_result_error(
        bulkhead_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, bytes, length));
    if (error != ERROR_NONE) {
        return error;
    }
    error =
        bulkhead_result_error(bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, length, 0));
    if (error == ERROR_NONE) {
        struct bulkhead_upcall read = bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_READ);
        error = (enum error)read.value[0];
        *count = read.value[1];
    }
    bulkhead_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, NULL, 0);
    return error;
}

enum error bulkhead_console_read_line(char *text, size_t capacity, size_t *length)
{
    *length = 0;
    for (;;) {
        char typed;
        size_t count;
        text[*length] = '\0';
        enum error error = bulkhead_console_read(&typed, 1, &count);
        if (error != ERROR_NONE) {
            return error;
        }
        if (typed == '\r' || typed == '\n') {
            return bulkhead_console_write("\n", 1);
        }
        if (typed == '\b' || typed == 0x7F) {
            if (*length > 0) {
                *length -= 1;
                (void)bulkhead_console_write("\b \b", 3);
            }
        } else if (*length + 1 < capacity) {
            text[*length] = typed;
            *length += 1;
            (void)bulkhead_console_write(&typed, 1);
        }
    }
}

static int stream_put(char character, FILE *stream)
{
    (void)stream;
    line[line_length] = character;
    line_length += 1;
    if (character == '\n' || line_length == LINE_BYTES) {
        bulkhead_console_flush();
    }
    return (unsigned char)character;
}

static int stream_get(FILE *stream)
{
    (void)stream;
    unsigned char typed;
    size_t count;
    if (bulkhead_console_read(&typed, 1, &count) != ERROR_NONE || count != 1) {
        return _FDEV_ERR;
    }
    return typed;
}

static int stream_flush(FILE *stream)
{
    (void)stream;
    bulkhead_console_flush();
    return 0;
}
