// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <kernel/port.h>

void chip_copies_from_a_process_serve(uintptr_t address);

void chip_copies_from_a_process_serve(uintptr_t address)
{
    uint8_t byte = 0;
    (void)user_window_copy_in(&byte, address, 1); // expect: process-address, implicit-cast
}
