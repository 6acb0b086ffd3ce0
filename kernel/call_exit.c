// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "system_call.h"

#include <abi/system_call.h>

#include "event.h"

int call_exit(struct process *process, uint32_t word[4])
{
    if (word[0] != EXIT_TERMINATE && word[0] != EXIT_RESTART) {
        return call_failure(word, ERROR_NO_SUPPORT);
    }
    const bool restarts = word[0] == EXIT_RESTART;
    process->counters.has_completion_code = true;
    process_end(process, PROCESS_TERMINATED);
    if (restarts) {
        process_restart_request(process);
    } else {
        event_add(EVENT_PROCESS_EXITED, process->slot, NULL, 0);
    }
    return KERNEL_CALL_GONE;
}
