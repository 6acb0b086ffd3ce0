// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "console_client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include <abi/driver.h>

#include "prompt.h"

void write_start(struct process_id process, const char *text)
{
    fake_allow(process, BUFFER_READ_ONLY, CONSOLE_ALLOW_WRITE, text, strlen(text));
    fake_expect_success(
        fake_command(DRIVER_CONSOLE, process, CONSOLE_COMMAND_WRITE, (uint32_t)strlen(text), 0));
}

void write_expect(struct process_id process, uint32_t count)
{
    fake_expect_upcall(DRIVER_CONSOLE, process, CONSOLE_UPCALL_WRITTEN, count, count, 0);
}

void write_all(struct process_id process, const char *text)
{
    write_start(process, text);
    fake_run();
    write_expect(process, (uint32_t)strlen(text));
}

struct fake_answer read_start(struct process_id process, size_t buffer_bytes, uint32_t length_bytes)
{
    fake_allow(process, BUFFER_READ_WRITE, CONSOLE_ALLOW_READ, NULL, buffer_bytes);
    return fake_command(DRIVER_CONSOLE, process, CONSOLE_COMMAND_READ, length_bytes, 0);
}

void read_expect(struct process_id process, enum error status, const char *text)
{
    fake_expect_upcall(DRIVER_CONSOLE, process, CONSOLE_UPCALL_READ, (uint32_t)status,
                       (uint32_t)strlen(text), 0);
    assert_memory_equal(fake_buffer(process, BUFFER_READ_WRITE, CONSOLE_ALLOW_READ), text,
                        strlen(text));
}

void read_focus(void)
{
    fake_type(CONTROL_T);
    fake_run();
    fake_output_clear();
}
