// SPDX-License-Identifier: Apache-2.0 OR MIT
// The programs of the simulated machine, and the values that inputs name. See operations.h.
#include <abi/ipc.h>
#include <abi/tbf.h>

#include "machine.h"
#include "operations.h"
#include "simulation.h"

#define NAME(name, ...) BASE_##name,
enum base { BASES(NAME) BASE_COUNT };
#undef NAME

enum { BUFFERS_OFFSET = 64, IMAGE_BYTES = 1024 };

void simulation_install(void)
{
    uint32_t next = image_install("one", 6000) + IMAGE_BYTES;
    struct tbf tbf = tbf_new(IMAGE_BYTES);
    tbf_program(&tbf, 0x41, 0, 4096, IMAGE_BYTES);
    tbf_name(&tbf, "two");
    tbf_kernel_version(&tbf, 2, 3);
    tbf_words(&tbf, TBF_TYPE_WRITEABLE_REGIONS, (const uint32_t[]){512, 128}, 2);
    tbf_finish(&tbf);
    next = tbf_install(&tbf, next);
    tbf = tbf_new(IMAGE_BYTES);
    tbf_main(&tbf, 0x41, 0, 2048);
    tbf_name(&tbf, "three");
    tbf_finish(&tbf);
    (void)tbf_install(&tbf, next);
}

struct process *simulation_beside(const struct process *process)
{
    uint32_t slot = process->slot;
    do {
        slot = (slot + 1) % board.slot_count;
    } while (board.slots[slot].process == NULL);
    return board.slots[slot].process;
}

uint32_t simulation_value(uint8_t base, int8_t offset, uint32_t first)
{
    const struct process *process = simulation_running();
    const struct process *other = simulation_beside(process);
    const uint32_t distance = (uint32_t)(int32_t)offset;
    switch ((enum base)(base % BASE_COUNT)) {
    case BASE_MEMORY:
        return (uint32_t)process->memory_start + distance;
    case BASE_BUFFER:
        return (uint32_t)process->memory_start + BUFFERS_OFFSET + 4u * (uint8_t)offset;
    case BASE_BREAK:
        return (uint32_t)process->app_break + distance;
    case BASE_EXPOSED:
        return (uint32_t)process->exposed_end + distance;
    case BASE_KERNEL_BREAK:
        return (uint32_t)process->kernel_break + distance;
    case BASE_MEMORY_END:
        return (uint32_t)process->memory_end + distance;
    case BASE_ALLOW_MARK:
        return (uint32_t)process->allow_mark + distance;
    case BASE_STACK:
        return host.thread.sp + distance;
    case BASE_IMAGE:
        return process->flash_start + distance;
    case BASE_CODE:
        return process->app_start + distance;
    case BASE_IMAGE_END:
        return process->flash_end + distance;
    case BASE_ROOM:
        return (uint32_t)process->app_break - first + distance;
    case BASE_IMAGE_ROOM:
        return process->flash_end - first + distance;
    case BASE_OTHER_MEMORY:
        return (uint32_t)other->memory_start + distance;
    case BASE_OTHER_BREAK:
        return (uint32_t)other->app_break + distance;
    case BASE_OTHER_END:
        return (uint32_t)other->memory_end + distance;
    case BASE_OTHER_IMAGE:
        return other->flash_start + distance;
    case BASE_KERNEL:
        return 0x20000000u + distance;
    case BASE_DEVICES:
        return 0xE000ED90u + distance;
    case BASE_TOP_HALF:
        return 0x80000000u + distance;
    case BASE_NOW:
        return (uint32_t)host.time + distance;
    case BASE_HUNDREDS:
        return 100u * distance;
    case BASE_PAGES:
        return distance << 24;
    case BASE_IPC_BUFFER:
        return (((uint32_t)process->memory_start + IPC_BUFFER_ALIGNMENT - 1) &
                ~(uint32_t)(IPC_BUFFER_ALIGNMENT - 1)) +
               distance;
    case BASE_SMALL:
    case BASE_COUNT:
        break;
    }
    return distance;
}
