// SPDX-License-Identifier: Apache-2.0 OR MIT
// Children: what a parent does with them.
#include <ipc.h>
#include <microkit.h>

#include "indices.h"

static void child_do(uintptr_t operation, microkit_child pd, uintptr_t entry, const char *failure,
                     const struct ipc_place *place);

void microkit_pd_restart_at(microkit_child pd, seL4_Word entry_point, const struct ipc_place *place)
{
    child_do(IPC_CHILD_RESTART, pd, entry_point, "microkit_pd_restart: error restarting TCB '",
             place);
}

void microkit_pd_stop_at(microkit_child pd, const struct ipc_place *place)
{
    child_do(IPC_CHILD_STOP, pd, 0, "microkit_pd_stop: error stopping TCB '", place);
}

void microkit_pd_resume_at(microkit_child pd, const struct ipc_place *place)
{
    child_do(IPC_CHILD_RESUME, pd, 0, "microkit_pd_resume: error resuming TCB '", place);
}

seL4_CPtr microkit_cspace_root_slot_to_cptr(seL4_Word slot)
{
    if (slot == 0 || slot >= 64 || slot > microkit_indices.slot_count) {
        return seL4_CapNull;
    }
    return microkit_indices.slot_first + slot - 1;
}

static void child_do(uintptr_t operation, microkit_child pd, uintptr_t entry, const char *failure,
                     const struct ipc_place *place)
{
    uintptr_t index = microkit_index(microkit_indices.child, pd);
    uintptr_t status = ERROR_INVALID;
    if (index != 0) {
        status =
            ipc_object_at(ipc_current(), index, operation, (uintptr_t[4]){entry, 0, 0, 0}, place)
                .status;
    }
    if (status != ERROR_NONE) {
        microkit_dbg_puts(failure);
        microkit_dbg_put32(pd);
        microkit_dbg_puts("'\n");
        microkit_internal_crash(seL4_InvalidCapability);
    }
}
