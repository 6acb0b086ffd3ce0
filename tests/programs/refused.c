// SPDX-License-Identifier: Apache-2.0 OR MIT
// Does what the test orders: operations in which the kernel accesses this program's memory. The
// test has the hardware refuse one of these accesses; what the kernel makes of that is noted here.
// Needs a board whose name ends in capsule-test; run by tests/injection.
#include <abi/driver.h>
#include <bulkhead/system_call.h>

enum { WINDOW_TEST_DRIVER = 0xF0003, WINDOW_TEST_READ = 1 };
enum { TEXT_BYTES = 61, SHRINK_BYTES = 40, FLAG_UNTOUCHED = 0x5A };
enum refused_order { ORDER_NONE, ORDER_WRITE, ORDER_FLAG, ORDER_UPCALL, ORDER_LOAD, ORDER_GROW };

/// Written and read by the test; its fields are words in this order.
struct refused_report {
    volatile uint32_t order; ///< enum refused_order; written by the test
    uint32_t variant;        ///< of the call that was ordered
    uint32_t value;
    uint32_t completions; ///< since the order
    uint32_t completed_bytes;
    uint32_t flag;
    uint32_t is_sound; ///< nothing was changed that should not have been
};

extern struct refused_report report;
struct refused_report report;

/// The test stops the machine here to give an order, and to look at what came of it.
__attribute__((noinline)) void refused_ready(void);
__attribute__((noinline)) void refused_done(void);

void refused_ready(void)
{
    __asm__ volatile("nop" ::: "memory");
}

void refused_done(void)
{
    __asm__ volatile("nop" ::: "memory");
}

/// Of characters that nobody else prints; tests/injection/test_refusals.py knows it, too.
static const char text[] = "{}~^@{{}}~~^^@@{{{}}}~~~^^^@@@{{{{}}}}~~~~^^^^@@@@{}{}~~^@^@";
_Static_assert(sizeof text == TEXT_BYTES, "a line without its end");
static char line[TEXT_BYTES + 1];

static void written(uint32_t length, uint32_t unused_b, uint32_t unused_c, void *data)
{
    (void)unused_b;
    (void)unused_c;
    (void)data;
    report.completions++;
    report.completed_bytes = length;
}

static void note(struct bulkhead_result result)
{
    report.variant = result.variant;
    report.value = result.value[0];
}

/// Complete at once: its upcall waits.
static struct bulkhead_result write(uint32_t length)
{
    return bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, length, 0);
}

/// Upcalls that wait run now. The call itself has no result.
static void yield(volatile uint8_t *flag)
{
    bulkhead_trap_yield(YIELD_NO_WAIT, (uint32_t)(uintptr_t)flag);
}

static void grow(void)
{
    const struct bulkhead_result end = bulkhead_memop(MEMOP_BREAK_MOVE, 0);
    const struct bulkhead_result shrunk =
        bulkhead_memop(MEMOP_BREAK_MOVE, 0u - (uint32_t)SHRINK_BYTES);
    note(bulkhead_memop(MEMOP_BREAK_SET, end.value[0]));
    const struct bulkhead_result now = bulkhead_memop(MEMOP_BREAK_MOVE, 0);
    report.is_sound = bulkhead_result_is_success(shrunk) && now.value[0] == end.value[0];
}

static void order_follow(void)
{
    volatile uint8_t flag = FLAG_UNTOUCHED;
    report.variant = 0;
    report.value = 0;
    report.completions = 0;
    report.completed_bytes = 0;
    report.is_sound = 1;
    switch (report.order) {
    case ORDER_WRITE:
        note(write(TEXT_BYTES));
        break;
    case ORDER_FLAG:
        yield(&flag);
        break;
    case ORDER_UPCALL:
        note(write(0));
        break;
    case ORDER_LOAD:
        note(bulkhead_command(WINDOW_TEST_DRIVER, WINDOW_TEST_READ, (uint32_t)(uintptr_t)text, 0));
        break;
    case ORDER_GROW:
        grow();
        break;
    default:
        break;
    }
    report.flag = flag;
    // A write that was begun completes, whatever was refused.
    if (report.order == ORDER_WRITE && report.variant == VARIANT_SUCCESS) {
        while (report.completions == 0) {
            bulkhead_yield_wait();
        }
    }
    yield(NULL);
    yield(NULL);
    for (uint32_t i = 0; i < TEXT_BYTES - 1; i++) {
        report.is_sound &= line[i] == text[i];
    }
}

int main(void)
{
    for (uint32_t i = 0; i < TEXT_BYTES; i++) {
        line[i] = text[i];
    }
    line[TEXT_BYTES - 1] = '\n';
    bulkhead_subscribe(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN, written, NULL);
    bulkhead_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, line, TEXT_BYTES);
    for (;;) {
        refused_ready();
        order_follow();
        refused_done();
    }
}
