// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has what is typed written to the last bytes of its memory, with a break inside a word, and to the
// first ones, byte by byte: not one byte around them changes.
//
// expect: error 20 cases answered exactly
#include "user_access.h"

enum { TYPED_BYTES = 8, MARK = 0x5A };

static const char typed[] = "!@#$%^&*";

static uint8_t *bytes_at(uint32_t address)
{
    return (uint8_t *)attack_hide(address);
}

/// Five cases: a read into [address, address + TYPED_BYTES), with marks on both sides of it.
static void read_case(const char *prompt, uint32_t address, uint32_t before, uint32_t behind)
{
    memset(bytes_at(address - before), MARK, before + TYPED_BYTES + behind);
    access_require(bulkhead_result_is_success(
        access_lend(ACCESS_READ_WRITE, DRIVER_CONSOLE, CONSOLE_ALLOW_READ, address, TYPED_BYTES)));
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, 0xFFFFFFFF, 0);
    attack_print(prompt);
    const struct bulkhead_upcall read =
        bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_READ);
    access_require(read.value[0] == ERROR_NONE && read.value[1] == TYPED_BYTES);
    access_require(memcmp(bytes_at(address), typed, TYPED_BYTES) == 0);
    bool is_marked = true;
    for (uint32_t i = 1; i <= before; i++) {
        is_marked = is_marked && *bytes_at(address - i) == MARK;
    }
    access_require(is_marked);
    for (uint32_t i = 0; i < behind; i++) {
        is_marked = is_marked && *bytes_at(address + TYPED_BYTES + i) == MARK;
    }
    access_require(is_marked);
}

int main(void)
{
    ATTACK_START("console_read_at_edges");
    bulkhead_memop(MEMOP_BREAK_SET, (attack_break() & ~3u) + 41);
    access_begin();
    read_case("type now\n", access.memory_end - TYPED_BYTES, 16, 3);
    read_case("type more\n", access.memory_end - TYPED_BYTES - 1, 16, 4);
    read_case("type more\n", access.memory_start, 0, 16);
    read_case("type more\n", access.memory_start + 3, 3, 16);
    access_end();
    return 1;
}
