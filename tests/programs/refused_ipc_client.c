// SPDX-License-Identifier: Apache-2.0 OR MIT
// Does what the test orders: IPC calls in which the kernel accesses the memory of this program and
// of its server. The test has the hardware refuse one of these accesses; what came of that is noted
// here. Needs a board with IPC; run by tests/injection.
#include "refused_ipc.h"

#include <stdbool.h>

enum refused_order { ORDER_NONE, ORDER_CALL, ORDER_OFFER, ORDER_CONNECT };

/// Written and read by the test; its fields are words in this order.
struct refused_report {
    volatile uint32_t order; ///< enum refused_order; written by the test
    uint32_t status;         ///< of the call that was ordered
    uint32_t length;         ///< of the reply
    uint32_t told;           ///< what the server says that came
    uint32_t is_sound;       ///< all words that came are right
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

static uint32_t word_of(uint32_t index)
{
    static uint32_t round;
    round += index == 0;
    return round * 0x10001 + index;
}

static void call(uint32_t capabilities)
{
    uint32_t words[REFUSED_WORDS];
    for (uint32_t i = 0; i < REFUSED_WORDS; i++) {
        words[i] = word_of(i);
        buffer.word[i] = words[i];
    }
    buffer.capability[0] = IPC_OFFER(REFUSED_SERVER, IPC_RIGHT_CALL);
    struct bulkhead_ipc_registers registers = {.capability = REFUSED_SERVER,
                                               .info = capabilities << IPC_EXTRA_CAPS_SHIFT |
                                                       REFUSED_WORDS,
                                               .word = {words[0], words[1], words[2], words[3]}};
    BULKHEAD_IPC_TRAP(IPC_CALL, registers, &buffer);
    report.status = registers.capability;
    report.length = registers.info & LENGTH_MASK;
    report.told = registers.word[0];
    const bool is_error = report.status != 0 && report.status != ERROR_TRUNCATED;
    bool is_sound = !is_error || (registers.info | registers.word[0] | registers.word[1]) == 0;
    for (uint32_t i = 1; i < report.length; i++) {
        const uint32_t word = i < IPC_REGISTER_WORDS ? registers.word[i] : buffer.word[i];
        is_sound = is_sound && word == refused_answer(words[i]);
    }
    report.is_sound = is_sound;
}

static void connect(void)
{
    static const char name[] = REFUSED_SERVICE;
    static char copied[sizeof name];
    for (uint32_t i = 0; i < sizeof name; i++) {
        copied[i] = name[i];
    }
    struct bulkhead_ipc_registers registers = {
        .info = IPC_CAPABILITY_CONNECT << IPC_LABEL_SHIFT | 3,
        .word = {(uint32_t)(uintptr_t)copied, sizeof name - 1, REFUSED_SLOT}};
    BULKHEAD_IPC_TRAP(IPC_CAPABILITY, registers, &buffer);
    report.status = registers.capability;
    struct bulkhead_ipc_registers drop = {.capability = REFUSED_SLOT,
                                          .info = IPC_CAPABILITY_DROP << IPC_LABEL_SHIFT};
    BULKHEAD_IPC_TRAP(IPC_CAPABILITY, drop, &buffer);
    // The slot was filled if and only if it is said so.
    report.is_sound = (drop.capability == 0) == (report.status == 0);
}

int main(void)
{
    struct bulkhead_ipc_registers set = {.word = {(uint32_t)(uintptr_t)&buffer}};
    BULKHEAD_IPC_TRAP(IPC_BUFFER_SET, set, &buffer);
    for (;;) {
        refused_ready();
        switch (report.order) {
        case ORDER_CALL:
            call(0);
            break;
        case ORDER_OFFER:
            call(1);
            break;
        case ORDER_CONNECT:
            connect();
            break;
        default:
            break;
        }
        refused_done();
    }
}
