// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Direct switches: when there is one, when not, and what of the caller they must keep. That all
/// else is as without them is what the random calls show.
#include <string.h>

#include "capability.h"
#include "system.h"

enum { SLOT_FIRST = 5, SLOT_SECOND = 6 };

static unsigned client;
static unsigned server;
static uint32_t granting;
static uint32_t plain;
static uint32_t bell;
static uint32_t mute_bell;
static uint32_t gift;

static void pair_boot(void)
{
    system_open();
    client = system_process("client", RANK);
    granting = system_entry(IPC_KIND_CALL, CALL_RIGHTS, 1, 0x77);
    plain = system_entry(IPC_KIND_CALL, IPC_RIGHT_CALL, 1, 0x78);
    bell = system_entry(IPC_KIND_NOTIFY, IPC_RIGHT_SEND, 1, 0x100000002);
    mute_bell = system_entry(IPC_KIND_NOTIFY, 0, 1, 4);
    server = system_process("server", RANK);
    gift = system_entry(IPC_KIND_NOTIFY, IPC_RIGHT_SEND, 0, 1);
    system_boot(WITH_BUFFERS);
    run(server);
    waits(IPC_RECEIVE, (struct port_message){0});
    // An entry that was never used is looked up first, which no direct switch does.
    check(capability_process(&ipc_of(client)->table[granting]) == ipc_of(server));
    for (uint32_t entry = plain; entry <= mute_bell; entry++) {
        check(capability_process(&ipc_of(client)->table[entry]) == ipc_of(server));
    }
    run(client);
}

/// How many direct switches a call is.
static unsigned switches_of_call(struct port_message operands)
{
    const unsigned before = host.switches;
    (void)host_ipc_call(IPC_CALL, &operands);
    ipc_check();
    return host.switches - before;
}

static void reply_carries_what_the_call_of_now_allows(void)
{
    pair_boot();
    const struct {
        uint32_t entry;
        uint32_t slot;
        uint32_t passed;
    } calls[] = {{granting, SLOT_FIRST, 1}, {plain, SLOT_SECOND, 0}, {granting, SLOT_SECOND, 1}};
    for (unsigned i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        check(switches_of_call((struct port_message){.capability = calls[i].entry,
                                                     .window = IPC_WINDOW(calls[i].slot, 1)}) == 1);
        check(process_running()->slot == server);
        buffer_of(server)->capability[0] = IPC_OFFER(gift, IPC_RIGHT_SEND);
        waits(IPC_REPLY_RECEIVE, (struct port_message){.info = INFO(5, 1, 0)});
        const struct port_message results = got(client);
        check(results.info == INFO(5, calls[i].passed, 0));
        check((ipc_of(client)->table[calls[i].slot].kind == IPC_KIND_NOTIFY) ==
              (calls[i].passed != 0));
    }
}

static void words_behind_the_length_are_zero(void)
{
    pair_boot();
    for (uint32_t length = 0; length <= IPC_REGISTER_WORDS; length++) {
        check(switches_of_call((struct port_message){
                  .capability = plain, .info = INFO(9, 0, length), .word = {1, 2, 3, 4}}) == 1);
        const struct port_message received = host_ipc_results();
        check(received.capability == 0 && received.info == INFO(9, 0, length));
        check(badge_of(received) == 0x78);
        for (uint32_t i = 0; i < IPC_REGISTER_WORDS; i++) {
            check(received.word[i] == (i < length ? i + 1 : 0));
        }
        waits(IPC_REPLY_RECEIVE, (struct port_message){0});
        (void)got(client);
    }
}

/// What a call must be like to be a direct switch, each condition alone.
static const struct switch_case {
    uint32_t capability;
    uint32_t info;
    bool is_slot_taken;
    bool is_stopped;
    bool is_direct;
} switch_cases[] = {
    {1, INFO(0, 0, 0), false, false, true},
    {1, INFO(7, 0, 4), false, false, true},
    {1, INFO(0, 0, 5), false, false, true},
    {1, INFO(0, 0, 120), false, false, true},
    {1, INFO(0, 0, 121), false, false, false}, // cut
    {1, INFO(0, 1, 0), false, false, false},   // a capability
    {1, INFO(0, 1, 5), false, false, false},
    {0, INFO(0, 0, 0), false, false, false}, // the own entry
    {9, INFO(0, 0, 0), false, false, false}, // no such entry
    {1, INFO(0, 0, 0), true, false, false},
    {1, INFO(0, 0, 0), false, true, false},
};

static void switch_case_check(unsigned index)
{
    const struct switch_case *wanted = &switch_cases[index];
    pair_boot();
    ipc_of(server)->callers[0] = wanted->is_slot_taken ? ipc_of(client) : NULL;
    process_in(server)->is_stopped = wanted->is_stopped;
    struct port_message operands = {.capability = wanted->capability, .info = wanted->info};
    check((kernel_ipc_switch(IPC_CALL, &operands) != NULL) == wanted->is_direct);
}

static void calls_are_direct_only_if_nothing_speaks_against_it(void)
{
    check_each(sizeof switch_cases / sizeof switch_cases[0], switch_case_check);
}

enum { MARK = 0x5A5A5A5A, WORD_BYTES = sizeof(uint32_t) };

/// A long call. The server's memory refuses one of the words of the buffer, if there are so many.
static void long_call_check(uint32_t length, uint32_t refused_word)
{
    pair_boot();
    for (uint32_t i = 0; i < IPC_WORDS_MAX; i++) {
        buffer_of(client)->word[i] = 1000 + i;
        buffer_of(server)->word[i] = MARK;
    }
    const uint32_t words = length - IPC_REGISTER_WORDS;
    const uint32_t arriving = refused_word < words ? refused_word : words;
    struct port_message message = {
        .capability = plain, .info = INFO(9, 0, length), .word = {1, 2, 3, 4}};
    // The simulated machine accesses single bytes: the second one of that word is refused.
    const uint32_t fetched = (words + 7) / 8 * 8;
    host.accesses = 0;
    host.refuse_at = refused_word < words ? (fetched + refused_word) * WORD_BYTES + 2 : 0;
    const struct arch_context *next = kernel_ipc_switch(IPC_CALL, &message);
    host.refuse_at = 0;
    check(next == &process_in(server)->context);
    check_equal(message.capability, arriving == words ? 0 : ERROR_TRUNCATED);
    check_equal(message.info, INFO(9, 0, IPC_REGISTER_WORDS + arriving));
    check(message.word[0] == 1 && message.word[3] == 4);
    for (uint32_t i = 0; i < IPC_WORDS_MAX; i++) {
        const bool is_sent = i >= IPC_REGISTER_WORDS && i < IPC_REGISTER_WORDS + arriving;
        const bool is_cut = i == IPC_REGISTER_WORDS + refused_word && refused_word < words;
        check(is_cut || buffer_of(server)->word[i] == (is_sent ? 1000 + i : MARK));
    }
}

static void long_call_of_length_check(unsigned index)
{
    long_call_check(IPC_REGISTER_WORDS + 1 + index, IPC_WORDS_MAX);
}

static void words_in_the_buffer_arrive_and_nothing_behind_them(void)
{
    check_each(IPC_WORDS_MAX - IPC_REGISTER_WORDS, long_call_of_length_check);
}

static void long_call_refused_check(unsigned index)
{
    long_call_check(20, index);
}

static void words_that_the_partner_cannot_have_are_cut_off(void)
{
    check_each(20 - IPC_REGISTER_WORDS, long_call_refused_check);
}

/// What the buffers of a long call are like; it is direct if the sender's can be read.
enum buffer_state { GOOD, NONE, BEHIND_THE_BREAK };
static const struct buffer_case {
    enum buffer_state from;
    enum buffer_state to;
    bool is_direct;
    bool is_whole;
} buffer_cases[] = {
    {GOOD, GOOD, true, true},
    {NONE, GOOD, false, false},
    {BEHIND_THE_BREAK, GOOD, false, false},
    {GOOD, NONE, true, false},
    {GOOD, BEHIND_THE_BREAK, true, false},
};

static void buffer_become(struct ipc *ipc, enum buffer_state kind)
{
    if (kind == NONE) {
        ipc->buffer = user_address_from_word(0);
    } else if (kind == BEHIND_THE_BREAK) {
        // All but the last word of the message is in memory of the process.
        ipc->process->app_break = user_address_to_word(ipc->buffer) + 10 * sizeof(uint32_t);
    }
}

static void buffer_case_check(unsigned index)
{
    const struct buffer_case *wanted = &buffer_cases[index];
    pair_boot();
    buffer_become(ipc_of(client), wanted->from);
    buffer_become(ipc_of(server), wanted->to);
    struct port_message message = {.capability = plain, .info = INFO(0, 0, 10), .word = {1}};
    const struct arch_context *next = kernel_ipc_switch(IPC_CALL, &message);
    check_equal(next != NULL, wanted->is_direct);
    if (next == NULL) {
        check(kernel_ipc_call(IPC_CALL, &message) == KERNEL_CALL_GONE);
        message = ipc_of(server)->message;
    }
    check_equal(message.capability, wanted->is_whole ? 0 : ERROR_TRUNCATED);
    check_equal(message.info, wanted->is_whole ? INFO(0, 0, 10) : INFO(0, 0, 4));
    check_equal(message.word[0], 1);
}

static void words_are_cut_off_where_a_buffer_cannot_have_them(void)
{
    check_each(sizeof buffer_cases / sizeof buffer_cases[0], buffer_case_check);
}

/// What a signal must meet to be served at once.
static const struct signal_case {
    const uint32_t *entry;
    enum ipc_state state;
    enum process_state process_state;
    bool is_direct;
} signal_cases[] = {
    {&bell, IPC_IDLE, PROCESS_RUNNING, true},
    {&bell, IPC_IDLE, PROCESS_YIELDED, true},
    {&bell, IPC_SENDING, PROCESS_YIELDED_FOR, true},
    {&bell, IPC_REPLY_WAITING, PROCESS_YIELDED_FOR, true},
    {&bell, IPC_DONE, PROCESS_YIELDED_FOR, true},
    {&bell, IPC_RECEIVING, PROCESS_YIELDED_FOR, false},
    {&bell, IPC_WAITING, PROCESS_YIELDED_FOR, false},
    {&bell, IPC_REVOKING, PROCESS_YIELDED_FOR, false},
    {&bell, IPC_IDLE, PROCESS_FAULTED, false},
    {&bell, IPC_IDLE, PROCESS_TERMINATED, false},
    {&mute_bell, IPC_IDLE, PROCESS_RUNNING, false},
    {&plain, IPC_IDLE, PROCESS_RUNNING, false},
};

static void signal_case_check(unsigned index)
{
    const struct signal_case *wanted = &signal_cases[index];
    pair_boot();
    struct ipc *to = ipc_of(server);
    to->state = (uint8_t)wanted->state;
    to->process->state = (uint8_t)wanted->process_state;
    to->signals = 1;
    struct port_message message = {.capability = *wanted->entry,
                                   .info = INFO(3, 0, 4),
                                   .word = {1, 2, 3, 4},
                                   .window = 5,
                                   .reply_slot = 6};
    const struct arch_context *next = kernel_ipc_switch(IPC_SIGNAL, &message);
    check_equal(next != NULL, wanted->is_direct);
    if (wanted->is_direct) {
        check(next == &process_in(client)->context);
        check(to->is_signalled && to->signals == 0x100000003);
        const struct port_message nothing = {.capability = 0};
        check(memcmp(&message, &nothing, sizeof message) == 0);
    } else {
        check(!to->is_signalled && to->signals == 1);
        check(message.capability == *wanted->entry);
    }
}

static void signals_are_served_at_once_only_if_nobody_waits_for_them(void)
{
    check_each(sizeof signal_cases / sizeof signal_cases[0], signal_case_check);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(reply_carries_what_the_call_of_now_allows),
        KERNEL_TEST(words_behind_the_length_are_zero),
        KERNEL_TEST(calls_are_direct_only_if_nothing_speaks_against_it),
        KERNEL_TEST(words_in_the_buffer_arrive_and_nothing_behind_them),
        KERNEL_TEST(words_that_the_partner_cannot_have_are_cut_off),
        KERNEL_TEST(words_are_cut_off_where_a_buffer_cannot_have_them),
        KERNEL_TEST(signals_are_served_at_once_only_if_nobody_waits_for_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
