// SPDX-License-Identifier: Apache-2.0 OR MIT
// Passive: works as long as its caller says, who also says which gap is a break; replies how long
// it has worked and with how many breaks. A message of another kind than a call would be counted in
// the reply.
#include "ipc_budget.h"

static uint32_t nothing;

int main(void)
{
    struct bulkhead_ipc_registers message = {.info = 0};
    BULKHEAD_IPC_TRAP(IPC_RECEIVE, message, &nothing);
    for (;;) {
        const struct turns turns = turns_spin(message.word[0], UINT32_MAX, message.word[1]);
        message = (struct bulkhead_ipc_registers){
            .info = 2,
            .word = {turns.used_us, turns.breaks},
        };
        BULKHEAD_IPC_TRAP(IPC_REPLY_RECEIVE, message, &nothing);
    }
}
