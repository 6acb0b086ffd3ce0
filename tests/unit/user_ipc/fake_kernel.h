// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A kernel in a few lines, for tests of what programs link against: it notes every call, answers as
 * the test said, and catches the end of the program.
 */
#pragma once

#include <bulkhead/ipc_call.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fake_call {
    unsigned class;
    struct bulkhead_ipc_registers in;
    void *buffer;
};

enum { FAKE_CALLS_MAX = 600 };
extern struct fake_call fake_calls[FAKE_CALLS_MAX];
extern size_t fake_call_count;

/// What a call leaves in the registers; NULL: status 0, all else 0.
typedef void (*fake_answer_fn)(unsigned class, struct bulkhead_ipc_registers *registers,
                               void *buffer);
extern fake_answer_fn fake_answer;

/// No calls, no answer.
void fake_reset(void);

extern jmp_buf fake_end;
extern bool fake_is_caught;
extern char fake_line[512]; ///< what the program ended with

extern bool fake_has_ended;

/// True if `statement` ended the program; fake_line says how.
#define ENDS(statement)              \
    (__extension__({                 \
        fake_is_caught = true;       \
        fake_line[0] = '\0';         \
        fake_has_ended = true;       \
        if (setjmp(fake_end) == 0) { \
            statement;               \
            fake_has_ended = false;  \
        }                            \
        fake_is_caught = false;      \
        fake_has_ended;              \
    }))
