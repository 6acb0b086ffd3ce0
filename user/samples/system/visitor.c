// SPDX-License-Identifier: Apache-2.0 OR MIT
// A program like all others, with drivers and a main(), that seeks a service of a protection domain
// by its name. user/samples/system holds systems in which it may have it.
#include <ipc.h>
#include <stdio.h>
#include <string.h>

enum { SLOT = 1, CALLS = 3 };

static const char service[] = "sum";
static IPC_BUFFER_MEMORY(memory);

int main(void)
{
    (void)ipc_buffer_set(&memory);
    const uintptr_t status = ipc_capability_connect(service, strlen(service), SLOT);
    if (status != ERROR_NONE) {
        printf("visitor: no way to '%s': error %u\n", service, (unsigned)status);
        return 0;
    }
    for (unsigned i = 1; i <= CALLS; i++) {
        ipc_word_set(0, i);
        const struct ipc_result result = ipc_call(SLOT, ipc_info(0, 1));
        if (result.status != ERROR_NONE) {
            printf("visitor: call %u: error %u\n", i, (unsigned)result.status);
            return 0;
        }
        printf("visitor: call %u: known as %u\n", i, (unsigned)ipc_word_get(0));
    }
    return 0;
}
