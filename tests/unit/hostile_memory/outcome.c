// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "outcome.h"

#include <string.h>

#include "support.h"

uint64_t digest(uint64_t start, const void *bytes, size_t count)
{
    // A multiplication for each word; what a run changes by accident is not out to deceive.
    enum { SHIFT = 29 };
    const uint8_t *byte = bytes;
    uint64_t sum = start + count;
    for (size_t i = 0; i < count; i += sizeof(uint64_t)) {
        uint64_t word = 0;
        memcpy(&word, byte + i, count - i < sizeof word ? count - i : sizeof word);
        sum = (sum ^ word) * 0x9E3779B97F4A7C15u;
        sum ^= sum >> SHIFT;
    }
    return sum;
}

static uint64_t board_digest(void)
{
    uint64_t sum = digest(0, test_board.capsule_status,
                          test_board.capsule_count * sizeof *test_board.capsule_status);
    sum = digest(sum, &host.loaded, sizeof host.loaded);
    sum = digest(sum, &host.alarm_at, sizeof host.alarm_at);
    const bool flags[] = {host.has_alarm, host.is_tick_running, host.is_work_pending,
                          host.has_fault};
    return outcome_board(digest(sum, flags, sizeof flags));
}

struct outcome outcome_now(void)
{
    struct outcome outcome;
    memset(&outcome, 0, sizeof outcome);
    const struct process *running = process_running();
    outcome.running = running == NULL ? -1 : running->slot;
    if (running != NULL) {
        outcome.thread = host.thread;
    }
    for (unsigned i = 0; i < test_board.slot_count; i++) {
        const struct process *process = test_slots[i].process;
        if (process == NULL) {
            continue;
        }
        outcome.memory[i] = digest(0, host_memory_at(process->memory_start),
                                   process->kernel_break - process->memory_start);
        outcome.records[i] = digest(0, host_memory_at(process->kernel_break),
                                    process->memory_end - process->kernel_break);
    }
    outcome.images = digest(0, host_memory_at(HOST_IMAGES_START), 0x4000);
    outcome.output = outcome_output();
    outcome.board = board_digest();
    return outcome;
}

void outcome_compare(const struct outcome *is, const struct outcome *should, const char *when)
{
    if (memcmp(is, should, sizeof *is) == 0) {
        return;
    }
    check_context("%s", when);
    check_equal(is->running, should->running);
    const uint32_t *word = (const uint32_t *)(const void *)&is->thread;
    const uint32_t *other = (const uint32_t *)(const void *)&should->thread;
    for (size_t i = 0; i < sizeof is->thread / sizeof *word; i++) {
        check_equal(word[i], other[i]);
    }
    for (unsigned i = 0; i < TEST_SLOTS_MAX; i++) {
        check_equal(is->records[i], should->records[i]);
        check_equal(is->memory[i], should->memory[i]);
    }
    check_equal(is->images, should->images);
    check_equal(is->output, should->output);
    check_equal(is->board, should->board);
    check(false);
}
