// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "turn.h"

#include "fault.h"
#include "ipc.h"
#include "scheduler.h"
#include "work.h"

enum { PER_THOUSAND = 1000 };

/// The budget that is used now. Guard: base level.
static struct {
    struct ipc *payer; ///< null: none
    uint64_t since;    ///< what is before has been charged
    uint64_t ends_at;  ///< when all of it is used; UINT64_MAX: nobody needs to know
    struct ipc *empty; ///< list of payers that wait for their refills, in order of time

    bool is_needed;                    ///< somebody has a budget
    bool is_working;                   ///< the kernel works: since then nobody pays, unless
    bool is_settled;                   ///< whoever is named from now on changes nothing
    const struct process *beneficiary; ///< somebody has been named for whom
} paid = {.ends_at = UINT64_MAX};

/// Who pays for a process, or null: it has no budget.
static struct ipc *payer_of(const struct ipc *ipc)
{
    return ipc == NULL || ipc->payer->budget.budget_ticks == 0 ? NULL : ipc->payer;
}

static bool is_served(const struct ipc *caller)
{
    return caller->state == IPC_REPLY_WAITING || caller->state == IPC_REPLY_LATE ||
           caller->state == IPC_FAULT_WAITING;
}

/// The one that is not blocked of those that `payer` pays for, or the last of them.
static struct ipc *runner_of(struct ipc *payer)
{
    struct ipc *runner = payer;
    while (is_served(runner) && runner->partner->payer == payer) {
        runner = runner->partner;
    }
    return runner;
}

void turn_attach(struct ipc *ipc)
{
    const struct system_process *row = ipc->row;
    budget_start(&ipc->budget, row->budget_microseconds, row->period_microseconds, board.time_hz,
                 port_time_now());
    ipc->payer = ipc;
    paid.is_needed = paid.is_needed || row->budget_microseconds != 0;
    ipc->is_passive = (row->flags & SYSTEM_PASSIVE) != 0;
    ipc->is_timed = ipc->is_passive || row->budget_microseconds != 0;
}

// ---------------------------------------------------------------------------------------------
// Donation

static bool brings_time(const struct ipc *from)
{
    return from->state == IPC_CALLING || from->state == IPC_REPLY_WAITING ||
           from->state == IPC_REPLY_LATE ||
           ((from->state == IPC_FAULTING || from->state == IPC_FAULT_WAITING) &&
            from->fault_label != IPC_LABEL_TIMEOUT);
}

bool turn_suffices(const struct ipc *to, const struct ipc *from)
{
    return !to->is_resting || brings_time(from);
}

/// The payer of a process has changed. One that is in the middle of a call stays ready for now:
/// what ends that, or ended the life of the payer, looks again.
static void payer_changed(struct process *process)
{
    if (process == process_current && process->is_ready) {
        work_pick_request();
    } else {
        process_ready_update(process);
    }
}

void turn_donate(const struct ipc *from, struct ipc *to)
{
    if (to->is_passive && brings_time(from) && to->payer != from->payer) {
        to->payer = from->payer;
        payer_changed(to->process);
    }
}

void turn_return(struct ipc *server, const struct ipc *caller)
{
    const struct ipc *payer = server->payer;
    if (payer == server || payer != caller->payer) {
        return;
    }
    struct ipc *last = server;
    server->payer = server;
    while (is_served(last) && last->partner->payer == payer) {
        last = last->partner;
        last->payer = server;
    }
    payer_changed(last->process);
}

void turn_rest(struct ipc *self)
{
    self->payer = self;
    self->is_resting = self->is_passive;
    payer_changed(self->process);
}

void turn_end(struct ipc *ipc)
{
    ipc->payer = ipc;
    ipc->is_resting = false;
}

/// Whether there is nothing to do for ipc_turn() if `next_payer` pays behind `payer`.
static bool goes_on(const struct ipc *payer, const struct ipc *next_payer, bool has_equals)
{
    if ((payer->budget.budget_ticks | next_payer->budget.budget_ticks) == 0) {
        return true;
    }
    return payer == next_payer && (paid.ends_at != UINT64_MAX || !has_equals);
}

bool turn_call_passes(const struct ipc *self, struct ipc *to, bool has_equals)
{
    struct ipc *payer = to->is_passive ? self->payer : to;
    if (!goes_on(self->payer, payer, has_equals)) {
        return false;
    }
    to->payer = payer;
    to->is_resting = false;
    return true;
}

bool turn_reply_passes(struct ipc *self, const struct ipc *caller, bool has_equals)
{
    if (!goes_on(self->payer, caller->payer, has_equals)) {
        return false;
    }
    self->payer = self;
    self->is_resting = self->is_passive;
    return true;
}

// ---------------------------------------------------------------------------------------------
// Charging

bool ipc_is_out_of_budget(const struct process *process)
{
    return process->ipc != NULL && process->ipc->payer->is_empty;
}

bool ipc_keeps_turn(const struct process *process)
{
    return payer_of(process->ipc) != NULL;
}

static uint32_t microseconds_from_ticks(uint64_t ticks)
{
    const uint32_t per_millisecond = board.time_hz / PER_THOUSAND;
    const uint32_t counted = ticks < UINT32_MAX ? (uint32_t)ticks : UINT32_MAX;
    return counted / per_millisecond * PER_THOUSAND +
           counted % per_millisecond * PER_THOUSAND / per_millisecond;
}

/// Puts a budget that is empty where it belongs in the list.
static void empty_insert(struct ipc *payer)
{
    struct ipc **link = &paid.empty;
    while (*link != NULL && budget_next(&(*link)->budget) <= budget_next(&payer->budget)) {
        link = &(*link)->next_empty;
    }
    payer->next_empty = *link;
    *link = payer;
    work_alarm_update();
}

static void empty_remove(const struct ipc *payer)
{
    struct ipc **link = &paid.empty;
    while (*link != payer) {
        link = &(*link)->next_empty;
    }
    *link = payer->next_empty;
}

/// Nothing is left of a budget before its next refill.
static void run_out(struct ipc *payer)
{
    struct ipc *runner = runner_of(payer);
    if (paid.payer == payer) {
        paid.payer = NULL;
    }
    // One that ran on given time may get back its own, which is used up, and be picked once more.
    if (!payer->is_empty) {
        payer->is_empty = true;
        empty_insert(payer);
    }
    process_ready_update(runner->process);
    // Only who stands between two instructions can have a fault there.
    if ((runner->row->flags & SYSTEM_TIMEOUT_FAULTS) != 0 &&
        runner->process->state == PROCESS_RUNNING) {
        const uint32_t used = microseconds_from_ticks(payer->used_ticks);
        payer->used_ticks = 0;
        (void)!ipc_fault_send(runner, IPC_LABEL_TIMEOUT,
                              (uint32_t[IPC_REGISTER_WORDS]){runner->row->child_id, 0, used}, 3);
    }
}

/// Counts the time until now for who pays; null: nobody does. What follows from an end of the
/// budget happens here.
static void charge(struct ipc *payer, uint64_t now)
{
    const uint64_t since = paid.since;
    paid.since = now;
    if (payer == NULL) {
        return;
    }
    payer->used_ticks += now - since;
    if (payer->is_empty) {
        empty_remove(payer);
        (void)budget_charge(&payer->budget, now - since); // It owes that: its refill comes later.
        empty_insert(payer);
        return;
    }
    if (paid.is_working) {
        (void)!budget_open(&payer->budget, since); // It has something, or it would be empty.
    }
    if (!budget_charge(&payer->budget, now - since)) {
        return;
    }
    paid.ends_at = UINT64_MAX;
    if (!budget_is_limited(&payer->budget)) {
        scheduler_rotate(runner_of(payer)->process);
    } else if (budget_open(&payer->budget, now) == 0) {
        run_out(payer);
    }
}

void turn_yield(struct ipc *self)
{
    struct ipc *payer = payer_of(self);
    if (payer != NULL && payer == paid.payer) {
        const uint64_t now = port_time_now();
        payer->used_ticks += now - paid.since;
        if (!budget_charge(&payer->budget, now - paid.since)) {
            budget_discard(&payer->budget);
        }
        paid.since = now;
        paid.ends_at = UINT64_MAX; // ipc_turn() finds out what is left.
    }
    scheduler_rotate(self->process);
    port_work_pend();
}

void ipc_work_step(void)
{
    if (!paid.is_needed) {
        return;
    }
    const struct process *named = paid.beneficiary;
    struct ipc *payer = named == NULL ? NULL : payer_of(named->ipc);
    charge(paid.is_working ? payer : paid.payer, port_time_now());
    paid.is_working = true;
    paid.is_settled = false;
    paid.beneficiary = NULL;
}

NOINLINE void ipc_work_for(const struct process *process)
{
    paid.is_settled = true;
    paid.beneficiary = process;
}

void ipc_work_about(const struct process *process)
{
    if (paid.is_settled) {
        return;
    }
    if (paid.beneficiary == NULL) {
        paid.beneficiary = process;
    } else if (paid.beneficiary != process) {
        ipc_work_for(NULL);
    }
}

bool ipc_can_pay(const struct process *process)
{
    const struct ipc *payer = payer_of(process->ipc);
    return payer == NULL || payer != paid.payer || !budget_is_limited(&payer->budget) ||
           port_time_now() < paid.ends_at;
}

/// Whether it matters when the turn of `process` ends.
static bool end_matters(const struct process *process, const struct ipc *payer)
{
    return budget_is_limited(&payer->budget) || process->next != process;
}

bool ipc_turn(struct process *next)
{
    struct ipc *payer = next == NULL ? NULL : payer_of(next->ipc);
    if (payer == paid.payer && !paid.is_working &&
        (payer == NULL || paid.ends_at != UINT64_MAX || !end_matters(next, payer))) {
        return true;
    }
    ipc_work_step();
    const uint64_t now = paid.since;
    if (scheduler_pick() != next) {
        return false;
    }
    uint64_t ends_at = UINT64_MAX;
    if (payer != NULL) {
        const uint32_t open_ticks = budget_open(&payer->budget, now);
        if (open_ticks == 0) {
            paid.payer = NULL;
            paid.ends_at = UINT64_MAX;
            run_out(payer);
            process_ready_update(next); // Whatever it was: it has no time.
            return false;
        }
        if (end_matters(next, payer)) {
            ends_at = now + open_ticks;
        }
    }
    paid.payer = payer;
    paid.is_working = false;
    if (paid.ends_at != ends_at) {
        paid.ends_at = ends_at;
        work_alarm_update();
    }
    return true;
}

uint64_t ipc_time_next(void)
{
    if (paid.empty != NULL && budget_next(&paid.empty->budget) < paid.ends_at) {
        return budget_next(&paid.empty->budget);
    }
    return paid.ends_at;
}

void ipc_time_work(uint64_t now)
{
    while (paid.empty != NULL && budget_next(&paid.empty->budget) <= now) {
        struct ipc *payer = paid.empty;
        paid.empty = payer->next_empty;
        payer->next_empty = NULL;
        payer->is_empty = false;
        process_ready_update(runner_of(payer)->process);
    }
}
