// SPDX-License-Identifier: Apache-2.0 OR MIT
// The devices that this board uses.

#include <arch/processor.h>
#include <boards/standard/standard.h>
#include <chips/clint/clint.h>
#include <chips/ns16550/ns16550.h>
#include <chips/plic/plic.h>

const struct bottom_half board_bottom_halves[BOARD_BOTTOM_HALF_COUNT] = {
    {.line = BOARD_UART_LINE, .serve = ns16550_bottom_half},
};

void arch_board_initialise(void)
{
    clint_initialise();
    plic_initialise();
    ns16550_initialise();
}
