// SPDX-License-Identifier: Apache-2.0 OR MIT
// Does its worst with IPC, one thing after the other, as ipc_warden says. Needs a board with IPC;
// run by tests/boot.
#include "ipc_attacks.h"

#include <abi/system_call.h>
#include <board_facts.h>
#include <bulkhead/system_call.h>

#include "ipc_call_on.h"

enum { WORDS = 10, SHRINK_BYTES = 64, FAR_BYTES = 0x10000 };

/// The image lies at least this far in front of its end.
static const uint32_t in_image[IPC_BUFFER_BYTES / sizeof(uint32_t)]
    __attribute__((aligned(IPC_BUFFER_ALIGNMENT))) = {1};

static uint32_t address_of(const volatile void *place)
{
    return (uint32_t)(uintptr_t)place;
}

static uint32_t break_now(void)
{
    return bulkhead_memop(MEMOP_BREAK_MOVE, 0).value[0];
}

static uint32_t stack_of(uint32_t kind)
{
    static uint64_t own_stack[32];
    switch (kind) {
    case STACK_KERNEL:
        return BOARD_RAM_BASE + 0x800;
    case STACK_ZERO:
        return 0;
    case STACK_TOP:
        return 0xFFFFFFF8;
    case STACK_LOWEST:
        return bulkhead_memop(MEMOP_MEMORY_START, 0).value[0] + 8;
    case STACK_BLOCK:
        return break_now() + FAR_BYTES;
    case STACK_ODD:
        return address_of(&own_stack[16]) + 4;
    default:
        return address_of(&own_stack[32]);
    }
}

/// Operands are such that a call ends at once.
static uint32_t attack_stack(uint32_t class, uint32_t stack_pointer)
{
    enum { NO_ENTRY = 200 };
    const uint32_t info = IPC_INFO(0, 0, WORDS);
    switch (class) {
#define CASE(number) \
    case number:     \
        return IPC_CALL_ON(number, stack_pointer, NO_ENTRY, info, 1)
        CASE(IPC_CALL);
        CASE(IPC_REPLY_RECEIVE);
        CASE(IPC_RECEIVE);
        CASE(IPC_RECEIVE_POLL);
        CASE(IPC_SEND);
        CASE(IPC_SEND_POLL);
        CASE(IPC_REPLY);
        CASE(IPC_SIGNAL);
        CASE(IPC_SEND_RECEIVE);
        CASE(IPC_WAIT);
        CASE(IPC_POLL);
        CASE(IPC_YIELD);
        CASE(IPC_CAPABILITY);
        CASE(IPC_OBJECT);
        CASE(IPC_BUFFER_SET);
#undef CASE
    default:
        return ~0u;
    }
}

static uint32_t buffer_of(uint32_t kind)
{
    switch (kind) {
    case BUFFER_KERNEL:
        return BOARD_RAM_BASE;
    case BUFFER_UNALIGNED:
        return address_of(&buffer) + 256;
    case BUFFER_IMAGE:
        return address_of(in_image);
    case BUFFER_PAST_BREAK:
        return (break_now() + IPC_BUFFER_BYTES - 1) & ~(uint32_t)(IPC_BUFFER_ALIGNMENT - 1);
    case BUFFER_TOP:
        return 0u - IPC_BUFFER_BYTES;
    default:
        return BOARD_UART_BASE;
    }
}

/// The buffer lies behind the break when words are to be taken from it.
static uint32_t attack_shrink(void)
{
    const uint32_t end = break_now();
    const uint32_t room = (end + IPC_BUFFER_BYTES - 1) & ~(uint32_t)(IPC_BUFFER_ALIGNMENT - 1);
    (void)bulkhead_memop(MEMOP_BREAK_SET, room + IPC_BUFFER_BYTES);
    const struct bulkhead_ipc_registers set = TALK(IPC_BUFFER_SET, .word = {room});
    (void)bulkhead_memop(MEMOP_BREAK_SET, end);
    const struct bulkhead_ipc_registers sent =
        TALK(IPC_CALL, .capability = ATTACKER_CALL, .info = IPC_INFO(ATTACK_SHRINK, 0, WORDS));
    return set.capability == 0 ? sent.word[0] : ~0u;
}

static uint32_t attack_storm(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        (void)TALK(IPC_SIGNAL, .capability = ATTACKER_SIGNAL);
        (void)TALK(IPC_SEND_POLL, .capability = ATTACKER_CALL, .info = IPC_INFO(i, 3, 127));
        (void)TALK(IPC_CAPABILITY, .capability = i, .info = IPC_INFO(i % 6, 0, 4), .word = {i});
        (void)TALK(IPC_BUFFER_SET, .word = {i % 2 == 0 ? address_of(&buffer) : i});
        (void)TALK(IPC_POLL, .info = i);
        (void)TALK(IPC_REPLY, .info = i);
        (void)TALK(IPC_OBJECT, .capability = i % 8, .info = IPC_INFO(i % 5, 0, 0));
    }
    return count;
}

static void answer_for_ever(void)
{
    struct bulkhead_ipc_registers message = TALK(IPC_RECEIVE, .info = 0);
    for (;;) {
        message.capability = 0;
        message.window = 0;
        message.reply_slot = 0;
        message.word[0]++;
        BULKHEAD_IPC_TRAP(IPC_REPLY_RECEIVE, message, &buffer);
    }
}

/// Where a life begins if the warden wants it so.
__attribute__((noinline)) static void begin_elsewhere(void)
{
    __builtin_trap();
}

static uint32_t attack(const struct bulkhead_ipc_registers *order)
{
    switch ((enum attack)(order->info >> IPC_LABEL_SHIFT)) {
    case ATTACK_STACK:
        return attack_stack(order->word[0], stack_of(order->word[1]));
    case ATTACK_BUFFER:
        return TALK(IPC_BUFFER_SET, .word = {buffer_of(order->word[0])}).capability;
    case ATTACK_SHRINK:
        return attack_shrink();
    case ATTACK_STORM:
        return attack_storm(order->word[0]);
    case ATTACK_SEND:
        return TALK(IPC_SEND, .capability = ATTACKER_CALL, .info = IPC_INFO(ATTACK_SEND, 0, WORDS))
            .capability;
    case ATTACK_RECEIVE:
        answer_for_ever();
        break;
    case ATTACK_WAIT:
        return TALK(IPC_WAIT, .info = 0).capability;
    case ATTACK_FAULT:
        __builtin_trap();
    case ATTACK_SIGNALS:
        for (;;) {
            (void)TALK(IPC_SIGNAL, .capability = ATTACKER_SIGNAL);
            (void)TALK(IPC_YIELD, .info = 0);
        }
    case ATTACK_EXIT:
        bulkhead_exit_terminate(0);
    case ATTACK_UNKNOWN:
        (void)TALK(IPC_CLASS_RESERVED, .capability = 0xA, .info = 0xB);
        break;
    case ATTACK_ASKS:
        break;
    }
    return 0;
}

int main(void)
{
    (void)TALK(IPC_BUFFER_SET, .word = {address_of(&buffer)});
    uint32_t result = 0;
    for (;;) {
        const struct bulkhead_ipc_registers order =
            TALK(IPC_CALL, .capability = ATTACKER_CALL, .info = IPC_INFO(ATTACK_ASKS, 0, 2),
                 .word = {result, (uint32_t)(uintptr_t)begin_elsewhere});
        result = attack(&order);
    }
}
