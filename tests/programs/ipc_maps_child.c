// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads or writes a byte where its parent says. Needs a board with IPC; run by tests/boot.
#include "ipc_maps.h"

int main(void)
{
    ORDER->lives++;
    volatile uint8_t *byte = (volatile uint8_t *)(uintptr_t)ORDER->address;
    if (ORDER->is_write != 0) {
        *byte = 1;
    } else {
        (void)*byte;
    }
    (void)*(volatile uint8_t *)(uintptr_t)NOWHERE;
    return 0;
}
