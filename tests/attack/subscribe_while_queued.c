// SPDX-License-Identifier: Apache-2.0 OR MIT
// Swaps the function while upcalls for it are queued: the old one is never called again, neither
// with its own data nor with the new one's, and the new one only for what comes after.
//
// expect: error 27 cases answered exactly
#include "upcalls.h"

enum { ROUNDS = 9 };

static void former(uint32_t now, uint32_t expiration, uint32_t zero, void *data)
{
    (void)now;
    (void)expiration;
    (void)zero;
    (void)data;
    attack_succeeded();
}

int main(void)
{
    static uint32_t calls;
    ATTACK_START("subscribe_while_queued");
    for (uint32_t round = 0; round < ROUNDS; round++) {
        bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, former, NULL);
        for (uint32_t i = 0; i <= round; i++) {
            upcall_queue();
        }
        bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, upcall_count, &calls);
        access_require(!bulkhead_yield_no_wait() && calls == round);
        upcall_queue();
        access_require(bulkhead_yield_no_wait() && calls == round + 1);
        access_require(!bulkhead_yield_no_wait());
    }
    access_end();
    return 1;
}
