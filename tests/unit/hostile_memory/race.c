// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "race.h"

#include <stdio.h>
#include <string.h>

#include "outcome.h"
#include "support.h"

enum { READS_MAX = 4096, KINDS = 2 };

static struct repeated_read *repeated;
static void (*settle)(void);

/// A byte that one execution reads, in the order of the first reads.
struct fetch {
    uint32_t address;
    unsigned execution;
    unsigned times;
    uint8_t was;
    uint8_t becomes;
    bool is_written; ///< by the kernel, in the present run
};

static struct {
    const struct contest *contest;
    struct arch_context *caller;
    uint32_t frame; ///< of the process that was interrupted; 0: none
    uint8_t frame_was[FRAME_BYTES];
    bool frame_is_written[FRAME_BYTES];
    struct fetch fetch[READS_MAX];
    unsigned fetches;
    unsigned first, end; ///< the fetches of the execution that is disturbed
    unsigned border;     ///< those before this one are old, those from it on new
    bool is_recording;
    bool is_racing;
} watch;

static unsigned long race_count;
static unsigned long fetch_count;
static unsigned contest_count;

// ---------------------------------------------------------------------------------------------
// A byte that is read twice

enum { MAPPED_BYTES = HOST_POOL_BYTES + HOST_IMAGES_BYTES };
static unsigned read_in[MAPPED_BYTES]; ///< execution in which a byte was read last
static unsigned execution_base;        ///< of the present run, so that each has a number of its own

static unsigned place_of(uintptr_t address)
{
    return (unsigned)(address >= HOST_POOL_START ? address - HOST_POOL_START
                                                 : HOST_POOL_BYTES + address - HOST_IMAGES_START);
}

static void twice_check(uintptr_t address)
{
    unsigned *last = &read_in[place_of(address)];
    const unsigned execution = execution_base + host.executions;
    if (*last == execution) {
        bool is_known = false;
        for (unsigned i = 0; repeated[i].what != NULL; i++) {
            if (repeated[i].is_it(watch.contest, address, watch.frame)) {
                repeated[i].is_needed = true;
                is_known = true;
            }
        }
        check_context("%s: byte at %#zx, frame at %#x", watch.contest->name, (size_t)address,
                      watch.frame);
        check(is_known && "each byte is read once in one execution");
    }
    *last = execution;
}

// ---------------------------------------------------------------------------------------------
// What happens at a read and at a write

/// Of the execution that is disturbed now, or null.
static struct fetch *fetch_find(uintptr_t address)
{
    for (unsigned i = watch.first; i < watch.end; i++) {
        if (watch.fetch[i].address == address) {
            return &watch.fetch[i];
        }
    }
    return NULL;
}

static void fetch_record(uintptr_t address, uint8_t value)
{
    struct fetch *fetch = fetch_find(address);
    if (fetch == NULL) {
        check(watch.fetches < READS_MAX);
        fetch = &watch.fetch[watch.fetches++];
        *fetch = (struct fetch){
            .address = (uint32_t)address, .execution = host.executions, .was = value};
        watch.end = watch.fetches;
    }
    fetch->times++;
}

/// Makes a byte what it becomes. What the kernel has written since is the kernel's, and stays.
static void fetch_change(const struct fetch *fetch)
{
    if (!fetch->is_written && fetch->times == 1) {
        *host_memory_at(fetch->address) = fetch->becomes;
    }
}

static void fetches_change(unsigned from)
{
    for (unsigned i = from; i < watch.end; i++) {
        fetch_change(&watch.fetch[i]);
    }
}

/// Is the execution going on that is to be disturbed?
static bool is_disturbed(void)
{
    return !watch.is_recording && watch.first < watch.end &&
           watch.fetch[watch.first].execution == host.executions;
}

static void read_seen(uintptr_t address, uint8_t *byte)
{
    twice_check(address);
    if (watch.is_recording) {
        fetch_record(address, *byte);
        return;
    }
    struct fetch *fetch = watch.is_racing && is_disturbed() ? fetch_find(address) : NULL;
    if (fetch != NULL) {
        fetch_change(fetch);
        // Behind the last of the old ones, all the others become new.
        if (watch.border > 0 && fetch == &watch.fetch[watch.border - 1]) {
            fetches_change(watch.border);
        }
    }
}

static void write_seen(uintptr_t address)
{
    struct fetch *fetch = watch.is_recording ? NULL : fetch_find(address);
    if (fetch != NULL) {
        fetch->is_written = true;
    }
    if (watch.frame != 0 && address - watch.frame < FRAME_BYTES) {
        watch.frame_is_written[address - watch.frame] = true;
    }
}

/// What was changed and not written by the kernel gets its old value.
static void changes_undo(void)
{
    for (unsigned i = watch.first; i < watch.end; i++) {
        if (!watch.fetch[i].is_written) {
            *host_memory_at(watch.fetch[i].address) = watch.fetch[i].was;
        }
    }
}

static void execution_seen(void)
{
    if (watch.is_recording) {
        if (watch.caller == NULL && host.current != NULL) {
            watch.caller = host.current;
            watch.frame = host.current->stack_pointer;
            for (unsigned i = 0; i < FRAME_BYTES; i++) {
                watch.frame_was[i] = *host_memory_at(watch.frame + i);
            }
        }
        watch.first = watch.fetches;
        watch.end = watch.fetches;
    } else if (is_disturbed()) {
        if (!watch.is_racing || watch.border == watch.first) {
            fetches_change(watch.border);
        }
    } else if (watch.fetch[watch.first].execution + 1 == host.executions) {
        changes_undo();
    }
}

// ---------------------------------------------------------------------------------------------
// A run

struct run {
    struct outcome at_once;
    struct outcome later;
};

/// The registers that the process got back from its frame are no outcome.
static void registers_undo(void)
{
    if (host.current == NULL || host.current != watch.caller ||
        host.current->stack_pointer != watch.frame) {
        return;
    }
    uint32_t *const word[FRAME_WORDS] = {&host.thread.r[0], &host.thread.r[1], &host.thread.r[2],
                                         &host.thread.r[3], &host.thread.r12,  &host.thread.lr,
                                         &host.thread.pc,   &host.thread.xpsr};
    for (unsigned i = 0; i < FRAME_BYTES; i++) {
        if (!watch.frame_is_written[i]) {
            ((uint8_t *)word[i / 4])[i % 4] = watch.frame_was[i];
        }
    }
}

static struct run run(const struct machine_copy *start)
{
    enum { EXECUTIONS_MAX = 10000 };
    machine_put_back(start);
    execution_base += EXECUTIONS_MAX;
    for (unsigned i = 0; i < watch.fetches; i++) {
        watch.fetch[i].is_written = false;
    }
    memset(watch.frame_is_written, 0, sizeof watch.frame_is_written);
    host.executions = 0;
    host.after_read = read_seen;
    host.after_write = write_seen;
    host.execution_begins = execution_seen;
    watch.contest->act();
    host.after_read = NULL;
    host.after_write = NULL;
    host.execution_begins = NULL;
    check(host.executions < EXECUTIONS_MAX);
    if (!watch.is_recording) {
        changes_undo();
        registers_undo();
    }
    machine_check();
    struct run result = {.at_once = outcome_now()};
    settle();
    machine_check();
    result.later = outcome_now();
    return result;
}

/// What each byte becomes: its complement or, in a frame, what the scenario says.
static void changes_choose(unsigned kind)
{
    for (unsigned i = 0; i < watch.fetches; i++) {
        struct fetch *fetch = &watch.fetch[i];
        const uint32_t offset = fetch->address - watch.frame;
        fetch->becomes = (uint8_t)~fetch->was;
        if (kind == 1 && watch.frame != 0 && offset < 16) {
            fetch->becomes = ((const uint8_t *)watch.contest->other)[offset];
        }
    }
}

static void execution_race(const struct machine_copy *start)
{
    for (unsigned i = watch.first; i <= watch.end; i++) {
        watch.border = i;
        check_context("%s: change behind byte %u of %u", watch.contest->name, i, watch.fetches);
        watch.is_racing = false;
        const struct run constant = run(start);
        watch.is_racing = true;
        const struct run racing = run(start);
        outcome_compare(&racing.at_once, &constant.at_once, watch.contest->name);
        outcome_compare(&racing.later, &constant.later, watch.contest->name);
        race_count++;
    }
}

static void contest_race(const struct machine_copy *start)
{
    watch.end = 0;
    while (watch.end < watch.fetches) {
        watch.first = watch.end;
        while (watch.end < watch.fetches &&
               watch.fetch[watch.end].execution == watch.fetch[watch.first].execution) {
            watch.end++;
        }
        execution_race(start);
    }
}

void race_open(struct repeated_read may_be_repeated[], void (*settling)(void))
{
    repeated = may_be_repeated;
    settle = settling;
}

void race(const struct contest *contest)
{
    check_context("%s", contest->name);
    watch.contest = contest;
    watch.fetches = 0;
    watch.caller = NULL;
    watch.frame = 0;
    struct machine_copy *start = machine_keep();
    watch.is_recording = true;
    (void)run(start);
    watch.is_recording = false;
    contest_count++;
    fetch_count += watch.fetches;
    for (unsigned kind = 0; kind < (contest->other != NULL ? KINDS : 1); kind++) {
        changes_choose(kind);
        contest_race(start);
    }
    machine_drop(start);
}

void race_close(void)
{
    for (unsigned i = 0; repeated[i].what != NULL; i++) {
        check_context("%s", repeated[i].what);
        check(repeated[i].is_needed && repeated[i].reason != NULL);
    }
    printf("counted: %u scenarios\n", contest_count);
    printf("counted: %lu bytes fetched\n", fetch_count);
    printf("counted: %lu changes between two reads\n", race_count);
    check(race_count > 1000);
}
