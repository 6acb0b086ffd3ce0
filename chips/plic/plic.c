// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "plic.h"

#include <arch/mmio.h>
#include <arch/processor.h>
#include <kernel/port.h>
#include <lib/invariant.h>

enum plic_register {
    PRIORITY = 0, ///< a word for each line
    ENABLE = 0x2000,
    THRESHOLD = 0x200000,
    CLAIM = 0x200004, ///< write the same number to complete
};

enum {
    WORD_BITS = 32,
    ENABLE_WORDS = 4, ///< as many lines as the kernel knows
    PRIORITY_SERVED = 1,
};

/// What the enable registers hold, which are slow to read, and which lines are claimed and masked.
/// A bit for each line. Guard: base level, and the trap from a program, which excludes it.
static uint32_t enabled[ENABLE_WORDS];
static uint32_t claimed[ENABLE_WORDS];
static uint32_t masked[ENABLE_WORDS]; ///< until the next boot

void plic_initialise(void)
{
    for (unsigned i = 0; i < ENABLE_WORDS; i++) {
        mmio_write_32(plic_base + ENABLE + i * sizeof(uint32_t), 0);
    }
    mmio_write_32(plic_base + THRESHOLD, 0);
}

static uint32_t line_bit(unsigned line)
{
    return 1u << line % WORD_BITS;
}

static void enable_write(unsigned line, bool is_enabled)
{
    const unsigned word = line / WORD_BITS;
    invariant(line != 0 && word < ENABLE_WORDS);
    if (is_enabled == ((enabled[word] & line_bit(line)) != 0) ||
        (masked[word] & line_bit(line)) != 0) {
        return;
    }
    enabled[word] ^= line_bit(line);
    mmio_write_32(plic_base + ENABLE + word * sizeof(uint32_t), enabled[word]);
    // Behind the other: QEMU looks for requests that came before at this write only.
    mmio_write_32(plic_base + PRIORITY + line * sizeof(uint32_t), PRIORITY_SERVED);
}

void port_irq_enable(unsigned line)
{
    enable_write(line, true);
    // The completion of a line that is not enabled would be ignored; that of one that is not
    // claimed would let it come twice.
    const unsigned word = line / WORD_BITS;
    if ((claimed[word] & line_bit(line)) != 0) {
        claimed[word] &= ~line_bit(line);
        mmio_write_32(plic_base + CLAIM, line);
    }
}

void port_irq_disable(unsigned line)
{
    enable_write(line, false);
}

void plic_line_mask(unsigned line)
{
    port_irq_disable(line);
    masked[line / WORD_BITS] |= line_bit(line);
}

void arch_external_interrupt(void)
{
    // Ends: a claimed line does not come again before it is completed.
    for (;;) {
        const uint32_t line = mmio_read_32(plic_base + CLAIM);
        if (line == 0) {
            return;
        }
        kernel_irq_note(line); // Refuses a number that no table here has room for.
        claimed[line / WORD_BITS] |= line_bit(line);
    }
}
