// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Makes capsules fail: in each of their basic blocks once, when it is executed for the first time
 * since the test began and no capsule is out of service.
 *
 * Trusted code of test boards, on which the compiler has capsules call __sanitizer_cov_trace_pc()
 * at the begin of each block. The test reads and writes `injection` over the emulator's debugging
 * port; programs report through driver 0xF0007 (tests/programs/containment.h): command 1, a report
 * number and what to add to it. Command 2: upcall 0 comes in some milliseconds; for one process.
 */
#pragma once

#include <board_facts.h>
#include <capsule.h>

enum { INJECTION_DRIVER = 0xF0007, INJECTION_REPORTS = 40 };

/// Written by the test.
enum injection_mode {
    INJECTION_OFF,
    INJECTION_TRAP,
    INJECTION_LOOP, ///< until the tick ends it
};

/// More than a board has.
enum { INJECTION_BUFFERS = 16 };

/// Places in capsule text, one for each word.
enum { INJECTION_PLACES = BOARD_INJECTION_TEXT_BYTES / 4, INJECTION_WORD_BITS = 32 };

struct injection {
    uint32_t mode; ///< enum injection_mode
    uint32_t count;
    uint32_t blocks_outside; ///< that were executed, for which there is no place
    uint32_t grants_entered; ///< found entered though their capsule is not running. Wrong
    uint32_t states_changed; ///< of other capsules, by an abort. Wrong
    uint32_t buffers_kept;   ///< under a name or a lease from before an abort. Wrong
    uint32_t report[INJECTION_REPORTS];
    // Of the last injection, until the next block is executed.
    bool is_watched;
    bool is_failure_watched;                 ///< until its capsule is in service again
    uint32_t running;                        ///< bit i: capsule i was
    uint32_t states_sum;                     ///< of all others
    uint32_t failed;                         ///< the capsule
    uint32_t generations[INJECTION_BUFFERS]; ///< of its buffers at no device; or 0
    uint32_t done[INJECTION_PLACES / INJECTION_WORD_BITS]; ///< a bit for each place
};
extern struct injection injection;

void injection_command(struct command *command);
void injection_timer(void);

/// Called by capsules at the begin of each basic block.
void __sanitizer_cov_trace_pc(void);
