// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes IPC calls of every class with random operands, buffers where none can be, and lengths and
// windows outside all limits; then dies, by a fault, and does it again in its next life. Nobody
// else may be harmed: ipc_client checks that.
#include "ipc_talk.h"

enum { ROUNDS = 400, CLASSES = 15 };

static uint32_t state;

static uint32_t random_next(void)
{
    state = state * 1664525 + 1013904223;
    return state >> 8 | state << 24;
}

/// A number that may be looked at: small, near an address of its own, or anything.
static uint32_t operand(void)
{
    switch (random_next() % 4) {
    case 0:
        return random_next() % 8;
    case 1:
        return (uint32_t)(uintptr_t)&buffer + (random_next() % 9 - 4) * 256;
    case 2:
        return IPC_WINDOW(random_next() % 8, random_next() % 4);
    default:
        return random_next();
    }
}

#define CASE(number, class)                           \
    case number:                                      \
        BULKHEAD_IPC_TRAP(class, registers, &buffer); \
        break

static void round_do(void)
{
    struct bulkhead_ipc_registers registers = {
        .capability = random_next() % 4 == 0 ? operand() : random_next() % 5,
        .info = IPC_INFO(random_next() % 6, random_next() % 4, random_next() % 128),
        .word = {operand(), operand(), operand(), operand()},
        .window = operand(),
        .reply_slot = random_next() % 4 == 0 ? operand() : 0,
    };
    for (uint32_t i = 0; i < IPC_EXTRA_CAPS_MAX; i++) {
        buffer.capability[i] = IPC_OFFER(operand(), random_next());
    }
    const uint32_t kind = random_next() % CLASSES;
    if (kind != 8 && kind != 9) {
        registers.info &= (1u << IPC_LABEL_SHIFT) - 1; // The server is not asked to end.
    }
    switch (kind) {
        CASE(0, IPC_CALL);
        CASE(1, IPC_CALL);
        CASE(2, IPC_RECEIVE_POLL);
        CASE(3, IPC_SEND_POLL);
        CASE(4, IPC_REPLY);
        CASE(5, IPC_SIGNAL);
        CASE(6, IPC_POLL);
        CASE(7, IPC_YIELD);
        CASE(8, IPC_CAPABILITY);
        CASE(9, IPC_OBJECT);
        CASE(10, IPC_BUFFER_SET);
        CASE(11, IPC_CALL);
        CASE(12, IPC_SEND);
    default:
        registers = TALK(IPC_BUFFER_SET, .word = {(uint32_t)(uintptr_t)&buffer});
        break;
    }
}

int main(void)
{
    // Each life is another one: the server knows how many there were.
    const struct bulkhead_ipc_registers deaths =
        TALK(IPC_CALL, .capability = CLIENT_TO_SERVER, .info = IPC_INFO(TALK_DEATHS, 0, 0));
    state = (deaths.word[0] + 1) * 2654435761u;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        round_do();
    }
    __builtin_trap();
}
