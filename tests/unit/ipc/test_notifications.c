// SPDX-License-Identifier: Apache-2.0 OR MIT
// Notification words: bits arrive once, gather, and come before messages.
#include "pair.h"

static void signal_states(unsigned number)
{
    static const uint64_t badges[] = {1, 1ull << 31, 1ull << 32, 1ull << 61, 0, 0x8000000000000003};
    const uint64_t badge = badges[number / 4];
    const uint32_t index = pair_boot(IPC_KIND_NOTIFY, IPC_RIGHT_SEND, badge);
    static const uint32_t classes[] = {IPC_RECEIVE, IPC_WAIT, IPC_RECEIVE_POLL, IPC_POLL};
    const uint32_t class = classes[number % 4];
    if (number % 4 < 2) { // One that waits gets it at once,
        run(SERVER);
        waits(class, (struct port_message){0});
        ends(IPC_SIGNAL, (struct port_message){.capability = index}, 0);
        check(process_running() == process_in(CLIENT));
        run(SERVER);
    } else { // and one that does not later, and once.
        ends(IPC_SIGNAL, (struct port_message){.capability = index}, 0);
        ends(IPC_SIGNAL, (struct port_message){.capability = index}, 0);
        run(SERVER);
        (void)does(class, (struct port_message){0});
    }
    const struct port_message results = host_ipc_results();
    check_equal(results.capability, IPC_STATUS_SIGNAL);
    check_equal(badge_of(results), badge);
    check_equal(results.info, 0);
    check_equal(results.word[0] | results.word[1] | results.word[2] | results.word[3], 0);
    ends(IPC_POLL, (struct port_message){0}, ERROR_WOULD_BLOCK);
    ends(IPC_RECEIVE_POLL, (struct port_message){0}, ERROR_WOULD_BLOCK);
}

static void signals_arrive_once(void)
{
    check_each(24, signal_states);
}

static void signals_gather_and_come_before_messages(void)
{
    system_open();
    (void)system_process("client", RANK);
    const uint32_t call = system_entry(IPC_KIND_CALL, CALL_RIGHTS, SERVER, 3);
    const uint32_t low = system_entry(IPC_KIND_NOTIFY, IPC_RIGHT_SEND, SERVER, 1);
    const uint32_t high = system_entry(IPC_KIND_NOTIFY, IPC_RIGHT_SEND, SERVER, 1ull << 40);
    (void)system_process("server", RANK);
    (void)system_process("other", RANK);
    (void)system_entry(IPC_KIND_NOTIFY, IPC_RIGHT_SEND, SERVER, 1ull << 5);
    system_boot(WITH_BUFFERS);
    run(CLIENT);
    ends(IPC_SIGNAL, (struct port_message){.capability = low}, 0);
    ends(IPC_SIGNAL, (struct port_message){.capability = high}, 0);
    waits(IPC_CALL, (struct port_message){.capability = call});
    run(SERVER);
    const struct port_message bits = does(IPC_RECEIVE, (struct port_message){0});
    check_equal(bits.capability, IPC_STATUS_SIGNAL);
    check_equal(badge_of(bits), 1ull << 40 | 1);
    // Bits that were delivered do not come again with others.
    run(OTHER);
    ends(IPC_SIGNAL, (struct port_message){.capability = 1}, 0);
    run(SERVER);
    check_equal(badge_of(does(IPC_POLL, (struct port_message){0})), 1ull << 5);
    const struct port_message message = does(IPC_RECEIVE, (struct port_message){0});
    check_equal(message.capability, 0);
    check_equal(badge_of(message), 3);
}

static void waiting_for_bits_takes_no_message(void)
{
    const uint32_t index = pair_boot(IPC_KIND_CALL, CALL_RIGHTS, 3);
    run(SERVER);
    waits(IPC_WAIT, (struct port_message){0});
    ends(IPC_SEND_POLL, (struct port_message){.capability = index}, ERROR_WOULD_BLOCK);
    waits(IPC_CALL, (struct port_message){.capability = index});
    check_equal(ipc_of(SERVER)->state, IPC_WAITING);
    check_equal(ipc_of(CLIENT)->state, IPC_CALLING);
}

static void a_caller_gets_signals_later(void)
{
    system_open();
    (void)system_process("client", RANK);
    const uint32_t call = system_entry(IPC_KIND_CALL, CALL_RIGHTS, SERVER, 3);
    (void)system_process("server", RANK);
    const uint32_t bell = system_entry(IPC_KIND_NOTIFY, IPC_RIGHT_SEND, CLIENT, 8);
    system_boot(WITH_BUFFERS);
    run(CLIENT);
    waits(IPC_CALL, (struct port_message){.capability = call});
    run(SERVER);
    (void)does(IPC_RECEIVE, (struct port_message){0});
    ends(IPC_SIGNAL, (struct port_message){.capability = bell}, 0);
    check_equal(ipc_of(CLIENT)->state, IPC_REPLY_WAITING);
    ends(IPC_REPLY, (struct port_message){.info = 0}, 0);
    got_status(CLIENT, 0);
    check_equal(badge_of(does(IPC_POLL, (struct port_message){0})), 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(signals_arrive_once),
        KERNEL_TEST(signals_gather_and_come_before_messages),
        KERNEL_TEST(waiting_for_bits_takes_no_message),
        KERNEL_TEST(a_caller_gets_signals_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
