// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the kernel does with the memory of a process: each system call, and each kind of work that
 * it does for one, as a scenario of its own.
 *
 * Programs "one" and "two" are there; "two" waits for its alarm. Before a scenario begins, "one"
 * has gone on until it is where the scenario wants it (`prepare`). Then it makes one call, or one
 * thing happens (`act`), and it is that which the tests disturb.
 */
#pragma once

#include "standard_board.h"

enum {
    ONE = HOST_POOL_START,  ///< memory of "one"
    ONE_BREAK = ONE + 4000, ///< its break, and the end of its stack
    ONE_CODE = HOST_IMAGES_START + 0x100,
    ONE_TEXT = ONE + 0x100,   ///< what it writes to the console
    ONE_BUFFER = ONE + 0x300, ///< where it reads to
    ONE_FLAG = ONE + 0x500,
};

/// What is promised of a call, or of an upcall, of which an access was refused.
enum scenario_promise {
    PROMISE_FAULT,    ///< only the frame is accessed: the process is faulted
    PROMISE_SAME,     ///< what is refused makes no difference to the result
    PROMISE_COMPLETE, ///< the operation completes, with an error or less than all, exactly once
};

struct scenario {
    const char *name;
    void (*prepare)(void); ///< or null
    void (*act)(void);     ///< or null: `call`
    uint32_t call[5];      ///< class and r0 to r3
    uint32_t other[4];     ///< r0 to r3 as somebody would rather have them; all zero: none
    enum scenario_promise promise;
};

/// What a capsule does with leases, and the kernel's own functions: for lists of scenarios. What
/// came of them is part of the output. See accesses.c.
void lease_is_allowed(void);
void lease_moves_parts(void);
void text_is_there(void);
void text_is_copied(void);
void addresses_are_there(void);
void addresses_are_copied(void);
void typed_array_is_copied(void);
void words_of_all_widths_are_loaded(void);
void word_is_there(void);
void word_is_exchanged(void);
void bytes_go_across(void);

extern const struct scenario scenarios[];
extern const unsigned scenario_count;

/// Boots the machine of all scenarios; "one" runs.
void scenario_boot(void);

/// Makes the call, or has the thing happen.
void scenario_act(const struct scenario *scenario);
