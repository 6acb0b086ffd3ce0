// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has a budget, and calls a passive server that works on it. Needs a board with IPC and
// ipc_budget_server; run by tests/boot.
#include "ipc_budget.h"

#include "check.h"

enum { SERVER = 1, PERIODS = 10, WORK_US = 6000, QUIET_MS = 400 };

static uint32_t nothing;

int main(void)
{
    const uint32_t slack_us = kernel_us();
    const uint32_t parts = parts_max(slack_us);
    // What has been used in pieces comes back in pieces: let all of the budget be there. Nothing is
    // printed behind that, since what the kernel does for the console, nobody pays.
    const bool is_quiet = bulkhead_sleep_ms(QUIET_MS) == 0;
    const struct turns own = turns_spin(UINT32_MAX, PERIODS * CLIENT_PERIOD_US, slack_us);
    check_value(is_quiet, "a sleep", 0);
    check_value(own.used_us <= PERIODS * CLIENT_BUDGET_US + slack_us, "no more than the budget",
                own.used_us);
    check_value(own.used_us >= (PERIODS - 1) * (CLIENT_BUDGET_US - slack_us), "hardly less than it",
                own.used_us);
    check_value(own.longest_us <= CLIENT_BUDGET_US + slack_us, "no turn longer than the budget",
                own.longest_us);
    check_value(own.breaks >= PERIODS - 1 && own.breaks <= PERIODS * parts + 1,
                "a turn in each period", own.breaks);

    const bool is_quiet_again = bulkhead_sleep_ms(QUIET_MS) == 0;
    const uint32_t start = time_us();
    struct bulkhead_ipc_registers call = {
        .capability = SERVER, .info = 2, .word = {WORK_US, slack_us}};
    BULKHEAD_IPC_TRAP(IPC_CALL, call, &nothing);
    const uint32_t passed = time_us() - start;
    check_value(is_quiet_again, "another sleep", 0);
    check_value(call.capability == 0, "a call to a passive server", call.capability);
    check_value(call.word[0] >= WORK_US && call.word[0] <= WORK_US + slack_us, "the server worked",
                call.word[0]);
    check_value(call.word[1] >= 2 && call.word[1] <= 4 * parts,
                "with breaks for the client's budget", call.word[1]);
    check_value(passed >= 2 * CLIENT_PERIOD_US - slack_us && passed <= 5 * CLIENT_PERIOD_US,
                "and took as many periods", passed);

    struct bulkhead_ipc_registers again = {.capability = SERVER, .info = 1};
    BULKHEAD_IPC_TRAP(IPC_CALL, again, &nothing);
    check_value(again.capability == 0, "another call", again.capability);
    return check_done("ipc_budget");
}
