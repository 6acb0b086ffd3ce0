// SPDX-License-Identifier: Apache-2.0 OR MIT
// Registers that messages about faults carry and replies set. Eight of them lie in a frame on the
// stack of the process; with the stack pointer the frame moves.

#include <kernel/port_ipc.h>
#include <lib/checked.h>
#include <lib/memory.h>

#include "process_state.h"
#include "status_bits.h"

// In the order of a frame, then of the other registers.
enum { R0, R1, R2, R3, R12, LR, PC, XPSR, R4, R5, R6, R7, R8, R9, R10, R11, SP };
static_assert((int)XPSR == (int)WORD_XPSR && (int)R4 == (int)WORD_CALLEE_SAVED &&
                  (int)SP == (int)WORD_STACK_POINTER,
              "as they are read");

/// Places among the words of a process, in the order of the messages.
static const uint8_t places[] = {
    PC, SP, XPSR, R0, R1, R8, R9, R10, R11, R12, R2,  R3, R4, R5, R6, R7, LR, /* a call: */ R0,
    R1, R2, R3,   R4, R5, R6, R7, PC,  SP,  LR,  XPSR};
enum { ALL_COUNT = 17, CALL_COUNT = 12 };

static size_t places_of(enum port_fault_words which, const uint8_t **first)
{
    static const uint8_t counts[] = {[FAULT_WORDS_PC] = 1,
                                     [FAULT_WORDS_CALL] = CALL_COUNT,
                                     [FAULT_WORDS_EXCEPTION] = 3,
                                     [FAULT_WORDS_ALL] = ALL_COUNT};
    *first = which == FAULT_WORDS_CALL ? &places[ALL_COUNT] : places;
    return counts[which];
}

/// Without a frame all of them are 0.
static void words_read(const struct arch_context *context, uint32_t words[WORD_COUNT])
{
    if (!arch_words_read(context, words)) {
        memset(words, 0, WORD_COUNT * sizeof words[0]);
    }
}

size_t port_fault_words_get(const struct arch_context *context, enum port_fault_words which,
                            uint32_t word[])
{
    uint32_t words[WORD_COUNT] UNINITIALISED;
    const uint8_t *place;
    const size_t count = places_of(which, &place);
    words_read(context, words);
    for (size_t i = 0; i < count; i++) {
        word[i] = words[place[i]];
    }
    return count;
}

enum error port_fault_words_set(struct arch_context *context, enum port_fault_words which,
                                const uint32_t word[], size_t count)
{
    enum { WORD_BYTES = sizeof(uint32_t), FRAME_BYTES = sizeof(struct exception_frame) };
    uint32_t words[WORD_COUNT] UNINITIALISED;
    const uint8_t *place;
    const size_t most = places_of(which, &place);
    words_read(context, words);
    const uint32_t pc = words[PC];
    const uint32_t xpsr = words[XPSR];
    for (size_t i = 0; i < count && i < most; i++) {
        words[place[i]] = word[i];
    }
    words[PC] &= ~1u;
    words[SP] &= ~3u;
    // What is left of an IT block or of a load-multiple belongs to the instruction that it was in.
    const uint32_t kept = words[PC] == pc ? XPSR_IT_ICI : 0;
    const uint32_t frame = (uint32_t)align_down(words[SP] - FRAME_BYTES, 2 * WORD_BYTES);
    words[XPSR] = (words[XPSR] & XPSR_FLAGS) | (xpsr & kept) | XPSR_THUMB |
                  (words[SP] - frame != FRAME_BYTES ? XPSR_PADDED : 0);
    if (frame - context->stack_low >= context->stack_places ||
        user_window_copy_out(frame, words, FRAME_BYTES) != 0) {
        return ERROR_FAULT;
    }
    context->stack_pointer = frame;
    memcpy(context->callee_saved, &words[WORD_CALLEE_SAVED], sizeof context->callee_saved);
    return ERROR_NONE;
}
