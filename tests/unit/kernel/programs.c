// SPDX-License-Identifier: Apache-2.0 OR MIT
// What programs, capsules and people do on the machine of the tests. See machine.h.
#include <abi/system_call.h>

#include "machine.h"
#include "support.h"
#include "variant_words.h"

uint32_t program_call(uint32_t call_class, uint32_t r0, uint32_t r1, uint32_t r2, uint32_t r3)
{
    struct arch_context *const caller = host.current;
    check(caller != NULL);
    (void)host_call(call_class, r0, r1, r2, r3);
    machine_check();
    check(host.current == caller);
    return host.thread.r[0];
}

void program_leave(uint32_t call_class, uint32_t r0, uint32_t r1, uint32_t r2, uint32_t r3)
{
    check(host.current != NULL);
    (void)host_call(call_class, r0, r1, r2, r3);
    machine_check();
}

void program_expect(const uint32_t call[5], uint32_t variant, uint32_t r1, uint32_t r2, uint32_t r3)
{
    const struct host_thread before = host.thread;
    check_equal(program_call(call[0], call[1], call[2], call[3], call[4]), variant);
    const uint32_t should[4] = {variant, r1, r2, r3};
    for (unsigned i = 1; i < 4; i++) {
        // Registers that the variant does not name keep what the program put there.
        check_equal(host.thread.r[i], i < variant_words(variant) ? should[i] : call[1 + i]);
    }
    check_equal(host.thread.r12, before.r12);
    check_equal(host.thread.lr, before.lr);
    check_equal(host.thread.sp, before.sp);
    check_equal(host.thread.xpsr, before.xpsr);
    check_equal(host.thread.pc, before.pc + 2);
    for (unsigned i = 0; i < 8; i++) {
        check_equal(host.thread.callee_saved[i], before.callee_saved[i]);
    }
}

void program_grow(uint32_t bytes)
{
    const uint32_t new_break = (uint32_t)process_running()->memory_start + bytes;
    check_equal(program_call(SYSTEM_CALL_MEMOP, MEMOP_BREAK_SET, new_break, 0, 0), VARIANT_SUCCESS);
    host.thread.sp = new_break & ~7u;
}

static struct {
    struct process_id id;
    uint32_t number;
    uint32_t argument[3];
    enum error error;
} scheduling;

static void schedule_now(void)
{
    scheduling.error = upcall_schedule(scheduling.id, scheduling.number, scheduling.argument[0],
                                       scheduling.argument[1], scheduling.argument[2]);
}

enum error schedule_upcall(unsigned capsule, struct process_id id, uint32_t number, uint32_t a0,
                           uint32_t a1, uint32_t a2)
{
    scheduling.id = id;
    scheduling.number = number;
    scheduling.argument[0] = a0;
    scheduling.argument[1] = a1;
    scheduling.argument[2] = a2;
    check(in_capsule(capsule, schedule_now));
    return scheduling.error;
}

static struct {
    unsigned slot;
    struct process_information information;
    struct process_id id;
    enum process_action action;
    enum error error;
} watching;

static void describe_now(void)
{
    watching.error = process_describe(watching.slot, &watching.information);
}

struct process_information process_shown(unsigned slot)
{
    watching.slot = slot;
    check(in_capsule(CAPSULE_WATCHER, describe_now));
    check_equal(watching.error, ERROR_NONE);
    return watching.information;
}

static void control_now(void)
{
    watching.error = process_control(watching.id, watching.action);
}

enum error process_controlled(struct process_id id, enum process_action action)
{
    watching.id = id;
    watching.action = action;
    check(in_capsule(CAPSULE_WATCHER, control_now));
    return watching.error;
}
