// SPDX-License-Identifier: Apache-2.0 OR MIT
// The gates of capsule.h for tests: processes, grants, buffers, time.
#include "fake_gates.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fake_board.h"

enum { GRANT_BYTES_MAX = 512, BUFFER_COUNT = 3, UPCALLS_MAX = 64, EVENTS_MAX = 16 };

struct fake_buffer {
    uint32_t lease; ///< number of the one lease on it; 0: none
    size_t length_bytes;
    uint8_t bytes[FAKE_BUFFER_BYTES_MAX];
};

struct fake_grant {
    bool is_allocated;
    bool is_entered;
    uint64_t state[GRANT_BYTES_MAX / sizeof(uint64_t)];
    uint64_t before_upcall[GRANT_BYTES_MAX / sizeof(uint64_t)];
};

struct fake_process {
    bool is_used;
    bool is_alive;
    bool is_ending;
    bool is_grant_refused;
    bool has_fault;
    struct process_information information;
    struct process_fault_report fault;
    struct fake_grant grant[FAKE_CAPSULE_COUNT];
    struct fake_buffer buffer[2][BUFFER_COUNT];
};

static struct fake_process processes[FAKE_SLOT_COUNT];
static uint64_t last_number;
static uint32_t last_lease;
static uint64_t time_ticks;
static struct fake_upcall upcalls[UPCALLS_MAX];
static size_t upcall_first;
static size_t upcall_count;
static struct kernel_event events[EVENTS_MAX];
static size_t event_count;
static uint32_t events_lost;

struct process_id fake_controlled;
int fake_control_action;
enum error fake_control_answer;

static struct fake_process *process_of_slot(uint32_t slot)
{
    return slot < FAKE_SLOT_COUNT && processes[slot].is_used ? &processes[slot] : NULL;
}

static struct fake_process *process_find(struct process_id id)
{
    for (size_t i = 0; i < FAKE_SLOT_COUNT; i++) {
        if (processes[i].is_used && process_id_equal(processes[i].information.id, id)) {
            return &processes[i];
        }
    }
    return NULL;
}

static struct fake_process *process_alive(struct process_id id)
{
    struct fake_process *process = process_find(id);
    return process != NULL && process->is_alive ? process : NULL;
}

// ---------------------------------------------------------------------------------------------
// For tests

void fake_processes_reset(void)
{
    for (uint32_t i = 0; i < FAKE_SLOT_COUNT; i++) {
        if (processes[i].is_alive) {
            fake_process_end(processes[i].information.id);
        }
        processes[i].is_used = false;
    }
    upcall_first = 0;
    upcall_count = 0;
    event_count = 0;
    events_lost = 0;
    fake_control_action = -1;
    fake_control_answer = ERROR_NONE;
}

struct process_id fake_process_start(const char *name)
{
    for (size_t i = 0; i < FAKE_SLOT_COUNT; i++) {
        struct fake_process *process = &processes[i];
        if (!process->is_used) {
            memset(process, 0, sizeof *process);
            process->is_used = true;
            process->is_alive = true;
            last_number++;
            process->information = (struct process_information){
                .id = {last_number},
                .state = PROCESS_SHOWN_YIELDED,
                .counters.last_call_class = 0xFF,
                .grants_defined = 4,
            };
            fake_process_name(process->information.id, name, strlen(name));
            return process->information.id;
        }
    }
    fail_msg("no free slot");
    return (struct process_id){0};
}

void fake_process_name(struct process_id process, const void *name, size_t length_bytes)
{
    struct process_information *information = fake_information(process);
    assert_true(length_bytes <= PROCESS_NAME_BYTES_MAX);
    memcpy(information->counters.name, name, length_bytes);
    information->counters.name_length_bytes = (uint8_t)length_bytes;
}

void fake_process_end(struct process_id id)
{
    struct fake_process *process = process_find(id);
    assert_non_null(process);
    process->is_alive = false;
    process->is_ending = true;
    process->information.state = PROCESS_SHOWN_TERMINATED;
    fake_process_ended(id);
    process->is_ending = false;
    for (size_t i = 0; i < FAKE_CAPSULE_COUNT; i++) {
        assert_false(process->grant[i].is_entered);
        process->grant[i].is_allocated = false;
    }
}

struct process_information *fake_information(struct process_id process)
{
    struct fake_process *found = process_find(process);
    assert_non_null(found);
    return &found->information;
}

struct process_fault_report *fake_fault(struct process_id process)
{
    struct fake_process *found = process_find(process);
    assert_non_null(found);
    found->has_fault = true;
    return &found->fault;
}

void fake_allow(struct process_id process, enum buffer_kind kind, uint32_t number,
                const void *bytes, size_t length_bytes)
{
    assert_true(number < BUFFER_COUNT && length_bytes <= FAKE_BUFFER_BYTES_MAX);
    struct fake_process *found = process_alive(process);
    assert_non_null(found);
    struct fake_buffer *buffer = &found->buffer[kind][number];
    buffer->lease = 0;
    buffer->length_bytes = length_bytes;
    memset(buffer->bytes, 0, sizeof buffer->bytes);
    if (bytes != NULL) {
        memcpy(buffer->bytes, bytes, length_bytes);
    }
}

const uint8_t *fake_buffer(struct process_id process, enum buffer_kind kind, uint32_t number)
{
    struct fake_process *found = process_find(process);
    assert_non_null(found);
    return found->buffer[kind][number].bytes;
}

void fake_grant_refuse(struct process_id process, bool is_refused)
{
    struct fake_process *found = process_find(process);
    assert_non_null(found);
    found->is_grant_refused = is_refused;
}

void fake_grant_renew(struct process_id process, size_t kept_bytes)
{
    struct fake_process *found = process_find(process);
    if (found != NULL) {
        struct fake_grant *grant = &found->grant[fake_capsule_calling()];
        memset((uint8_t *)grant->state + kept_bytes, 0, sizeof grant->state - kept_bytes);
    }
}

void fake_grant_before_upcall(struct process_id process)
{
    struct fake_grant *grant = &process_find(process)->grant[fake_capsule_calling()];
    memcpy(grant->state, grant->before_upcall, sizeof grant->state);
}

bool fake_grant_has(struct process_id process, const void *bytes, size_t length_bytes)
{
    const struct fake_process *found = process_find(process);
    for (size_t i = 0; i < FAKE_CAPSULE_COUNT; i++) {
        const uint8_t *state = (const uint8_t *)found->grant[i].state;
        for (size_t k = 0; k + length_bytes <= sizeof found->grant[i].state; k++) {
            if (found->grant[i].is_allocated && memcmp(state + k, bytes, length_bytes) == 0) {
                return true;
            }
        }
    }
    return false;
}

void fake_time_set(uint64_t now)
{
    time_ticks = now;
}

bool fake_upcall_take(struct fake_upcall *upcall)
{
    if (upcall_first == upcall_count) {
        return false;
    }
    *upcall = upcalls[upcall_first++];
    return true;
}

void fake_expect_upcall(uint32_t driver, struct process_id process, uint32_t number,
                        uint32_t argument0, uint32_t argument1, uint32_t argument2)
{
    struct fake_upcall upcall;
    if (!fake_upcall_take(&upcall)) {
        fail_msg("an upcall was expected, and there is none");
    }
    assert_int_equal(upcall.driver, driver);
    assert_int_equal(upcall.process, process.number);
    assert_int_equal(upcall.number, number);
    assert_int_equal(upcall.argument[0], argument0);
    assert_int_equal(upcall.argument[1], argument1);
    assert_int_equal(upcall.argument[2], argument2);
}

void fake_expect_no_upcall(void)
{
    assert_int_equal(upcall_first, upcall_count);
}

void fake_event(const struct kernel_event *event, uint32_t lost_count)
{
    if (event != NULL) {
        assert_true(event_count < EVENTS_MAX);
        events[event_count++] = *event;
    }
    events_lost += lost_count;
    fake_deferred_note(FAKE_PROCESS_CONSOLE);
}

void fake_expect_success(struct fake_answer answer)
{
    assert_int_equal(answer.count, 1);
    assert_int_equal(answer.word[0], VARIANT_SUCCESS);
}

void fake_expect_success_u32(struct fake_answer answer, uint32_t value)
{
    assert_int_equal(answer.count, 2);
    assert_int_equal(answer.word[0], VARIANT_SUCCESS_U32);
    assert_int_equal(answer.word[1], value);
}

void fake_expect_failure(struct fake_answer answer, enum error error)
{
    assert_int_equal(answer.count, 2);
    assert_int_equal(answer.word[0], VARIANT_FAILURE);
    assert_int_equal(answer.word[1], error);
}

// ---------------------------------------------------------------------------------------------
// Gates

static void answer(struct command *command, uint32_t count, uint32_t variant, uint32_t value0,
                   uint32_t value1)
{
    assert_int_equal(command->result_count, 0);
    command->result_count = count;
    command->result[0] = variant;
    command->result[1] = value0;
    command->result[2] = value1;
}

void command_success(struct command *command)
{
    answer(command, 1, VARIANT_SUCCESS, 0, 0);
}

void command_success_u32(struct command *command, uint32_t value)
{
    answer(command, 2, VARIANT_SUCCESS_U32, value, 0);
}

void command_success_u32_u32(struct command *command, uint32_t value0, uint32_t value1)
{
    answer(command, 3, VARIANT_SUCCESS_U32_U32, value0, value1);
}

void command_success_u64(struct command *command, uint64_t value)
{
    answer(command, 3, VARIANT_SUCCESS_U64, (uint32_t)value, (uint32_t)(value >> 32));
}

void command_failure(struct command *command, enum error error)
{
    assert_int_not_equal(error, ERROR_NONE);
    answer(command, 2, VARIANT_FAILURE, (uint32_t)error, 0);
}

void command_result(struct command *command, enum error error)
{
    if (error == ERROR_NONE) {
        command_success(command);
    } else {
        command_failure(command, error);
    }
}

UNANALYSED void grant_scope_open(struct grant_scope *scope, struct process_id id)
{
    *scope = (struct grant_scope){.process = id, .error = ERROR_STALE};
    struct fake_process *process = process_find(id);
    if (process == NULL || (!process->is_alive && !process->is_ending)) {
        return;
    }
    struct fake_grant *grant = &process->grant[fake_capsule_calling()];
    if (grant->is_entered) {
        scope->error = ERROR_BUSY;
        return;
    }
    if (!grant->is_allocated) {
        if (!process->is_alive || process->is_grant_refused) {
            scope->error = process->is_alive ? ERROR_NO_MEMORY : ERROR_STALE;
            return;
        }
        memset(grant->state, 0, sizeof grant->state);
        grant->is_allocated = true;
    }
    grant->is_entered = true;
    scope->error = ERROR_NONE;
    scope->state = grant->state;
}

UNANALYSED void grant_scope_close(struct grant_scope *scope)
{
    if (scope->error == ERROR_NONE) {
        process_find(scope->process)->grant[fake_capsule_calling()].is_entered = false;
    }
}

bool grant_next_process(struct process_id *id)
{
    struct fake_process *next = NULL;
    for (size_t i = 0; i < FAKE_SLOT_COUNT; i++) {
        struct fake_process *process = &processes[i];
        if (process->is_used && process->is_alive &&
            process->grant[fake_capsule_calling()].is_allocated &&
            process->information.id.number > id->number &&
            (next == NULL || process->information.id.number < next->information.id.number)) {
            next = process;
        }
    }
    if (next != NULL) {
        *id = next->information.id;
    }
    return next != NULL;
}

void lease_take(struct process_id id, enum buffer_kind kind, uint32_t number, uint32_t limit_bytes,
                struct lease *lease)
{
    assert_true(number < BUFFER_COUNT);
    struct fake_process *process = process_alive(id);
    *lease = (struct lease){.left_bytes_ = 0};
    if (process != NULL) {
        struct fake_buffer *buffer = &process->buffer[kind][number];
        buffer->lease = ++last_lease;
        lease->number_.count = buffer->lease;
        lease->left_bytes_ =
            buffer->length_bytes < limit_bytes ? (uint32_t)buffer->length_bytes : limit_bytes;
    }
}

/// The buffer that a lease is on, and its kind. Null: the lease has ended.
static struct fake_buffer *buffer_leased(uint32_t lease, int *kind)
{
    for (size_t i = 0; i < FAKE_SLOT_COUNT && lease != 0; i++) {
        for (size_t j = 0; j < BUFFER_COUNT && processes[i].is_alive; j++) {
            for (*kind = BUFFER_READ_ONLY; *kind <= BUFFER_READ_WRITE; (*kind)++) {
                if (processes[i].buffer[*kind][j].lease == lease) {
                    return &processes[i].buffer[*kind][j];
                }
            }
        }
    }
    return NULL;
}

enum error lease_copy_(struct lease *lease, void *to, const void *from, size_t bytes)
{
    int kind;
    struct fake_buffer *buffer = buffer_leased(lease->number_.count, &kind);
    assert_true((to != NULL) != (from != NULL) && bytes <= LEASE_COPY_BYTES_MAX);
    if (to != NULL) {
        memset(to, 0, bytes);
    }
    if (buffer == NULL) {
        lease->left_bytes_ = 0;
        return ERROR_STALE;
    }
    size_t count = lease->left_bytes_ < bytes ? lease->left_bytes_ : bytes;
    assert_true(lease->done_bytes_ + lease->left_bytes_ <= buffer->length_bytes);
    if (to != NULL) {
        memcpy(to, buffer->bytes + lease->done_bytes_, count);
    } else {
        assert_int_equal(kind, BUFFER_READ_WRITE);
        memcpy(buffer->bytes + lease->done_bytes_, from, count);
    }
    lease->done_bytes_ += (uint32_t)count;
    lease->left_bytes_ -= (uint32_t)count;
    return ERROR_NONE;
}

enum error upcall_schedule(struct process_id process, uint32_t number, uint32_t argument0,
                           uint32_t argument1, uint32_t argument2)
{
    struct fake_process *found = process_alive(process);
    if (found == NULL) {
        return ERROR_STALE;
    }
    struct fake_grant *grant = &found->grant[fake_capsule_calling()];
    memcpy(grant->before_upcall, grant->state, sizeof grant->state);
    if (upcall_count == UPCALLS_MAX) {
        // What has been looked at makes room.
        memmove(upcalls, upcalls + upcall_first, (upcall_count - upcall_first) * sizeof upcalls[0]);
        upcall_count -= upcall_first;
        upcall_first = 0;
    }
    assert_true(upcall_count < UPCALLS_MAX);
    upcalls[upcall_count++] = (struct fake_upcall){
        .driver = fake_driver_calling(),
        .process = process.number,
        .number = number,
        .argument = {argument0, argument1, argument2},
    };
    return ERROR_NONE;
}

uint64_t time_now(void)
{
    return time_ticks;
}

uint32_t time_hz(void)
{
    return FAKE_HZ;
}

enum error process_describe(uint32_t slot, struct process_information *information)
{
    const struct fake_process *process = process_of_slot(slot);
    if (process == NULL) {
        return slot < FAKE_SLOT_COUNT ? ERROR_NO_DEVICE : ERROR_INVALID;
    }
    *information = process->information;
    return ERROR_NONE;
}

enum error process_control(struct process_id process, enum process_action action)
{
    fake_controlled = process;
    fake_control_action = (int)action;
    return fake_control_answer;
}

enum error process_fault_describe(uint32_t slot, struct process_fault_report *report)
{
    const struct fake_process *process = process_of_slot(slot);
    if (process == NULL || !process->has_fault) {
        return ERROR_NO_DEVICE;
    }
    *report = process->fault;
    return ERROR_NONE;
}

uint32_t fake_register_count;

bool process_register_describe(uint32_t slot, uint32_t index, struct process_register *shown)
{
    static const char names[][5] = {"pc", "ra", "s10", "t0", "long", "a0"};
    const struct fake_process *process = process_of_slot(slot);
    if (process == NULL || !process->has_fault || index >= fake_register_count) {
        return false;
    }
    *shown = (struct process_register){.name = names[index], .value = 0x1000 + index};
    return true;
}

struct process_id fake_fault_reported;

void process_fault_reported(struct process_id process)
{
    fake_fault_reported = process;
}

bool process_region_describe(uint32_t slot, uint32_t index, struct process_region *region)
{
    const struct fake_process *process = process_of_slot(slot);
    if (process == NULL || index > 1) {
        return false;
    }
    const struct process_information *information = &process->information;
    *region = index == 0
                  ? (struct process_region){information->bounds[PROCESS_FLASH_START],
                                            information->bounds[PROCESS_FLASH_END], false, true}
                  : (struct process_region){information->bounds[PROCESS_MEMORY_START],
                                            information->bounds[PROCESS_APP_BREAK], true, false};
    return true;
}

enum error process_grant_describe(uint32_t slot, uint32_t index, struct process_grant *grant)
{
    if (process_of_slot(slot) == NULL || index > 1) {
        return ERROR_NO_DEVICE;
    }
    *grant = (struct process_grant){.driver = index, .address = index == 1 ? 0x20013E00 : 0};
    return ERROR_NONE;
}

bool kernel_event_take(struct kernel_event *event, uint32_t *lost_count)
{
    *lost_count = events_lost;
    events_lost = 0;
    if (event_count == 0) {
        return false;
    }
    *event = events[0];
    event_count--;
    memmove(events, events + 1, event_count * sizeof events[0]);
    return true;
}

void kernel_describe(struct kernel_information *information)
{
    *information = (struct kernel_information){
        .version = "2.3",
        .board = "test board",
        .policy = "policy: everything is open",
        .ranges = {[KERNEL_TEXT] = {0x0, 0x7000},
                   [KERNEL_MEMORY] = {0x20000000, 0x20001000},
                   [KERNEL_STACK] = {0x20000000, 0x20000800},
                   [KERNEL_POOL] = {0x20010000, 0x20040000}},
        .pool_used_bytes = 4096,
        .process_slots = FAKE_SLOT_COUNT,
        .capsules_failed = 1,
        .last_panic = "requested\x1B[2J",
    };
}
