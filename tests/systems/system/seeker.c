// SPDX-License-Identifier: Apache-2.0 OR MIT
// Seeks a service in every way that is wrong, and then goes on calling it, whatever becomes of the
// server. Comes in the place of the visitor.
#include <bulkhead/alarm.h>
#include <ipc.h>
#include <stdio.h>
#include <string.h>

enum { SLOT = 1, OTHER_SLOT = 4, PAUSE_MILLISECONDS = 20 };

static const char service[] = "sum";
static IPC_BUFFER_MEMORY(memory);

static uintptr_t connect_to(const char *name, uintptr_t length, uintptr_t slot)
{
    return ipc_capability_connect(name, length, slot);
}

static void refusals_check(void)
{
    static const char long_name[] = "sum sum sum sum sum sum sum sum s";
    const char *const kernel_memory = NULL;
    const struct {
        const char *name;
        uintptr_t length;
        uintptr_t slot;
        uintptr_t expected;
    } cases[] = {
        {service, 3, 0, ERROR_INVALID},              // the own entry
        {service, 3, OTHER_SLOT + 1, ERROR_INVALID}, // behind the table
        {service, 3, UINT32_MAX, ERROR_INVALID},
        {service, 2, SLOT, ERROR_NO_DEVICE},
        {service, 4, SLOT, ERROR_NO_DEVICE}, // with the zero behind it
        {service, 0, SLOT, ERROR_NO_DEVICE},
        {"summ", 4, SLOT, ERROR_NO_DEVICE},
        {"server", 6, SLOT, ERROR_NO_DEVICE}, // the domain has the service, it is none
        {long_name, 32, SLOT, ERROR_NO_DEVICE},
        {long_name, 33, SLOT, ERROR_INVALID},
        {service, UINT32_MAX, SLOT, ERROR_INVALID},
        {kernel_memory, 3, SLOT, ERROR_FAULT},
        {(const char *)UINTPTR_MAX, 3, SLOT, ERROR_FAULT},
        {service, 3, SLOT, ERROR_NONE},
        {service, 3, SLOT, ERROR_INVALID}, // it is in use now
        {service, 3, OTHER_SLOT, ERROR_NONE},
    };
    const unsigned count = sizeof cases / sizeof cases[0];
    for (unsigned i = 0; i < count; i++) {
        const uintptr_t status = connect_to(cases[i].name, cases[i].length, cases[i].slot);
        if (status != cases[i].expected) {
            printf("FAIL connect %u: %u\n", i, (unsigned)status);
        }
    }
    printf("seeker: %u ways tried\n", count);
}

/// No message without an answer, and no other badge.
static void rights_check(void)
{
    const uintptr_t sent = ipc_send(SLOT, ipc_info(0, 0)).status;
    const uintptr_t minted =
        ipc_capability_copy(SLOT, SLOT + 1, IPC_RIGHTS_COPIED, 7, IPC_KIND_CALL);
    printf("seeker: send %u, another badge %u\n", (unsigned)sent, (unsigned)minted);
}

static uintptr_t call_once(void)
{
    ipc_word_set(0, 1);
    return ipc_call(SLOT, ipc_info(0, 1)).status;
}

int main(void)
{
    (void)ipc_buffer_set(&memory);
    refusals_check();
    rights_check();
    uintptr_t former = UINTPTR_MAX;
    for (;;) {
        uintptr_t status = call_once();
        if (status != former) {
            printf("seeker: call %u\n", (unsigned)status);
            former = status;
        }
        if (status != ERROR_NONE) {
            (void)ipc_capability_drop(SLOT);
            while (connect_to(service, strlen(service), SLOT) == ERROR_PEER_DIED) {
                (void)bulkhead_sleep_ms(PAUSE_MILLISECONDS);
            }
        }
        (void)bulkhead_sleep_ms(PAUSE_MILLISECONDS);
    }
}
