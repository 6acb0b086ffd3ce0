// SPDX-License-Identifier: Apache-2.0 OR MIT
// What boards/standard wants of the code of one board, for the simulated machine.
#include <boards/standard/standard.h>
#include <chips/simulated/devices.h>
#include <stdio.h>
#include <stdlib.h>

const struct bottom_half board_bottom_halves[BOARD_BOTTOM_HALF_COUNT] = {
    {.line = SIMULATED_LINE_UART, .serve = simulated_uart_bottom_half},
    {.line = SIMULATED_LINE_BUTTONS, .serve = simulated_buttons_bottom_half},
    {.line = SIMULATED_LINE_ENTROPY, .serve = simulated_entropy_bottom_half},
};

void board_panic_write(const char *text, size_t length_bytes)
{
    fwrite(text, 1, length_bytes, stderr);
}

// Nothing that comes from outside may bring the kernel here.
void board_panic_end(void)
{
    abort();
}
