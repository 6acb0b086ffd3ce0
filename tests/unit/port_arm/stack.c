// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "stack.h"

#include <string.h>

uint8_t stack[STACK_BYTES];
unsigned stack_accesses;

static uint32_t open_end;

struct arch_context stack_prepare(void)
{
    memset(stack, 0xA5, sizeof stack);
    stack_accesses = 0;
    open_end = STACK_END;
    struct arch_context context = {.stack_pointer = STACK_START};
    port_context_bounds_set(&context, (struct range){STACK_START, STACK_END},
                            (struct range){0x10000, 0x11000});
    return context;
}

void stack_limit(uint32_t end)
{
    open_end = end;
}

struct exception_frame stack_frame(uint32_t address)
{
    struct exception_frame frame;
    memcpy(&frame, &stack[address - STACK_START], sizeof frame);
    return frame;
}

static uint8_t *stack_place(uintptr_t address, size_t bytes)
{
    stack_accesses++;
    return address >= STACK_START && address + bytes <= open_end ? &stack[address - STACK_START]
                                                                 : NULL;
}

size_t user_window_copy_in(void *to, uintptr_t from, size_t bytes)
{
    const uint8_t *place = stack_place(from, bytes);
    if (place == NULL) {
        return bytes;
    }
    memcpy(to, place, bytes);
    return 0;
}

size_t user_window_copy_out(uintptr_t to, const void *from, size_t bytes)
{
    uint8_t *place = stack_place(to, bytes);
    if (place == NULL) {
        return bytes;
    }
    memcpy(place, from, bytes);
    return 0;
}

bool arch_frame_upcall(uint32_t frame, uint32_t function, const uint32_t argument[4])
{
    (void)argument;
    uint8_t *place = stack_place(frame, sizeof(struct exception_frame));
    if (place == NULL) {
        return false;
    }
    memcpy(place, &function, sizeof function);
    return true;
}
