// SPDX-License-Identifier: Apache-2.0 OR MIT
// Gates: the machine as a whole. See capsule.h.

#include <capsule.h>

#include <abi/system_call.h>
#include <lib/memory.h>

#include "capsule_boundary.h"
#include "panic.h"
#include "pool.h"

void kernel_describe(struct kernel_information *information)
{
    capsule_require(information != NULL);
    uint32_t capsules_failed = 0;
    for (uint32_t i = 0; i < board.capsule_count; i++) {
        capsules_failed += board.capsule_status[i].is_failed ? 1u : 0u;
    }
    static_assert(KERNEL_VERSION_MAJOR == 2 && KERNEL_VERSION_MINOR == 3, "the text below");
    information->version = "2.3";
    information->board = board.name;
    information->policy = board.policy->text;
    memcpy(information->ranges, board.ranges, sizeof information->ranges);
    information->pool_used_bytes = pool_used_bytes();
    information->process_slots = board.slot_count;
    information->capsules_failed = capsules_failed;
    information->last_panic = panic_previous();
    capsule_gate_leave();
}

void machine_reset(void)
{
    capsule_require_right(CAPSULE_RIGHT_MACHINE);
    port_reset();
}

void machine_panic(void)
{
    capsule_require_right(CAPSULE_RIGHT_MACHINE);
    port_panic("requested at the process console");
}
