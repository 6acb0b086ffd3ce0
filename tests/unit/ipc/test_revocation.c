// SPDX-License-Identifier: Apache-2.0 OR MIT
// Revocation: what it takes, what it leaves, and who is under way meanwhile.
#include "capabilities.h"
#include "endpoint.h"
#include "revoke.h"
#include "scheduler.h"

/// The third gives the client entries with badges 1 to 4 in its slots; the client may use them.
static void handed_out_boot(void)
{
    capabilities_boot(CALL_RIGHTS, WITH_BUFFERS);
    // By messages: the third answers calls of the client.
    run(SERVER);
    ends(IPC_CAPABILITY, operation(IPC_CAPABILITY_COPY, 0, 1, 0xFF, 2, 0), 0);
    for (uint32_t badge = 1; badge <= 4; badge++) {
        run(CLIENT);
        waits(IPC_CALL, (struct port_message){.capability = 2, .window = IPC_WINDOW(3 + badge, 1)});
        run(THIRD);
        (void)does(IPC_RECEIVE, (struct port_message){0});
        ends(IPC_CAPABILITY, operation(IPC_CAPABILITY_COPY, 0, 1, 0xFF, badge, badge % 2), 0);
        buffer_of(THIRD)->capability[0] = IPC_OFFER(1, 0xFF);
        ends(IPC_REPLY, (struct port_message){.info = INFO(0, 1, 0)}, 0);
        ends(IPC_CAPABILITY, operation(IPC_CAPABILITY_DROP, 1, 0, 0, 0, 0), 0);
        check_equal(got(CLIENT).info, INFO(0, 1, 0));
    }
}

struct revocation {
    uint32_t badge;
    uint32_t mask;
    uint8_t left; ///< bit i: badge i + 1 can still be used
};
static const struct revocation revocations[] = {
    {0, 0, 0}, {2, UINT32_MAX, 0xD}, {1, 1, 0xA}, {0, 1, 0x5}, {4, 4, 0x7}, {9, UINT32_MAX, 0xF},
};
enum { REVOCATIONS = sizeof revocations / sizeof revocations[0] };

static void revocation_is(unsigned number)
{
    const struct revocation *revocation = &revocations[number];
    handed_out_boot();
    run(THIRD);
    waits(IPC_CAPABILITY,
          operation(IPC_CAPABILITY_REVOKE, 0, revocation->badge, revocation->mask, 0, 0));
    got_status(THIRD, 0);
    run(CLIENT);
    for (uint32_t badge = 1; badge <= 4; badge++) {
        const bool is_notify = badge % 2 != 0;
        const uint32_t status = does(is_notify ? IPC_SIGNAL : IPC_SEND_POLL,
                                     (struct port_message){.capability = 3 + badge})
                                    .capability;
        const bool is_left = (revocation->left >> (badge - 1) & 1) != 0;
        check_equal(status == ERROR_STALE || status == ERROR_INVALID, !is_left);
    }
    // Those of the description stay, and those to others.
    ends(IPC_SIGNAL, (struct port_message){.capability = 3}, 0);
    check_equal(entry_of(SERVER, 1)->badge, 2);
}

static void revocation_takes_what_matches(void)
{
    check_each(REVOCATIONS, revocation_is);
}

static void bad_revocations(unsigned number)
{
    static const struct port_message bad[] = {
        {.capability = 0, .info = INFO(IPC_CAPABILITY_REVOKE, 0, 4), .word = {1, 0}},
        {.capability = 0, .info = INFO(IPC_CAPABILITY_REVOKE, 0, 4), .word = {3, 1}},
        {.capability = 1, .info = INFO(IPC_CAPABILITY_REVOKE, 0, 4), .word = {1, 1}},
        {.capability = 2, .info = INFO(IPC_CAPABILITY_REVOKE, 0, 4)},
    };
    capabilities_boot(CALL_RIGHTS, WITH_BUFFERS);
    ends(IPC_CAPABILITY, bad[number], ERROR_INVALID);
}

static void revocations_that_mean_nothing_are_invalid(void)
{
    check_each(4, bad_revocations);
}

static void senders_through_a_revoked_entry_end(void)
{
    handed_out_boot();
    waits(IPC_CALL, (struct port_message){.capability = 5});
    run(SERVER);
    run(THIRD);
    waits(IPC_CAPABILITY, operation(IPC_CAPABILITY_REVOKE, 0, 2, UINT32_MAX, 0, 0));
    got_status(CLIENT, ERROR_STALE);
    // Through one of the description: stays.
    waits(IPC_CALL, (struct port_message){.capability = 2});
    run(THIRD);
    waits(IPC_CAPABILITY, operation(IPC_CAPABILITY_REVOKE, 0, 0, 0, 0, 0));
    check_equal(badge_of((run(THIRD), does(IPC_RECEIVE, (struct port_message){0}))), 0x33);
}

static void what_is_given_during_revocation_stays(void)
{
    handed_out_boot();
    run(THIRD);
    check(ipc_revoke_begin(process_in(THIRD)->ipc, 0, 0));
    process_in(CLIENT)->ipc->table[5].generation = process_in(THIRD)->ipc->epoch;
    (void)host_run();
    check_equal(process_in(THIRD)->ipc->state, IPC_DONE);
    check_equal(entry_of(CLIENT, 5)->kind, IPC_KIND_CALL);
    check_equal(entry_of(CLIENT, 4)->kind, IPC_KIND_NONE);
}

static void a_sender_through_what_is_given_during_revocation_stays(void)
{
    handed_out_boot();
    struct ipc *client = process_in(CLIENT)->ipc;
    run(THIRD);
    check(ipc_revoke_begin(process_in(THIRD)->ipc, 0, 0));
    client->partner = process_in(THIRD)->ipc;
    client->badge = 0x77;
    client->rights = IPC_RIGHT_CALL;
    endpoint_enqueue(client);
    scheduler_put_first(client->process);
    ipc_block(client, IPC_CALLING);
    (void)host_run();
    check_equal(process_in(THIRD)->ipc->state, IPC_DONE);
    check_equal(client->state, IPC_CALLING);
    run(THIRD);
    check_equal(badge_of(does(IPC_RECEIVE, (struct port_message){0})), 0x77);
}

static void a_received_call_outlasts_revocation(void)
{
    handed_out_boot();
    waits(IPC_CALL, (struct port_message){.capability = 5});
    run(THIRD);
    (void)does(IPC_RECEIVE, (struct port_message){0});
    waits(IPC_CAPABILITY, operation(IPC_CAPABILITY_REVOKE, 0, 0, 0, 0, 0));
    run(THIRD);
    ends(IPC_REPLY, (struct port_message){0}, 0);
    got_status(CLIENT, 0);
}

static void a_revoked_offer_is_left_behind(void)
{
    handed_out_boot();
    buffer_of(CLIENT)->capability[0] = IPC_OFFER(5, 0xFF);
    waits(IPC_SEND, (struct port_message){.capability = 1, .info = INFO(0, 1, 1), .word = {4}});
    run(THIRD);
    waits(IPC_CAPABILITY, operation(IPC_CAPABILITY_REVOKE, 0, 2, UINT32_MAX, 0, 0));
    run(SERVER);
    const struct port_message received =
        does(IPC_RECEIVE, (struct port_message){.window = IPC_WINDOW(1, 1)});
    check_equal(received.capability, ERROR_TRUNCATED);
    check_equal(received.info, INFO(0, 0, 1));
    check_equal(received.word[0], 4);
    got_status(CLIENT, ERROR_TRUNCATED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(revocation_takes_what_matches),
        KERNEL_TEST(revocations_that_mean_nothing_are_invalid),
        KERNEL_TEST(senders_through_a_revoked_entry_end),
        KERNEL_TEST(what_is_given_during_revocation_stays),
        KERNEL_TEST(a_received_call_outlasts_revocation),
        KERNEL_TEST(a_sender_through_what_is_given_during_revocation_stays),
        KERNEL_TEST(a_revoked_offer_is_left_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
