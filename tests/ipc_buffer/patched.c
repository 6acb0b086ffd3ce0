// SPDX-License-Identifier: Apache-2.0 OR MIT
// Variables that only the build tool writes, optimised as a whole program.
#include <ipc/patched.h>
#include <stdint.h>

#ifdef IS_PATCHED
IPC_PATCHED(uint32_t, ring_address);
IPC_PATCHED(uint32_t, never_used);
IPC_PATCHED_ARRAY(char, program_label, 8);
#else
uint32_t ring_address;
uint32_t never_used;
char program_label[8];
#endif

extern volatile uint32_t result;
volatile uint32_t result;

void _start(void);
void _start(void)
{
    result = ring_address + (uint32_t)program_label[0];
    for (;;) {
    }
}
