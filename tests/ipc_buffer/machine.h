// SPDX-License-Identifier: Apache-2.0 OR MIT
/// A bare machine with a partner in its trap handler, on which the client runs in all its variants.
/// It only takes what the client and the library need from a kernel.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// The registers of a call, in place.
struct machine_call {
    uintptr_t capability;
    uintptr_t info;
    uintptr_t word[4];
    uintptr_t window;
    uintptr_t reply_slot;
};

/// Answers a call. Context: trap.
void machine_call_answer(unsigned class, struct machine_call *call);

/// Runs all variants and ends the machine. Called with a stack.
void machine_run(void);

void machine_put(char character);
_Noreturn void machine_end(void);

/// All variants of the client; the build writes the table, which ends with a null name.
struct machine_variant {
    const char *name;
    void (*client)(void);
    void (*nested)(void);
};
extern const struct machine_variant machine_variants[];
