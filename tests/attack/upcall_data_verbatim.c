// SPDX-License-Identifier: Apache-2.0 OR MIT
// Subscribes with data that looks like addresses of the kernel and of neighbours: it comes back as
// it was, in the upcall and from the next subscription, and nobody has looked there.
//
// expect: error 30 cases answered exactly
#include "upcalls.h"

static uint32_t received;
static uint32_t calls;

static void fired(uint32_t now, uint32_t expiration, uint32_t zero, void *data)
{
    (void)now;
    (void)expiration;
    (void)zero;
    received = (uint32_t)(uintptr_t)data;
    calls++;
}

int main(void)
{
    static const uint32_t data[] = {
        0,          1,          BOARD_RAM_BASE,     BOARD_FLASH_BASE + 1,
        0x7FFFFFFF, 0x80000000, BOARD_UART_BASE,    ATTACK_NEXT_RAM + 3,
        0xE000ED94, 0xFFFFFFFF, ATTACK_FORMER_FLASH};
    ATTACK_START("upcall_data_verbatim");
    const uint32_t count = sizeof data / sizeof data[0];
    uint32_t former = 0;
    uint32_t former_function = 0;
    for (uint32_t i = 0; i < count; i++) {
        access_require(access_is_swap(bulkhead_trap_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED,
                                                              upcall_address(fired), data[i]),
                                      former_function, former));
        former = data[i];
        former_function = upcall_address(fired);
        received = ~data[i];
        upcall_queue();
        bulkhead_yield_wait();
        access_require(received == data[i]);
    }
    // Without a function the data is kept just so.
    for (uint32_t i = 0; i < count - 4; i++) {
        access_require(
            access_is_swap(bulkhead_trap_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, 0, data[i]),
                           former_function, former));
        former = data[i];
        former_function = 0;
    }
    access_require(calls == count);
    access_end();
    return 1;
}
