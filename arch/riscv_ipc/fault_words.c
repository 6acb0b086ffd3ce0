// SPDX-License-Identifier: Apache-2.0 OR MIT
// Registers that messages about faults carry and replies set.

#include <kernel/port_ipc.h>

#include "process_state.h"

/// Numbers of registers in the order of the messages. 0 is the program counter.
static const uint8_t numbers[] = {0,  1,  2,  3,  8,  9,  18, 19, 20, 21, 22,
                                  23, 24, 25, 26, 27, 10, 11, 12, 13, 14, 15,
                                  16, 17, 5,  6,  7,  28, 29, 30, 31, 4,  /* a call: */ 0,
                                  2,  1,  10, 11, 12, 13, 14, 15, 16};
enum { ALL_COUNT = 32, CALL_COUNT = 10 };

static size_t numbers_of(enum port_fault_words which, const uint8_t **first)
{
    static const uint8_t counts[] = {[FAULT_WORDS_PC] = 1,
                                     [FAULT_WORDS_CALL] = CALL_COUNT,
                                     [FAULT_WORDS_EXCEPTION] = 2,
                                     [FAULT_WORDS_ALL] = ALL_COUNT};
    // An exception has program counter and stack pointer, with which those of a call begin.
    *first =
        which == FAULT_WORDS_CALL || which == FAULT_WORDS_EXCEPTION ? &numbers[ALL_COUNT] : numbers;
    return counts[which];
}

size_t port_fault_words_get(const struct arch_context *context, enum port_fault_words which,
                            uint32_t word[])
{
    const uint8_t *number;
    const size_t count = numbers_of(which, &number);
    for (size_t i = 0; i < count; i++) {
        word[i] = (uint32_t)(number[i] == 0 ? context->pc : context->registers[number[i] - 1]);
    }
    return count;
}

enum error port_fault_words_set(struct arch_context *context, enum port_fault_words which,
                                const uint32_t word[], size_t count)
{
    const uint8_t *number;
    const size_t most = numbers_of(which, &number);
    for (size_t i = 0; i < count && i < most; i++) {
        if (number[i] == 0) {
            context->pc = word[i] & ~(uint32_t)1;
        } else {
            context->registers[number[i] - 1] = word[i];
        }
    }
    return ERROR_NONE;
}
