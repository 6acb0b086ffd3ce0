// SPDX-License-Identifier: Apache-2.0 OR MIT
// What partners may do to those who have nothing to do with them.
#include <kernel/port.h>

#include "scheduler.h"
#include "system.h"

enum { ROUNDS = 50 };

static unsigned client;
static unsigned server;
static unsigned other;
static uint32_t entry;

static void three_of_a_rank(void)
{
    system_open();
    client = system_process("client", RANK);
    entry = system_entry(IPC_KIND_CALL, CALL_RIGHTS, 1, 7);
    server = system_process("server", RANK);
    other = system_process("other", RANK);
    system_boot(WITH_BUFFERS);
    run(server);
    waits(IPC_RECEIVE, (struct port_message){.info = 0});
    run(client);
}

/// A message goes to and fro, and each tick finds one of the two running.
static void partners_talk(uint32_t length)
{
    for (unsigned i = 0; i < ROUNDS && process_running() != process_in(other); i++) {
        host_tick(false);
        (void)host_run();
        if (process_running() == process_in(client)) {
            (void)host_ipc_call(
                IPC_CALL, &(struct port_message){.capability = entry, .info = INFO(1, 0, length)});
        } else if (process_running() == process_in(server)) {
            (void)host_ipc_call(IPC_REPLY_RECEIVE, &(struct port_message){.info = INFO(0, 0, 0)});
        }
        ipc_check();
    }
    check(process_running() == process_in(other));
}

static void partners_share_one_slice_in_short_messages(void)
{
    three_of_a_rank();
    partners_talk(2);
}

static void partners_share_one_slice_in_long_messages(void)
{
    three_of_a_rank();
    partners_talk(8);
}

/// Each tick finds the server running, which is more urgent than the two.
static void server_is_ticked(uint32_t length)
{
    system_open();
    client = system_process("client", RANK);
    entry = system_entry(IPC_KIND_CALL, CALL_RIGHTS, 1, 7);
    server = system_process("server", RANK - 1);
    other = system_process("other", RANK);
    system_boot(WITH_BUFFERS);
    run(server);
    waits(IPC_RECEIVE, (struct port_message){.info = 0});
    run(client);
    for (unsigned i = 0; i < ROUNDS && process_running() != process_in(other); i++) {
        (void)host_ipc_call(
            IPC_CALL, &(struct port_message){.capability = entry, .info = INFO(1, 0, length)});
        check(process_running() == process_in(server));
        host_tick(false);
        (void)host_run();
        check(process_running() == process_in(server));
        (void)host_ipc_call(IPC_REPLY_RECEIVE, &(struct port_message){.info = INFO(0, 0, 0)});
        ipc_check();
    }
    check(process_running() == process_in(other));
    got_status(client, 0);
}

static void time_in_a_more_urgent_server_counts_in_short_messages(void)
{
    server_is_ticked(2);
}

static void time_in_a_more_urgent_server_counts_in_long_messages(void)
{
    server_is_ticked(8);
}

/// All ticks find the last of three running, of which only the first has an equal.
static void a_slice_that_ends_down_a_chain_counts_for_its_first_caller(void)
{
    system_open();
    client = system_process("client", RANK);
    entry = system_entry(IPC_KIND_CALL, CALL_RIGHTS, 1, 7);
    server = system_process("server", RANK - 1);
    (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS, 2, 7);
    const unsigned last = system_process("last", RANK - 2);
    other = system_process("other", RANK);
    system_boot(WITHOUT_BUFFERS);
    const struct port_message nothing = {.capability = 0};
    const struct port_message call = {.capability = entry};
    run(last);
    waits(IPC_RECEIVE, nothing);
    run(server);
    waits(IPC_RECEIVE, nothing);
    run(client);
    waits(IPC_CALL, call);
    for (unsigned i = 0; i < ROUNDS && process_running() != process_in(other); i++) {
        check(process_running() == process_in(server));
        waits(IPC_CALL, call);
        check(process_running() == process_in(last));
        host_tick(false);
        (void)host_run();
        waits(IPC_REPLY_RECEIVE, nothing);
        check(process_running() == process_in(server));
        waits(IPC_REPLY_RECEIVE, nothing);
        if (process_running() == process_in(client)) {
            waits(IPC_CALL, call);
        }
    }
    check(process_running() == process_in(other));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(partners_share_one_slice_in_short_messages),
        KERNEL_TEST(partners_share_one_slice_in_long_messages),
        KERNEL_TEST(time_in_a_more_urgent_server_counts_in_short_messages),
        KERNEL_TEST(time_in_a_more_urgent_server_counts_in_long_messages),
        KERNEL_TEST(a_slice_that_ends_down_a_chain_counts_for_its_first_caller),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
