// SPDX-License-Identifier: Apache-2.0 OR MIT
// The kernel's side of the protection domain, its console, and its crash.
#include "fake_system.h"

#include <bulkhead/console.h>
#include <deferred.h>
#include <indices.h>
#include <run.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct {
    uint8_t kind;
    uint8_t channel;
    uint64_t badge;
} table[] = {
    [INDEX_NOTIFY_0] = {IPC_KIND_NOTIFY, 0, 1},
    [INDEX_CALL_0] = {IPC_KIND_CALL, 0, IPC_BADGE_CALL},
    [INDEX_NOTIFY_61] = {IPC_KIND_NOTIFY, 61, 2},
    [INDEX_CALL_61] = {IPC_KIND_CALL, 61, IPC_BADGE_CALL | 1},
    [INDEX_NOTIFY_31] = {IPC_KIND_NOTIFY, 31, 4},
    [INDEX_IRQ_3] = {IPC_KIND_IRQ, 0, 1u << 3},
    [INDEX_IRQ_40] = {IPC_KIND_IRQ, 0, 1ull << 40},
    [INDEX_CHILD_1] = {IPC_KIND_CHILD, 1, 0},
    [INDEX_CHILD_2] = {IPC_KIND_CHILD, 2, 0},
    [INDEX_CALL_29] = {IPC_KIND_CALL, 29, IPC_BADGE_CALL | 2},
    [INDEX_DEBUG] = {IPC_KIND_DEBUG, 0, 0},
    [INDEX_SLOT] = {IPC_KIND_NONE, 0, 0},
    [INDEX_SLOT + 1] = {IPC_KIND_NONE, 0, 0},
};

static const struct fake_event *events;
static size_t event_count;
struct bulkhead_ipc_registers fake_result;
char fake_output[1024];
unsigned fake_upcall_runs;

static void query_answer(struct bulkhead_ipc_registers *registers)
{
    uintptr_t index = registers->capability;
    *registers = (struct bulkhead_ipc_registers){.capability = ERROR_INVALID};
    if (index < sizeof(table) / sizeof(table[0])) {
        registers->capability = ERROR_NONE;
        registers->word[0] = table[index].kind | (uintptr_t)table[index].channel << 24;
        registers->word[1] = (uint32_t)table[index].badge;
        registers->word[2] = table[index].badge >> 32;
    }
}

static void system_answer(unsigned class, struct bulkhead_ipc_registers *registers, void *buffer)
{
    (void)buffer;
    switch (class) {
    case IPC_RECEIVE:
    case IPC_REPLY_RECEIVE:
    case IPC_SEND_RECEIVE:
        if (event_count == 0) {
            longjmp(fake_end, 1);
        }
        *registers = events->out;
        events++;
        event_count--;
        break;
    case IPC_CAPABILITY:
        query_answer(registers);
        break;
    default:
        *registers = class == IPC_BUFFER_SET ? (struct bulkhead_ipc_registers){0} : fake_result;
    }
}

void fake_system_run(const struct fake_event *list, size_t count)
{
    events = list;
    event_count = count;
    fake_reset();
    fake_output_clear();
    memset(&fake_result, 0, sizeof(fake_result));
    fake_upcall_runs = 0;
    // As when a program starts.
    memset(&microkit_indices, 0, sizeof(microkit_indices));
    (void)deferred_take();
    fake_answer = system_answer;
    assert_true(ENDS(microkit_run()));
}

void fake_output_clear(void)
{
    fake_output[0] = '\0';
}

int fake_fputc(int character, FILE *stream)
{
    assert_ptr_equal(stream, stdout);
    size_t length = strlen(fake_output);
    assert_true(length + 1 < sizeof(fake_output));
    fake_output[length] = (char)character;
    fake_output[length + 1] = '\0';
    return character;
}

void bulkhead_console_flush(void)
{
}

void microkit_upcalls_run(void)
{
    fake_upcall_runs += 1;
}

void microkit_internal_crash(seL4_Error err)
{
    assert_true(fake_is_caught);
    snprintf(fake_line, sizeof(fake_line), "crash %d", err);
    longjmp(fake_end, 1);
}
