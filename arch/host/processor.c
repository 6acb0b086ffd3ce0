// SPDX-License-Identifier: Apache-2.0 OR MIT
// The simulated processor: pending work, sleep, ticks, time, lines, capsules, the end.
#include <setjmp.h>
#include <unistd.h>

#include "host.h"

void port_work_pend(void)
{
    host.is_work_pending = true;
}

void port_tick_start(void)
{
    host.is_tick_running = true;
}

void port_tick_stop(void)
{
    host.is_tick_running = false;
}

void host_time_advance(uint64_t ticks)
{
    host.time += ticks;
    if (host.has_alarm && host.alarm_at <= host.time) {
        host.has_alarm = false;
        kernel_timer_expired();
        port_work_pend();
    }
}

uint64_t port_time_now(void)
{
    return host.time;
}

void port_time_alarm(uint64_t at)
{
    host.has_alarm = true;
    host.alarm_at = at;
    if (at <= host.time) {
        host_time_advance(0);
    }
}

void port_time_alarm_cancel(void)
{
    host.has_alarm = false;
}

static void line_check(unsigned line)
{
    if (line >= HOST_LINES) {
        port_panic("no such interrupt line");
    }
}

void port_irq_enable(unsigned line)
{
    line_check(line);
    host.is_line_enabled[line] = true;
}

void port_irq_disable(unsigned line)
{
    line_check(line);
    host.is_line_enabled[line] = false;
}

void host_line_raise(unsigned line)
{
    line_check(line);
    if (host.is_line_enabled[line]) {
        host.is_line_enabled[line] = false;
        kernel_irq_note(line);
        port_work_pend();
    }
}

void port_reset(void)
{
    _exit(HOST_STATUS_RESET);
}

void port_panic(const char *cause)
{
    kernel_panic(cause);
}

// ---------------------------------------------------------------------------------------------
// Sleep: a test takes the place of the interrupts that would end it.

static jmp_buf asleep;

void port_sleep(const atomic_uint *flags)
{
    host_windows_check();
    host.sleeps++;
    if (atomic_load_explicit(flags, memory_order_relaxed) != 0) {
        return;
    }
    if (host.sleep_skips_time && host.has_alarm) {
        host_time_advance(host.alarm_at - host.time);
        return;
    }
    longjmp(asleep, 1);
}

void port_interrupts_note(void)
{
}

void host_execution_begin(void)
{
    host_windows_check();
    host.executions++;
    if (host.execution_begins != NULL) {
        host.execution_begins();
    }
}

/// Kernel work goes on, of which each outermost crossing is a piece of its own.
static bool is_in_work;

static void work_piece_count(const struct capsule_record *record)
{
    if (is_in_work && record == NULL) {
        host_execution_begin();
    }
}

struct arch_context *host_kernel_work(void)
{
    if (setjmp(asleep) != 0) {
        is_in_work = false;
        return NULL;
    }
    host_execution_begin();
    is_in_work = true;
    struct arch_context *const context = kernel_work();
    is_in_work = false;
    return context;
}

// ---------------------------------------------------------------------------------------------
// Capsules

struct capsule_record *_Atomic capsule_record_current;

/// What a crossing leaves on the kernel stack.
struct crossing {
    struct capsule_record record; ///< first, so that a record's address is the crossing's
    jmp_buf landing;
};

// Entry points take no pointer, or one of a type of their own. Every machine that the kernel runs
// on calls them alike, which a strict reading of C does not promise: Clang checks for it.
#ifdef __clang__
#define CALLS_ALIKE __attribute__((no_sanitize("function")))
#else
#define CALLS_ALIKE
#endif

CALLS_ALIKE static enum error capsule_cross(uint32_t capsule, capsule_entry_fn entry,
                                            void *argument)
{
    struct crossing crossing;
    crossing.record = (struct capsule_record){
        .stack_pointer = (uintptr_t)&crossing,
        .previous = atomic_load_explicit(&capsule_record_current, memory_order_relaxed),
        .capsule = capsule,
    };
    enum error error = ERROR_FAILED;
    if (setjmp(crossing.landing) == 0) {
        atomic_store_explicit(&capsule_record_current, &crossing.record, memory_order_relaxed);
        entry(argument);
        error = ERROR_NONE;
    }
    atomic_store_explicit(&capsule_record_current, crossing.record.previous, memory_order_relaxed);
    return error;
}

enum error port_capsule_call(uint32_t capsule, capsule_entry_fn entry, void *argument)
{
    const struct capsule_record *const around =
        atomic_load_explicit(&capsule_record_current, memory_order_relaxed);
    work_piece_count(around);
    const enum error error = capsule_cross(capsule, entry, argument);
    work_piece_count(around);
    return error;
}

void port_capsule_abort(void)
{
    host_windows_check();
    struct capsule_record *const record =
        atomic_load_explicit(&capsule_record_current, memory_order_relaxed);
    longjmp(((struct crossing *)(void *)record)->landing, 1);
}

void host_capsule_trap(void)
{
    kernel_capsule_trapped();
    port_capsule_abort();
}

void host_tick(bool is_in_capsule_text)
{
    const bool has_record =
        atomic_load_explicit(&capsule_record_current, memory_order_relaxed) != NULL;
    const bool is_aborted = has_record && kernel_capsule_overrun(is_in_capsule_text);
    if (kernel_tick()) {
        port_work_pend();
    }
    if (is_aborted) {
        port_capsule_abort();
    }
}
