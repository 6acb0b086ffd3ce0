// SPDX-License-Identifier: Apache-2.0 OR MIT
// The vector table. Lines without an entry of their own are enabled for a bottom half or never.

#include <board_facts.h>
#include <boards/arm/exceptions.h>
#include <chips/stellaris/interrupts.h>
#include <chips/stellaris/timer.h>

static_assert((int)BOARD_LINE_COUNT == (int)STELLARIS_LINE_COUNT, "an entry for each line");

// The first entry of the lines is for all of them; those behind it replace theirs.
#pragma GCC diagnostic ignored "-Woverride-init"

SECTION(ARCH_VECTOR_SECTION)
USED const struct arch_vector_table arch_vectors = {
    BOARD_EXCEPTIONS,
    .irq =
        {
            [0 ... STELLARIS_LINE_COUNT - 1] = arch_irq_common,
            [STELLARIS_LINE_TIMER0] = stellaris_timer_top_half,
        },
};
