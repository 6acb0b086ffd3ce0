// SPDX-License-Identifier: Apache-2.0 OR MIT
// The borrow check's texts.
#include "stop.h"

#include <ipc/buffer.h>

static _Noreturn void stop_unset(const struct ipc_place *place);
static _Noreturn void stop_in_use(uintptr_t state, uintptr_t since, const struct ipc_place *place,
                                  const char *remedy);
static void line_add_operation(struct ipc_line *line, const struct ipc_place *place);

const struct ipc_buffer_memory ipc_unset = {.state_ = UINTPTR_MAX};

__attribute__((weak)) const char *ipc_program_name(void)
{
    return "program";
}

void ipc_stop_in_use_(struct ipc_handle *buffer, const struct ipc_place *place)
{
    const struct ipc_buffer_memory *memory = ipc_memory_(buffer);
    if (memory == &ipc_unset) {
        stop_unset(place);
    }
    const char *remedy = "; end that view first";
    if (memory->state_ == IPC_VIEWS_MAX) {
        remedy = " by 255 views; end one first";
    }
    stop_in_use(memory->state_, memory->since_, place, remedy);
}

void ipc_read_again_(struct ipc_handle *buffer, const struct ipc_place *place)
{
    struct ipc_buffer_memory *memory = ipc_memory_(buffer);
    if (memory->state_ >= IPC_VIEWS_MAX) {
        ipc_stop_in_use_(buffer, place);
    }
    memory->state_ += 1;
}

void ipc_stop_call_(struct ipc_handle *buffer, const struct ipc_place *place)
{
    const struct ipc_buffer_memory *memory = ipc_memory_(buffer);
    if (memory == &ipc_unset) {
        stop_unset(place);
    }
    stop_in_use(memory->state_, memory->since_, place, "; end the view before the call");
}

void ipc_stop_index_(uintptr_t index, const struct ipc_place *place)
{
    struct ipc_line line;
    ipc_line_start(&line);
    ipc_line_add(&line, "no such word of a message: ");
    line_add_operation(&line, place);
    ipc_line_add(&line, " of word ");
    ipc_line_add_number(&line, index);
    ipc_line_stop(&line);
}

void ipc_stop_second_(const struct ipc_place *second, const struct ipc_place *first)
{
    struct ipc_line line;
    ipc_line_start(&line);
    ipc_line_add(&line, "second deferred operation in one entry point: ");
    line_add_operation(&line, second);
    ipc_line_add(&line, " after ");
    line_add_operation(&line, first);
    ipc_line_add(&line, "; there is room for one");
    ipc_line_stop(&line);
}

static void stop_unset(const struct ipc_place *place)
{
    struct ipc_line line;
    ipc_line_start(&line);
    ipc_line_add(&line, "ipc buffer not set (no ipc_buffer_set before ");
    ipc_line_add_place(&line, place);
    ipc_line_add(&line, ")");
    ipc_line_stop(&line);
}

static void stop_in_use(uintptr_t state, uintptr_t since, const struct ipc_place *place,
                        const char *remedy)
{
    struct ipc_line line;
    ipc_line_start(&line);
    ipc_line_add(&line, "ipc buffer in use: ");
    line_add_operation(&line, place);
    if (state <= IPC_VIEWS_MAX) {
        ipc_line_add(&line, " while already being read since ");
        ipc_line_add_place(&line, (const struct ipc_place *)since);
    } else {
        ipc_line_add(&line, " while written since ");
        ipc_line_add_place(&line, (const struct ipc_place *)state);
    }
    ipc_line_add(&line, remedy);
    ipc_line_stop(&line);
}

static void line_add_operation(struct ipc_line *line, const struct ipc_place *place)
{
    if (place != NULL && (uintptr_t)place % 2 == 0) {
        ipc_line_add(line, place->operation);
        ipc_line_add(line, " at ");
    }
    ipc_line_add_place(line, place);
}
