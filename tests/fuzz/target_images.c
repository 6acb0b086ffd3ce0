// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Fuzzes the loader: the input is what lies in the image memory. One byte before it chooses the
 * protection unit. What the loader makes processes of is run for a while.
 *
 * The checksum of a header would stop nearly every change at the first test, so the changes that
 * this target makes of inputs set most of them right again.
 */
#include <abi/system_call.h>
#include <abi/tbf.h>
#include <string.h>

#include "random.h"
#include "simulation.h"

enum { HEAD_BYTES = 1, OBJECTS_MAX = 16, BYTES_MAX = 8192 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t count, size_t count_max, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t count, size_t count_max);

static uint32_t word_at(const uint8_t *bytes)
{
    uint32_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/// The walk came to an end, and each process is of an image that says so itself.
static void processes_check(void)
{
    for (uint32_t i = 0; i < board.slot_count; i++) {
        const struct process *process = board.slots[i].process;
        if (process == NULL) {
            continue;
        }
        const uint8_t *header = host_memory_at(process->flash_start);
        const uint32_t header_bytes = word_at(header) >> 16;
        require((word_at(header) & 0xFFFF) == TBF_VERSION);
        require((word_at(header + TBF_OFFSET_FLAGS) & TBF_FLAG_ENABLED) != 0);
        require(process->flash_end - process->flash_start ==
                word_at(header + TBF_OFFSET_TOTAL_SIZE));
        require(process->app_start - process->flash_start >= header_bytes);
        uint32_t sum = 0;
        for (uint32_t offset = 0; offset < header_bytes; offset += sizeof sum) {
            sum ^= word_at(header + offset); // Its own checksum included, this is nothing.
        }
        require(sum == 0);
        // What runs is inside of the image.
        const uint32_t entry = process->entry & ~1u;
        require(process->app_start <= entry && entry < process->flash_end);
        require(process->permission_count <= 8 && process->writeable_region_count <= 8);
    }
}

static void body(struct input *input)
{
    simulation_unit_choose(input_byte(input));
    const size_t count = input->left < BYTES_MAX ? input->left : BYTES_MAX;
    memcpy(host_memory_at(HOST_IMAGES_START), input->bytes, count);
    simulation_boot();
    simulation_settle();
    processes_check();
    for (unsigned i = 0; i < 8 && simulation_wake(); i++) {
        simulation_call(SYSTEM_CALL_MEMOP, MEMOP_WRITEABLE_REGION_START + i % 2, i / 2, 0, 0);
        simulation_call(SYSTEM_CALL_COMMAND, i, 1, 0, 0);
        simulation_call(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
        simulation_work();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    simulation_run(body, bytes, count);
    return 0;
}

/// Sets the checksums of the objects right, one behind the other, as far as they are there.
static void checksums_set(uint8_t *bytes, size_t count)
{
    size_t start = 0;
    for (unsigned i = 0; i < OBJECTS_MAX && start + TBF_BASE_HEADER_BYTES <= count; i++) {
        uint8_t *header = bytes + start;
        const size_t header_bytes = word_at(header) >> 16;
        if (header_bytes < TBF_BASE_HEADER_BYTES || header_bytes > count - start) {
            return;
        }
        uint32_t sum = word_at(header + TBF_OFFSET_CHECKSUM);
        for (size_t offset = 0; offset + sizeof sum <= header_bytes; offset += sizeof sum) {
            sum ^= word_at(header + offset);
        }
        memcpy(header + TBF_OFFSET_CHECKSUM, &sum, sizeof sum);
        const uint32_t total_bytes = word_at(header + TBF_OFFSET_TOTAL_SIZE);
        if (total_bytes < header_bytes || total_bytes > count - start) {
            return;
        }
        start += total_bytes;
    }
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t count, size_t count_max, unsigned seed)
{
    struct random dice = random_from(seed);
    count = LLVMFuzzerMutate(bytes, count, count_max);
    if (count > HEAD_BYTES && !random_once_in(&dice, 8)) {
        checksums_set(bytes + HEAD_BYTES, count - HEAD_BYTES);
    }
    return count;
}
