// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a program finds in its memory: its own data, else zeroes, also where it has been before a
// shrink or a restart. A life knows by the clock which it is, since nothing but time outlives one.
#include "check.h"
#include "places.h"
#include <board_facts.h>
#include <bulkhead/alarm.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { GROWTH_BYTES = BOARD_SLOT_RAM_BYTES / 16, DIRT = 0xDD };

/// The first life begins before this time and restarts after it.
enum { FIRST_LIFE_MS = 2000 };

/// The stack lies lowest in memory, and its lower half is not used. The first bytes hold the frames
/// of the calls that the program makes before it has set its own stack pointer.
enum { DEEP_START = 64 };

extern char __heap_start[];
extern char __ram_start[];
extern char __stack_top[];
extern char __flash_start[];

static uint32_t initialised = 0xCAFE;
static uint32_t zeroed[16];

static size_t deep_bytes(void)
{
    return (size_t)(__stack_top - __ram_start) / 2 - DEEP_START;
}

static bool is_zero(const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (((const volatile uint8_t *)bytes)[i] != 0) {
            return false;
        }
    }
    return true;
}

/// Grows by some memory, checks that it is clean and leaves it dirty.
static void growth_check(const char *what)
{
    uint8_t *bytes = sbrk(GROWTH_BYTES);
    if (bytes == (void *)-1) {
        check(false, what);
        return;
    }
    check(is_zero(bytes, GROWTH_BYTES), what);
    memset(bytes, DIRT, GROWTH_BYTES);
}

/// From the break to the next multiple of its unit a protection unit exposes what it rounds up.
static void slack_check(const char *what)
{
    uint8_t *end = sbrk(0);
    size_t slack_bytes = -(uintptr_t)end % EXPOSED_UNIT_BYTES;
    check(is_zero(end, slack_bytes), what);
}

static void first_life(void)
{
    check(sbrk(0) == __heap_start, "the break is where the start-up code put it");
    slack_check("what lies above the break is zero");
    growth_check("grown memory is zero");

    sbrk(-GROWTH_BYTES);
    growth_check("memory grown again is zero");
    sbrk(-GROWTH_BYTES + 5);
    sbrk(-5);
    sbrk(3);
    sbrk(-3);
    growth_check("memory grown after odd steps is zero");

    check(bulkhead_memop(MEMOP_MEMORY_START, 0).value[0] == (uintptr_t)__ram_start,
          "memory starts where the program is linked");
    uint32_t end = bulkhead_memop(MEMOP_MEMORY_END, 0).value[0];
    uint32_t grants = bulkhead_memop(MEMOP_GRANT_START, 0).value[0];
    check((uintptr_t)sbrk(0) <= grants && grants < end, "break, grants and end are in order");
    uint32_t flash = bulkhead_memop(MEMOP_FLASH_START, 0).value[0];
    uint32_t flash_end = bulkhead_memop(MEMOP_FLASH_END, 0).value[0];
    check(flash < (uintptr_t)__flash_start && (uintptr_t)__flash_start < flash_end,
          "flash starts with the header and holds the program");
    check(bulkhead_memop(MEMOP_WRITEABLE_REGION_COUNT, 0).value[0] == 0, "no writeable regions");

    check(sbrk(0x100000) == (void *)-1 && errno == ENOMEM, "too much memory is refused");
    // Volatile, since a compiler may leave out memory that is allocated for nothing.
    void *volatile first = malloc(100);
    void *volatile second = malloc(200);
    void *volatile third = malloc(0x100000);
    check(first != NULL && second != NULL && first != second, "malloc works");
    check(third == NULL, "malloc reports that there is no memory");
    free(second);
    free(first);
}

int main(void)
{
    uint32_t now_ticks = bulkhead_alarm_now_ticks();
    bool is_first = now_ticks < bulkhead_alarm_ticks_from_ms(FIRST_LIFE_MS);
    const char *what = is_first ? "first life: data and bss are as linked"
                                : "second life: data and bss are as linked";
    check(initialised == 0xCAFE && is_zero((const uint8_t *)zeroed, sizeof(zeroed)), what);

    if (is_first) {
        first_life();
        initialised = 1;
        memset(zeroed, DIRT, sizeof(zeroed));
        memset(__ram_start + DEEP_START, DIRT, deep_bytes());
        while (bulkhead_alarm_now_ticks() < bulkhead_alarm_ticks_from_ms(FIRST_LIFE_MS)) {
        }
        bulkhead_exit_restart(0);
    }
    check(sbrk(0) == __heap_start, "second life: the break is back");
    check(is_zero((const uint8_t *)__ram_start + DEEP_START, deep_bytes()),
          "second life: unused stack is zero");
    slack_check("second life: what lies above the break is zero");
    growth_check("second life: grown memory is zero");
    growth_check("second life: more grown memory is zero");
    return check_done("memory");
}
