// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has its child ipc_attacker do its worst, sees what comes of it, and kills it at every step of a
// call; connects to it by name, stops, resumes and restarts it; and waits for a line. Needs a board
// with IPC; run by tests/boot.
#include "check.h"
#include "ipc_attacks.h"
#include "ipc_call_on.h"
#include "ipc_device.h"

#include <board_facts.h>

enum {
    NO_ENTRY = 200,
    LENGTH_MASK = (1 << IPC_LENGTH_BITS) - 1,
    STORM_ROUNDS = 300,
    TURNS = 8, ///< that the child gets to come to where it waits
    CODE_BYTES = 16,
};

/// What came of an order.
struct outcome {
    bool is_fault;
    uint32_t label;
    uint32_t word[4];
    uint32_t last; ///< the last of the words
};

/// Receives the next message that is a question of the child, or its fault. What else it sends has
/// no answer.
static struct outcome outcome_get(void)
{
    for (;;) {
        const struct bulkhead_ipc_registers message = TALK(IPC_RECEIVE, .info = 0);
        if (message.capability != 0 && message.capability != ERROR_TRUNCATED) {
            continue;
        }
        const uint32_t length = message.info & LENGTH_MASK;
        const struct outcome outcome = {
            .last = length > IPC_REGISTER_WORDS ? buffer.word[length - 1] : 0,
            .is_fault = message.reply_slot == (uint32_t)(IPC_BADGE_FAULT >> 32) &&
                        message.window == ATTACKER_ID,
            .label = message.info >> IPC_LABEL_SHIFT,
            .word = {message.word[0], message.word[1], message.word[2], message.word[3]},
        };
        if (outcome.is_fault ||
            (message.window == ATTACKER_BADGE && outcome.label == ATTACK_ASKS)) {
            return outcome;
        }
        if (outcome.label == ATTACK_SHRINK) {
            // It was to send ten words.
            const bool is_cut = message.capability == ERROR_TRUNCATED &&
                                (message.info & LENGTH_MASK) == IPC_REGISTER_WORDS;
            (void)TALK(IPC_REPLY, .info = IPC_INFO(0, 0, 1), .word = {is_cut});
        }
    }
}

/// Answers the child's question, which was received before.
static void order(enum attack attack, uint32_t first, uint32_t second)
{
    (void)TALK(IPC_REPLY, .info = IPC_INFO(attack, 0, 2), .word = {first, second});
}

static uint32_t child(enum ipc_object_operation operation, uint32_t operand)
{
    return TALK(IPC_OBJECT, .capability = WARDEN_CHILD, .info = IPC_INFO(operation, 0, 1),
                .word = {operand})
        .capability;
}

/// Has the child begin another life, up to its first question.
static uint32_t restart(void)
{
    const uint32_t status = child(IPC_CHILD_RESTART, 0);
    const struct outcome outcome = outcome_get();
    return status | outcome.is_fault;
}

static struct outcome done(enum attack attack, uint32_t first, uint32_t second)
{
    order(attack, first, second);
    return outcome_get();
}

static void turns_give(void)
{
    for (uint32_t i = 0; i < TURNS; i++) {
        (void)TALK(IPC_YIELD, .info = 0);
    }
}

static uint32_t status_of_class(uint32_t class)
{
    switch (class) {
    case IPC_WAIT:
        return IPC_STATUS_SIGNAL;
    case IPC_POLL:
        return ERROR_WOULD_BLOCK;
    case IPC_YIELD:
        return 0;
    default:
        return ERROR_INVALID;
    }
}

static void stacks_check(void)
{
    for (uint32_t kind = 0; kind < STACKS; kind++) {
        const bool is_bad = kind < STACK_ODD && IPC_CALL_NEEDS_STACK != 0;
        uint32_t wrong = 0;
        for (uint32_t class = IPC_CALL; class < IPC_CLASS_RESERVED; class ++) {
            if (class == IPC_WAIT) {
                (void)TALK(IPC_SIGNAL, .capability = WARDEN_SIGNAL);
            }
            const struct outcome outcome = done(ATTACK_STACK, class, kind);
            const bool is_right =
                is_bad ? outcome.is_fault && (outcome.label == IPC_LABEL_EXCEPTION ||
                                              outcome.label == IPC_LABEL_MEMORY_FAULT)
                       : !outcome.is_fault && outcome.word[0] == status_of_class(class);
            wrong |= (is_right ? 0u : 1u) << (class - IPC_CALL);
            if (outcome.is_fault) {
                wrong |= restart() << 16;
            }
        }
        check_value(wrong == 0, "calls from a stack elsewhere", kind << 24 | wrong);
    }
}

static void buffers_check(void)
{
    for (uint32_t kind = 0; kind < BUFFERS; kind++) {
        const struct outcome outcome = done(ATTACK_BUFFER, kind, 0);
        check_value(!outcome.is_fault &&
                        (outcome.word[0] == ERROR_INVALID || outcome.word[0] == ERROR_FAULT),
                    "a buffer elsewhere", kind << 24 | outcome.word[0]);
    }
    const struct outcome outcome = done(ATTACK_SHRINK, 0, 0);
    check_value(!outcome.is_fault && outcome.word[0] == 1, "a buffer that was given back",
                outcome.word[0]);
}

static void storm_check(void)
{
    const struct outcome outcome = done(ATTACK_STORM, STORM_ROUNDS, 0);
    check_value(!outcome.is_fault && outcome.word[0] == STORM_ROUNDS, "a storm of calls",
                outcome.word[0]);
    (void)restart();
}

/// The child dies wherever it waits, and nothing of that life comes afterwards.
static void kills_check(void)
{
    static const uint8_t steps[] = {ATTACK_ASKS, ATTACK_SEND, ATTACK_RECEIVE, ATTACK_WAIT,
                                    ATTACK_SIGNALS};
    for (uint32_t i = 0; i < sizeof steps; i++) {
        if (steps[i] != ATTACK_ASKS) {
            order(steps[i], 0, 0);
            turns_give();
        }
        uint32_t wrong = child(IPC_CHILD_RESTART, 0);
        wrong |= TALK(IPC_REPLY, .info = IPC_INFO(ATTACK_FAULT, 0, 0)).capability;
        turns_give();
        const struct outcome outcome = outcome_get();
        check_value(wrong == 0 && !outcome.is_fault && outcome.word[0] == 0,
                    "the child dies while it waits", (uint32_t)steps[i] << 24 | wrong);
    }
    struct outcome outcome = done(ATTACK_FAULT, 0, 0);
    check_value(outcome.is_fault && restart() == 0, "the child dies in a fault", outcome.label);
    outcome = done(ATTACK_UNKNOWN, 0, 0);
    check_value(outcome.is_fault && outcome.label == IPC_LABEL_UNKNOWN_CALL &&
                    outcome.last == IPC_CLASS_RESERVED,
                "the class that does not exist", outcome.last);
    (void)TALK(IPC_REPLY, .info = 0);
    const struct outcome again = outcome_get();
    check_value(again.is_fault && again.label == IPC_LABEL_UNKNOWN_CALL &&
                    again.last == outcome.last,
                "the same again, as its parent wants", again.last);
    check(restart() == 0, "and the next life");
}

static uint32_t poll(void)
{
    return TALK(IPC_POLL, .info = 0).capability;
}

static void children_check(void)
{
    order(ATTACK_SIGNALS, 0, 0);
    const struct bulkhead_ipc_registers bits = TALK(IPC_WAIT, .info = 0);
    check_value(bits.capability == IPC_STATUS_SIGNAL && bits.window == SIGNAL_BIT, "signals",
                bits.window);
    uint32_t wrong = child(IPC_CHILD_STOP, 0);
    (void)poll();
    for (uint32_t i = 0; i < TURNS; i++) {
        turns_give();
        wrong |= poll() ^ ERROR_WOULD_BLOCK;
    }
    check_value(wrong == 0, "a child that is stopped", wrong);
    wrong = child(IPC_CHILD_RESUME, 0);
    check_value(wrong == 0 && TALK(IPC_WAIT, .info = 0).capability == IPC_STATUS_SIGNAL,
                "a child that goes on", wrong);
    check(child(IPC_CHILD_RESTART, 16) == ERROR_INVALID &&
              child(IPC_CHILD_RESTART, BOARD_RAM_BASE) == ERROR_INVALID &&
              child(IPC_CHILD_RESTART, 0xFFFFFFFE) == ERROR_INVALID,
          "no begin outside of the image");
    check(child(9, 0) == ERROR_INVALID && child(0, 0) == ERROR_INVALID, "no such operation");
    (void)poll();
    check(TALK(IPC_WAIT, .info = 0).capability == IPC_STATUS_SIGNAL, "it lives on");
    wrong = TALK(IPC_OBJECT, .capability = WARDEN_SIGNAL, .info = IPC_INFO(IPC_CHILD_STOP, 0, 0))
                .capability;
    check_value(wrong == ERROR_INVALID, "an entry of another kind", wrong);
    wrong =
        TALK(IPC_OBJECT, .capability = NO_ENTRY, .info = IPC_INFO(IPC_CHILD_STOP, 0, 0)).capability;
    check_value(wrong == ERROR_INVALID, "no entry", wrong);

    check_value(child(IPC_CHILD_RESTART, IPC_ENTRY_LOADED) == 0, "the usual begin", 0);
    struct outcome outcome = outcome_get();
    const uint32_t function = outcome.word[1];
    check(!outcome.is_fault && child(IPC_CHILD_RESTART, function) == 0, "a begin of its own");
    outcome = outcome_get();
    check_value(outcome.is_fault && outcome.word[0] - (function & ~1u) < CODE_BYTES, "it is there",
                outcome.word[0]);
    check(restart() == 0, "and the usual begin");

    order(ATTACK_EXIT, 0, 0);
    turns_give();
    wrong = child(IPC_CHILD_STOP, 0) ^ ERROR_PEER_DIED;
    wrong |= child(IPC_CHILD_RESUME, 0) ^ ERROR_PEER_DIED;
    wrong |= TALK(IPC_SIGNAL, .capability = WARDEN_SIGNAL).capability ^ ERROR_PEER_DIED;
    check_value(wrong == 0, "a child that has ended", wrong);
}

static uint32_t connect(uint32_t index, const char *name, uint32_t length, uint32_t slot)
{
    return TALK(IPC_CAPABILITY, .capability = index, .info = IPC_INFO(IPC_CAPABILITY_CONNECT, 0, 3),
                .word = {(uint32_t)(uintptr_t)name, length, slot})
        .capability;
}

/// The child has ended before.
static void connect_check(void)
{
    static const char name[] = ATTACKER_SERVICE;
    enum { LENGTH = sizeof name - 1 };
    check(connect(0, name, LENGTH, WARDEN_SLOT) == ERROR_PEER_DIED, "connect to one that is dead");
    check(restart() == 0, "it lives again");
    check(connect(0, "somebody", LENGTH, WARDEN_SLOT) == ERROR_NO_DEVICE, "no such name");
    check(connect(0, name, LENGTH - 1, WARDEN_SLOT) == ERROR_NO_DEVICE, "a shorter name");
    check(connect(0, name, 0, WARDEN_SLOT) == ERROR_NO_DEVICE, "no name");
    check(connect(0, name, SYSTEM_NAME_BYTES_MAX + 1, WARDEN_SLOT) == ERROR_INVALID,
          "a name too long");
    check(connect(0, (const char *)(uintptr_t)BOARD_RAM_BASE, LENGTH, WARDEN_SLOT) == ERROR_FAULT,
          "a name in the kernel's memory");
    check(connect(0, (const char *)(uintptr_t)0xFFFFFFFC, LENGTH, WARDEN_SLOT) == ERROR_FAULT,
          "a name that wraps");
    check(connect(WARDEN_CHILD, name, LENGTH, WARDEN_SLOT) == ERROR_INVALID, "not of index 0");
    check(connect(0, name, LENGTH, WARDEN_CHILD) == ERROR_INVALID, "a slot of the description");
    check(connect(0, name, LENGTH, NO_ENTRY) == ERROR_INVALID, "no slot");
    check(connect(0, name, LENGTH, WARDEN_SLOT) == 0, "connect");
    check(connect(0, name, LENGTH, WARDEN_SLOT) == ERROR_INVALID, "a slot that is full");

    order(ATTACK_RECEIVE, 0, 0);
    struct bulkhead_ipc_registers reply =
        TALK(IPC_CALL, .capability = WARDEN_SLOT, .info = IPC_INFO(0, 0, 1), .word = {41});
    check_value(reply.capability == 0 && reply.word[0] == 42, "a call to it", reply.capability);
    check(restart() == 0, "another life");
    reply = TALK(IPC_CALL, .capability = WARDEN_SLOT, .info = 0);
    check_value(reply.capability == ERROR_STALE, "which is another service", reply.capability);
}

static void line_check(void)
{
    const struct bulkhead_ipc_registers acknowledge = {.capability = WARDEN_LINE,
                                                       .info = IPC_INFO(IPC_IRQ_ACKNOWLEDGE, 0, 0)};
    struct bulkhead_ipc_registers result = acknowledge;
    result.info = IPC_INFO(IPC_IRQ_ACKNOWLEDGE + 1, 0, 0);
    BULKHEAD_IPC_TRAP(IPC_OBJECT, result, &buffer);
    check_value(result.capability == ERROR_INVALID, "no such operation of a line",
                result.capability);
    for (uint32_t i = 0; i < 3; i++) {
        device_line_raise();
        turns_give();
        check(poll() == ERROR_WOULD_BLOCK, "a line that is not acknowledged");
        result = acknowledge;
        BULKHEAD_IPC_TRAP(IPC_OBJECT, result, &buffer);
        const uint32_t status = result.capability;
        result = TALK(IPC_WAIT, .info = 0);
        check_value(status == 0 && result.capability == IPC_STATUS_SIGNAL &&
                        result.window == LINE_BIT,
                    "a line comes", result.window);
        device_line_clear();
    }
}

int main(void)
{
    (void)TALK(IPC_BUFFER_SET, .word = {(uint32_t)(uintptr_t)&buffer});
    (void)outcome_get();
    buffers_check();
    stacks_check();
    storm_check();
    kills_check();
    children_check();
    connect_check();
    line_check();
    return check_done("ipc_warden");
}
