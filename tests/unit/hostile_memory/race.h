// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The memory of processes, and the flash, change between any two reads of the kernel.
 *
 * What is raced runs once undisturbed, and what the kernel reads is written down. Then, for each of
 * its reads, it runs twice more. In the *racing* run each byte is changed as soon as it has been
 * read, and behind that read all others are changed, too. In the *constant* run nothing changes:
 * the bytes up to that read are the old ones from the start, the others the new ones. Both must
 * come to the same end, at once and after all that follows: results, memory, records of processes,
 * output, devices. So there is always one memory, at one time, that the kernel has seen.
 *
 * In every run a byte that is read twice in one execution ends the test, unless it is in the list
 * of what may be.
 *
 *     race_open(repeated, settle);
 *     race(&contest);             // from the machine as it is; it is left anywhere
 *     machine_put_back(...);
 *     ...
 *     race_close();
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/// What runs while memory changes.
struct contest {
    const char *name;
    void (*act)(void);
    bool is_yield;         ///< it is a yield of the program that runs
    const uint32_t *other; ///< r0 to r3 as somebody would rather have them, or null
};

/// What the kernel reads more than once in one execution, with the reason why that is harmless. A
/// line that no contest needs ends the test.
struct repeated_read {
    const char *what; ///< null behind the last one
    bool (*is_it)(const struct contest *contest, uintptr_t address, uintptr_t frame);
    const char *reason;
    bool is_needed;
};

/// Sets what may be read twice, and how all that follows is made to happen.
void race_open(struct repeated_read repeated[], void (*settle)(void));

void race(const struct contest *contest);

/// Checks the list, and prints what was counted.
void race_close(void);
