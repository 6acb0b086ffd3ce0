// SPDX-License-Identifier: Apache-2.0 OR MIT
// The kernel of the tests, and the end of the program.
#include "fake_kernel.h"

#include <ipc/buffer.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <stop.h>
#include <string.h>

#include <cmocka.h>

struct fake_call fake_calls[FAKE_CALLS_MAX];
size_t fake_call_count;
fake_answer_fn fake_answer;
jmp_buf fake_end;
bool fake_is_caught;
bool fake_has_ended;
char fake_line[512];

void fake_reset(void)
{
    fake_call_count = 0;
    fake_answer = NULL;
}

void fake_trap(unsigned class, struct bulkhead_ipc_registers *registers, void *buffer)
{
    assert_true(fake_call_count < FAKE_CALLS_MAX);
    fake_calls[fake_call_count] =
        (struct fake_call){.class = class, .in = *registers, .buffer = buffer};
    fake_call_count += 1;
    if (fake_answer == NULL) {
        memset(registers, 0, sizeof(*registers));
    } else {
        fake_answer(class, registers, buffer);
    }
}

void ipc_stop(const char *line, size_t length)
{
    if (!fake_is_caught || length >= sizeof(fake_line)) {
        fwrite(line, 1, length, stderr);
        abort();
    }
    memcpy(fake_line, line, length);
    fake_line[length] = '\0';
    longjmp(fake_end, 1);
}
