// SPDX-License-Identifier: Apache-2.0 OR MIT
/// A program that spins for many slices, then ends the emulation.
#pragma once

#include "measure.h"

/// At 64 ns an instruction (icount shift 6) about 0.6 s: more than 100 ticks of 5 ms.
enum { SPIN_ROUNDS_ALL = 3000000 };

static inline int spin_main(void)
{
    measure_spin(SPIN_ROUNDS_ALL);
    MEASURE_MARK(MEASURE_STOP);
    return 0;
}
