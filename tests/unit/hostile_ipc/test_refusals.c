// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Each access to memory of either partner of an IPC call fails, at each byte.
 *
 * Each scenario runs once undisturbed, and its accesses are counted. Then it runs again for each of
 * them and each way of failing. Afterwards memory is as sound as before, and what must hold is
 * looked at: invariants of queues, reply slots, time; capabilities are those of before or of the
 * undisturbed run; who waits, waits for somebody who lives; results are those of the undisturbed
 * run, a message that was cut and says so, or an error. Then all programs end and begin anew, one
 * after the other: nobody is left behind, and calls work between all of them.
 */
#include <stdio.h>
#include <string.h>

#include "ipc_scenario.h"
#include "machine_keep.h"
#include "pool.h"
#include "refusals.h"

enum {
    ENTRIES_MAX = 16,
    LENGTH_MASK = (1 << IPC_LENGTH_BITS) - 1,
    LIFE_ROUNDS_MAX = 100,
    STATUS_NONE = 0xFFFF, ///< it has no results
};

/// What a run leaves of a program, for comparison.
struct remains {
    uint8_t state;
    bool has_faulted;
    uint32_t life;
    struct port_message results; ///< capability: STATUS_NONE where there are none
    struct capability table[ENTRIES_MAX];
    struct ipc_buffer buffer;
};

static struct {
    const struct ipc_scenario *scenario;
    struct remains before[PROGRAMS];
    struct remains undisturbed[PROGRAMS];
} trial;

static unsigned long cut_count;
static unsigned long sends_cut_count;
static unsigned long error_count;
static unsigned long told_count;
static unsigned long fault_count;

// ---------------------------------------------------------------------------------------------
// What is refused together

static int owner_of(uintptr_t address)
{
    for (unsigned row = 0; row < PROGRAMS; row++) {
        const struct process *process = process_in(row);
        if (process->memory_start <= address && address < process->memory_end) {
            return (int)row;
        }
    }
    return -1;
}

static bool are_of_one_program(uintptr_t address, uintptr_t failing)
{
    return owner_of(address) == owner_of(failing);
}

// ---------------------------------------------------------------------------------------------
// What must hold at once

static struct remains remains_of(unsigned row)
{
    struct remains remains;
    memset(&remains, 0, sizeof remains);
    const struct process *process = process_in(row);
    const struct ipc *ipc = ipc_of(row);
    remains.state = ipc->state;
    remains.has_faulted = process->has_fault;
    remains.life = (uint32_t)process->id.number;
    remains.results.capability = STATUS_NONE;
    if (process_running() == process) {
        remains.results = host_ipc_results();
    } else if (ipc->state == IPC_DONE) {
        remains.results = ipc->message;
    }
    check(ipc->capability_count <= ENTRIES_MAX);
    memcpy(remains.table, ipc->table, ipc->capability_count * sizeof ipc->table[0]);
    memcpy(&remains.buffer, buffer_of(row), sizeof remains.buffer);
    return remains;
}

static bool is_same_entry(const struct capability *is, const struct capability *should)
{
    return is->kind == should->kind && is->rights == should->rights &&
           is->target == should->target && is->badge == should->badge;
}

/// Nothing is given that was not meant for this place, and nothing is lost.
static void entries_check(unsigned row, const struct remains *is)
{
    const struct remains *before = &trial.before[row];
    const struct remains *undisturbed = &trial.undisturbed[row];
    for (unsigned i = 0; i < ENTRIES_MAX; i++) {
        const struct capability *entry = &is->table[i];
        const bool is_forgotten = is->life != before->life || is->has_faulted;
        check(is_same_entry(entry, &undisturbed->table[i]) ||
              is_same_entry(entry, &before->table[i]) ||
              (is_forgotten && entry->kind == IPC_KIND_NONE) ||
              // It names its target by its row until it is used.
              entry->is_row != before->table[i].is_row);
    }
}

/// A byte of a buffer is the old one, or the one that should have come.
static void buffer_check(unsigned row, const struct remains *is)
{
    const uint8_t *old = (const uint8_t *)&trial.before[row].buffer;
    const uint8_t *new = (const uint8_t *)&trial.undisturbed[row].buffer;
    const uint8_t *byte = (const uint8_t *)&is->buffer;
    // Of a fault: fault_check() looks at those that are claimed.
    const bool is_told = (badge_of(trial.undisturbed[row].results) & IPC_BADGE_FAULT) != 0;
    for (size_t i = 0; i < sizeof is->buffer && is->life == trial.before[row].life; i++) {
        check(byte[i] == old[i] || byte[i] == new[i] || is_told);
    }
}

/// What the results say is in the buffer has come there.
static void claims_check(const struct remains *is, const struct remains *should)
{
    for (uint32_t i = IPC_REGISTER_WORDS; i < (is->results.info & LENGTH_MASK); i++) {
        check_equal(is->buffer.word[i], should->buffer.word[i]);
    }
    for (uint32_t i = 0; i < IPC_EXTRA_CAPS_MAX; i++) {
        if ((is->results.info >> (IPC_UNWRAPPED_SHIFT + i) & 1) != 0) {
            check_equal(is->buffer.capability[i], should->buffer.capability[i]);
        }
    }
}

/// A message that was cut: the same one, up to there.
static void cut_check(const struct remains *is, const struct remains *should)
{
    const uint32_t length = is->results.info & LENGTH_MASK;
    const uint32_t whole = should->results.info & LENGTH_MASK;
    check(should->results.capability == 0 || should->results.capability == ERROR_TRUNCATED);
    check(length <= whole);
    check_equal(is->results.info >> IPC_LABEL_SHIFT, should->results.info >> IPC_LABEL_SHIFT);
    check_equal(badge_of(is->results), badge_of(should->results));
    for (uint32_t i = 0; i < IPC_REGISTER_WORDS; i++) {
        check_equal(is->results.word[i], i < length ? should->results.word[i] : 0);
    }
    const uint32_t passed = is->results.info >> IPC_EXTRA_CAPS_SHIFT & IPC_EXTRA_CAPS_MAX;
    check(passed <= (should->results.info >> IPC_EXTRA_CAPS_SHIFT & IPC_EXTRA_CAPS_MAX));
    cut_count++;
}

/// What cannot be read of the registers of a child is told as 0.
static bool is_told_of(uint32_t is, uint32_t should)
{
    bool is_told = true;
    for (unsigned shift = 0; shift < 32; shift += 8) {
        const uint32_t byte = is >> shift & 0xFF;
        is_told = is_told && (byte == 0 || byte == (should >> shift & 0xFF));
    }
    return is_told;
}

/// The kernel's message about a fault.
static void fault_check(const struct remains *is, const struct remains *should)
{
    const uint32_t length = is->results.info & LENGTH_MASK;
    const uint32_t whole = should->results.info & LENGTH_MASK;
    check_equal(badge_of(is->results), badge_of(should->results));
    told_count++;
    if (is->results.info >> IPC_LABEL_SHIFT != should->results.info >> IPC_LABEL_SHIFT) {
        // The frame of its call was refused, and that is the fault.
        check_equal(is->results.info >> IPC_LABEL_SHIFT, IPC_LABEL_EXCEPTION);
        check_equal(owner_of(refusals_address()), CHILD);
        return;
    }
    check(length <= whole);
    check_equal(is->results.capability, length == whole ? 0 : ERROR_TRUNCATED);
    for (uint32_t i = 0; i < length; i++) {
        check(i < IPC_REGISTER_WORDS ? is_told_of(is->results.word[i], should->results.word[i])
                                     : is_told_of(is->buffer.word[i], should->buffer.word[i]));
    }
}

static void results_check(const struct remains *is, const struct remains *should)
{
    const struct port_message *results = &is->results;
    if (results->capability == STATUS_NONE || should->results.capability == STATUS_NONE) {
        return;
    }
    if ((badge_of(should->results) & IPC_BADGE_FAULT) != 0 && results->info != 0 &&
        results->info != INFO(IPC_LABEL_PEER_DIED, 0, 0)) {
        fault_check(is, should);
        return;
    }
    if (results->capability == 0 || results->capability == ERROR_TRUNCATED) {
        claims_check(is, should);
    }
    if (memcmp(results, &should->results, sizeof *results) == 0) {
        return;
    }
    if (results->capability == ERROR_TRUNCATED && should->results.info != 0) {
        cut_check(is, should);
        return;
    }
    if (results->info == INFO(IPC_LABEL_PEER_DIED, 0, 0)) {
        check(badge_of(*results) == IPC_BADGE_FAULT && process_in(CLIENT)->has_fault);
        return;
    }
    // An error, or that a message of one's own was cut: nothing else is told.
    check(results->capability == ERROR_FAULT || results->capability == ERROR_TRUNCATED ||
          results->capability == ERROR_PEER_DIED || results->capability == ERROR_WOULD_BLOCK);
    check((results->info | results->word[0] | results->word[1] | results->word[2] |
           results->word[3] | results->window | results->reply_slot) == 0);
    error_count++;
}

/// Who waits for somebody, waits for one that lives and can still serve it.
static void waits_check(void)
{
    for (unsigned row = 0; row < PROGRAMS; row++) {
        const struct ipc *ipc = ipc_of(row);
        check(ipc->partner == NULL || process_is_alive(ipc->partner->process));
        check(ipc->state != IPC_REVOKING);
        check(ipc->state != IPC_FAULT_STOPPED || row == CHILD);
    }
}

/// Who sends one way is told that something was cut if the receiver is.
static void sender_check(void)
{
    const bool is_send =
        trial.scenario->call.capability != 0 &&
        (trial.scenario->class == IPC_SEND || trial.scenario->class == IPC_SEND_POLL);
    const struct remains client = remains_of(CLIENT);
    const struct remains server = remains_of(SERVER);
    if (is_send && !client.has_faulted && client.results.capability != STATUS_NONE &&
        client.results.capability != ERROR_FAULT && server.results.capability != STATUS_NONE) {
        check_equal(client.results.capability, server.results.capability);
        sends_cut_count += client.results.capability == ERROR_TRUNCATED;
    }
}

static void trial_check(void)
{
    ipc_check();
    sender_check();
    unsigned faulted = 0;
    for (unsigned row = 0; row < PROGRAMS; row++) {
        const struct remains is = remains_of(row);
        const struct remains *should = &trial.undisturbed[row];
        entries_check(row, &is);
        buffer_check(row, &is);
        if (is.life == trial.before[row].life && process_is_alive(process_in(row))) {
            results_check(&is, should);
        }
        const bool was_faulting =
            trial.before[row].state == IPC_FAULTING || trial.before[row].state == IPC_FAULT_WAITING;
        const bool is_fault = is.has_faulted && !should->has_faulted && !was_faulting;
        if (is_fault) {
            const uint8_t cause = process_in(row)->fault.cause;
            check(cause == FAULT_STACK_POINTER || cause == FAULT_UPCALL_FRAME ||
                  cause == FAULT_STACK_RETURN || cause == FAULT_STACK_ENTRY);
            // Nobody else's memory is a reason for it.
            check_equal(owner_of(refusals_address()), row);
            faulted++;
        }
    }
    fault_count += faulted;
}

// ---------------------------------------------------------------------------------------------
// What must hold later

static bool everybody_is_ready(void)
{
    bool is_ready = true;
    for (unsigned row = 0; row < PROGRAMS; row++) {
        is_ready = is_ready && process_in(row)->is_ready;
    }
    return is_ready;
}

/// Each ends in turn; who waited for it goes on. Then each has another life.
static void everybody_ends(void)
{
    for (unsigned row = 0; row < PROGRAMS; row++) {
        if (process_is_alive(process_in(row))) {
            terminate(row);
        }
        for (unsigned i = 0; i < 4; i++) {
            settle();
        }
        const struct ipc *ended = ipc_of(row);
        check(ended->senders == NULL);
        for (unsigned i = 0; i < ended->reply_slot_count; i++) {
            check(ended->callers[i] == NULL);
        }
        for (unsigned other = 0; other < PROGRAMS; other++) {
            check(ipc_of(other)->partner != ended);
        }
    }
    for (unsigned row = 0; row < PROGRAMS; row++) {
        check(process_in(row)->is_restart_wanted ||
              process_controlled(process_in(row)->id, PROCESS_BOOT) == ERROR_NONE);
    }
    for (unsigned i = 0; i < LIFE_ROUNDS_MAX && !everybody_is_ready(); i++) {
        host_time_advance(100 * TICKS_PER_MILLISECOND);
        settle();
    }
    check(everybody_is_ready());
}

/// Has a server wait for the next call. It may hear first of somebody's death.
static void receive(unsigned row)
{
    while (ipc_of(row)->state != IPC_RECEIVING) {
        run(row);
        (void)host_ipc_call(IPC_RECEIVE, &(struct port_message){0});
        ipc_check();
    }
}

/// Calls go from each to each, there and back, as if nothing had been.
static void service_check(void)
{
    everybody_ends();
    const struct {
        unsigned from, to;
        uint32_t index;
    } calls[] = {{CLIENT, SERVER, 1}, {CHILD, SERVER, 1}, {CLIENT, PASSIVE, 3}};
    for (unsigned i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        receive(calls[i].to);
        run(calls[i].from);
        waits(IPC_CALL, (struct port_message){
                            .capability = calls[i].index, .info = INFO(2, 0, 2), .word = {3, 4}});
        struct port_message heard = got(calls[i].to);
        check(heard.capability == 0 && heard.info == INFO(2, 0, 2) && heard.word[1] == 4);
        waits(IPC_REPLY_RECEIVE, (struct port_message){.info = INFO(5, 0, 1), .word = {6}});
        heard = got(calls[i].from);
        check(heard.capability == 0 && heard.info == INFO(5, 0, 1) && heard.word[0] == 6);
    }
}

// ---------------------------------------------------------------------------------------------
// Trials

static void run_trial(const struct machine_copy *start)
{
    machine_put_back(start);
    refusals_begin();
    ipc_scenario_act(trial.scenario);
    refusals_end();
}

static void scenario_try(const struct machine_copy *booted, const struct ipc_scenario *scenario)
{
    machine_put_back(booted);
    check_context("%s", scenario->name);
    trial.scenario = scenario;
    scenario->prepare();
    struct machine_copy *start = machine_keep();
    for (unsigned row = 0; row < PROGRAMS; row++) {
        trial.before[row] = remains_of(row);
    }
    refusals_count();
    run_trial(start);
    for (unsigned row = 0; row < PROGRAMS; row++) {
        trial.undisturbed[row] = remains_of(row);
    }
    const size_t pool_bytes = pool_used_bytes();
    waits_check();
    service_check();
    for (enum failure failure = FAILS_ONCE; failure <= FAILS_FROM_THEN; failure++) {
        for (unsigned i = 1; i <= refusals.accesses; i++) {
            check_context("%s: failure %u of access %u of %u, at %#x", scenario->name, failure, i,
                          refusals.accesses, refusals.address[i - 1]);
            refusals_choose(failure, i);
            run_trial(start);
            trial_check();
            settle();
            waits_check();
            service_check();
            check_equal(pool_used_bytes(), pool_bytes);
        }
    }
    printf("%5u accesses: %s\n", refusals.accesses, scenario->name);
    machine_drop(start);
}

static void every_access_may_fail(void)
{
    ipc_scenario_boot();
    refusals_open(are_of_one_program);
    struct machine_copy *booted = machine_keep();
    for (unsigned i = 0; i < ipc_scenario_count; i++) {
        scenario_try(booted, &ipc_scenarios[i]);
    }
    printf("counted: %u scenarios\n", ipc_scenario_count);
    refusals_print();
    printf("counted: %lu messages that were cut\n", cut_count);
    printf("counted: %lu errors instead of a message\n", error_count);
    printf("counted: %lu messages about faults\n", told_count);
    printf("counted: %lu faults\n", fault_count);
    check(refusals.tried[FAILS_ONCE] > 2000 && cut_count > 500 && sends_cut_count > 20 &&
          error_count > 100 && told_count > 300 && fault_count > 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(every_access_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
