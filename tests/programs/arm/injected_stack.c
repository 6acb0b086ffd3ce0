// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a call whose registers the processor cannot save: the stack pointer lies at the end of the
// pool, above the program's memory, where no stack limit refuses it before. Run by tests/injection,
// beside injected.c.
#include <board_facts.h>
#include <stdint.h>

void probe_bad_stack(uint32_t stack_pointer, uint32_t argument);

int main(void)
{
    probe_bad_stack(BOARD_POOL_BASE + BOARD_POOL_BYTES, 0x7777);
    return 0;
}
