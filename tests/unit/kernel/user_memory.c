// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "user_memory.h"

struct process *process;

void user_memory_boot(void)
{
    machine_boot_two();
    program_grow(4000);
    process = process_in(0);
}

struct user_range range_at(uintptr_t address, size_t bytes)
{
    return user_range_from_words(address, bytes);
}

uint8_t kernel_bytes[USER_COPY_BYTES_MAX + 64];

void pattern_put(uintptr_t address, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        *host_memory_at(address + i) = (uint8_t)(i * 7 + 3);
    }
}
