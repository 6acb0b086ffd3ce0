// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sends to the passive server of ipc_budget, which must not be disturbed by it, and gets the faults
// of a child that always uses up its budget. Needs a board with IPC; run by tests/boot.
#include "ipc_budget.h"

#include "check.h"

enum { SERVER = 1, SENDS = 100, FAULTS_EARLY = 10, FAULTS = 15, CHILD = 7 };

static uint32_t nothing;

int main(void)
{
    const uint32_t slack_us = kernel_us();
    uint32_t delivered = 0;
    for (uint32_t i = 0; i < SENDS; i++) {
        struct bulkhead_ipc_registers send = {.capability = SERVER};
        BULKHEAD_IPC_TRAP(IPC_SEND_POLL, send, &nothing);
        delivered += send.capability != ERROR_WOULD_BLOCK;
    }
    check_value(delivered == 0, "no message without time to a server without time", delivered);

    struct bulkhead_ipc_registers fault = {.info = 0};
    BULKHEAD_IPC_TRAP(IPC_RECEIVE, fault, &nothing);
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < FAULTS; i++) {
        wrong += fault.capability != 0 || fault.info >> IPC_LABEL_SHIFT != IPC_LABEL_TIMEOUT;
        wrong += fault.window != CHILD || fault.reply_slot != (uint32_t)(IPC_BADGE_FAULT >> 32);
        // A budget that was used in parts comes back in parts, and each of them has an end.
        wrong += fault.word[2] == 0;
        wrong += i >= FAULTS_EARLY && fault.word[2] > CHILD_BUDGET_US + slack_us;
        fault = (struct bulkhead_ipc_registers){.info = 0};
        BULKHEAD_IPC_TRAP(IPC_REPLY_RECEIVE, fault, &nothing);
    }
    check_value(wrong == 0, "a fault each time the child's budget is used up", wrong);
    return check_done("ipc_budget_parent");
}
