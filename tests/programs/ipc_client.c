// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a program can do with IPC, with ipc_server and while ipc_hostile does its worst. Needs a
// board with IPC; run by tests/boot.
#include "check.h"
#include "ipc_talk.h"

#define CALL(index, label, capabilities, length, ...)                                    \
    TALK(IPC_CALL, .capability = (index), .info = IPC_INFO(label, capabilities, length), \
         __VA_ARGS__)

static uint32_t word_of(uint32_t index)
{
    return 0xC0DE0000 + index * 0x101;
}

static void echo_check(uint32_t length)
{
    for (uint32_t i = 0; i < IPC_WORDS_MAX; i++) {
        buffer.word[i] = word_of(i);
    }
    const struct bulkhead_ipc_registers reply =
        CALL(CLIENT_TO_SERVER, TALK_ECHO, 0, length,
             .word = {word_of(0), word_of(1), word_of(2), word_of(3)});
    uint32_t wrong = reply.info ^ IPC_INFO(CLIENT_BADGE, 0, length);
    for (uint32_t i = 0; i < IPC_REGISTER_WORDS; i++) {
        wrong |= reply.word[i] ^ (i < length ? word_of(i) : 0);
    }
    for (uint32_t i = IPC_REGISTER_WORDS; i < IPC_WORDS_MAX; i++) {
        wrong |= buffer.word[i] ^ (i < length ? ~word_of(i) : word_of(i));
    }
    check_value(reply.capability == 0 && wrong == 0, "an echo", length);
}

static void signal_check(void)
{
    struct bulkhead_ipc_registers result = CALL(CLIENT_TO_SERVER, TALK_SIGNAL, 0, 0);
    check_value(result.capability == 0, "a call during which a signal comes", result.capability);
    result = TALK(IPC_POLL, .info = 0);
    check_value(result.capability == IPC_STATUS_SIGNAL && result.window == SIGNAL_BIT, "the signal",
                result.window);
    result = TALK(IPC_POLL, .info = 0);
    check_value(result.capability == ERROR_WOULD_BLOCK, "the signal comes once", result.capability);
}

static void session_check(void)
{
    struct bulkhead_ipc_registers result =
        CALL(CLIENT_TO_SERVER, TALK_SESSION, 0, 1, .word = {0x5E5},
             .window = IPC_WINDOW(CLIENT_SLOT, 1));
    check_value(result.capability == 0 && result.info == IPC_INFO(0, 1, 0),
                "a reply with a capability", result.info);
    result = CALL(CLIENT_SLOT, TALK_ECHO, 0, 0);
    check_value(result.info == IPC_INFO(0x5E5, 0, 0), "its badge", result.info);
    buffer.capability[0] = IPC_OFFER(CLIENT_SLOT, IPC_RIGHT_CALL);
    result = CALL(CLIENT_TO_SERVER, TALK_SHOW, 1, 0);
    check_value(result.info == IPC_INFO(1 | 1 << 2, 0, 1) && result.word[0] == 0x5E5,
                "the server recognises it", result.word[0]);
    result = CALL(CLIENT_TO_SERVER, TALK_REVOKE, 0, 0);
    check_value(result.capability == 0 && result.info == 0, "its revocation", result.info);
    result = CALL(CLIENT_SLOT, TALK_ECHO, 0, 0);
    check_value(result.capability == ERROR_STALE || result.capability == ERROR_INVALID,
                "a revoked capability", result.capability);
}

static void death_check(void)
{
    struct bulkhead_ipc_registers result =
        CALL(CLIENT_TO_SERVER, TALK_SESSION, 0, 1, .word = {0x5E6},
             .window = IPC_WINDOW(CLIENT_SLOT + 1, 1));
    check_value(result.info == IPC_INFO(0, 1, 0), "another session", result.info);
    result = CALL(CLIENT_TO_SERVER, TALK_FAULT, 0, 4, .word = {1, 2, 3, 4});
    check_value(result.capability == ERROR_PEER_DIED && (result.info | result.word[0]) == 0,
                "a server that dies during a call", result.capability);
    result = CALL(CLIENT_SLOT + 1, TALK_ECHO, 0, 0);
    check_value(result.capability == ERROR_STALE, "a session with a dead server",
                result.capability);
    do {
        result = CALL(CLIENT_TO_SERVER, TALK_ECHO, 0, 1, .word = {9});
    } while (result.capability == ERROR_PEER_DIED);
    check_value(result.capability == 0 && result.word[0] == 9, "the server's next life",
                result.capability);
}

/// ipc_hostile dies again and again; the server is told on the right channel.
static void neighbour_check(void)
{
    struct bulkhead_ipc_registers result;
    do {
        result = CALL(CLIENT_TO_SERVER, TALK_DEATHS, 0, 0);
    } while (result.capability == 0 && result.word[0] == 0);
    check_value(result.capability == 0 && result.word[1] == HOSTILE_CHANNEL,
                "the server is told of a client's death", result.word[1]);
}

int main(void)
{
    struct bulkhead_ipc_registers result =
        CALL(CLIENT_TO_SERVER, TALK_ECHO, 0, 9, .word = {1, 2, 3, 4});
    check_value(result.capability == 0 && result.info == IPC_INFO(CLIENT_BADGE, 0, 4),
                "a call without a buffer is cut", result.info);
    result = TALK(IPC_BUFFER_SET, .word = {(uint32_t)(uintptr_t)&buffer});
    check_value(result.capability == 0, "a buffer", result.capability);
    for (uint32_t length = 0; length <= 12; length++) {
        echo_check(length);
    }
    echo_check(IPC_WORDS_MAX);
    signal_check();
    session_check();
    neighbour_check();
    for (uint32_t round = 0; round < 3; round++) {
        death_check();
        (void)TALK(IPC_CAPABILITY, .capability = CLIENT_SLOT + 1,
                   .info = IPC_INFO(IPC_CAPABILITY_DROP, 0, 0));
    }
    for (uint32_t round = 0; round < 100; round++) {
        echo_check(round);
    }
    return check_done("ipc_client");
}
