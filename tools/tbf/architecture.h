// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Names of architectures in TABs, and which images a processor can run besides its own.
 *
 * Source: elf2tab and tockloader name the images of a TAB after the processor they are built for.
 */
#pragma once

#include <stdbool.h>

enum { ARCHITECTURE_CHAIN_MAX = 6 };

struct architecture {
    /// What it runs, best first: itself, then older ones; null after the last.
    const char *chain[ARCHITECTURE_CHAIN_MAX];
    /// The protection unit wants images at a multiple of their size, a power of two.
    bool has_power_of_two_regions;
};

/** Gives the architecture of that name, or null. */
const struct architecture *architecture_find(const char *name);
