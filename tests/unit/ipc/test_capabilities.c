// SPDX-License-Identifier: Apache-2.0 OR MIT
// Capabilities: copies, badges, messages that carry them, connections.
#include <string.h>

#include "capabilities.h"

// ---------------------------------------------------------------------------------------------
// Copies within a table

struct copy {
    uint32_t index;
    uint32_t slot;
    uint32_t mask;
    uint32_t badge;
    uint32_t kind;
    uint16_t status;
    uint8_t rights; ///< of the copy
};
static const struct copy copies[] = {
    {0, 4, 0xFF, 0, 0, 0, IPC_RIGHTS_COPIED},
    {0, 4, 0xFF, 0, 1, 0, IPC_RIGHTS_COPIED},
    {0, 4, 0xFF, 5, 0, 0, IPC_RIGHTS_COPIED & ~IPC_RIGHT_MINT},
    {0, 4, IPC_RIGHT_SEND, 5, 1, 0, IPC_RIGHT_SEND},
    {0, 4, 0, 5, 0, 0, 0},
    {0, 4, 0xFF, UINT32_MAX, 0, 0, IPC_RIGHTS_COPIED & ~IPC_RIGHT_MINT},
    {0, 7, 0xFF, 5, 0, 0, IPC_RIGHTS_COPIED & ~IPC_RIGHT_MINT},
    {0, 4, 0xFF, 5, 2, ERROR_INVALID, 0},
    {0, 4, 0xFF, 5, UINT32_MAX, ERROR_INVALID, 0},
    {0, 8, 0xFF, 5, 0, ERROR_INVALID, 0},
    {0, 3, 0xFF, 5, 0, ERROR_INVALID, 0},
    {0, 0, 0xFF, 5, 0, ERROR_INVALID, 0},
    {0, UINT32_MAX, 0xFF, 5, 0, ERROR_INVALID, 0},
    {0, 0x10004, 0xFF, 5, 0, ERROR_INVALID, 0},
    {1, 4, 0xFF, 0, 0, 0, CALL_RIGHTS},
    {1, 4, 0xFFFFFFFF, 0, 9, 0, CALL_RIGHTS},
    {1, 4, IPC_RIGHT_CALL, 0, 0, 0, IPC_RIGHT_CALL},
    {1, 4, 0xFF, 6, 0, ERROR_RIGHT, 0},
    {3, 4, 0xFF, 0, 0, 0, IPC_RIGHT_SEND},
    {3, 4, IPC_RIGHT_CALL, 0, 0, 0, 0},
    {4, 5, 0xFF, 0, 0, ERROR_INVALID, 0},
    {8, 5, 0xFF, 0, 0, ERROR_INVALID, 0},
    {UINT32_MAX, 5, 0xFF, 0, 0, ERROR_INVALID, 0},
    {0x10001, 5, 0xFF, 0, 0, ERROR_INVALID, 0},
};
enum { COPIES = sizeof copies / sizeof copies[0] };

static void copy_is(unsigned number)
{
    const struct copy *copy = &copies[number];
    capabilities_boot(CALL_RIGHTS | IPC_RIGHT_WATCH, WITH_BUFFERS);
    ends(IPC_CAPABILITY,
         operation(IPC_CAPABILITY_COPY, copy->index, copy->slot, copy->mask, copy->badge,
                   copy->kind),
         copy->status);
    if (copy->status != 0) {
        for (uint32_t i = 4; i < 8; i++) {
            check_equal(entry_of(CLIENT, i)->kind, IPC_KIND_NONE);
        }
        return;
    }
    const struct capability *made = entry_of(CLIENT, copy->slot);
    const struct capability *source = entry_of(CLIENT, copy->index);
    check_equal(made->rights, copy->rights);
    check_equal(made->target, source->target);
    check_equal(made->kind, copy->index != 0  ? source->kind
                            : copy->kind == 0 ? IPC_KIND_CALL
                                              : IPC_KIND_NOTIFY);
    check_equal(made->badge, copy->badge != 0 ? copy->badge : source->badge);
    check_equal(made->generation, ipc_of(made->target)->epoch);
    // A full slot is none.
    ends(IPC_CAPABILITY, operation(IPC_CAPABILITY_COPY, 0, copy->slot, 0xFF, 1, 0), ERROR_INVALID);
}

static void copies_only_get_narrower(void)
{
    check_each(COPIES, copy_is);
}

static void an_unbadged_copy_with_mint_is_badged_once(void)
{
    capabilities_boot(CALL_RIGHTS, WITH_BUFFERS);
    ends(IPC_CAPABILITY, operation(IPC_CAPABILITY_COPY, 0, 4, 0xFF, 0, 0), 0);
    ends(IPC_CAPABILITY, operation(IPC_CAPABILITY_COPY, 4, 5, 0xFF, 9, 0), 0);
    ends(IPC_CAPABILITY, operation(IPC_CAPABILITY_COPY, 5, 6, 0xFF, 10, 0), ERROR_RIGHT);
    ends(IPC_CAPABILITY, operation(IPC_CAPABILITY_COPY, 5, 6, 0xFF, 0, 0), 0);
    check_equal(entry_of(CLIENT, 6)->badge, 9);
}

static void entries_are_dropped(unsigned number)
{
    static const struct {
        uint32_t index;
        uint16_t status;
    } drops[] = {{0, ERROR_RIGHT},   {1, ERROR_RIGHT},   {3, ERROR_RIGHT},           {4, 0},
                 {5, ERROR_INVALID}, {8, ERROR_INVALID}, {UINT32_MAX, ERROR_INVALID}};
    capabilities_boot(CALL_RIGHTS, WITH_BUFFERS);
    ends(IPC_CAPABILITY, operation(IPC_CAPABILITY_COPY, 1, 4, 0xFF, 0, 0), 0);
    ends(IPC_CAPABILITY, operation(IPC_CAPABILITY_DROP, drops[number].index, 0, 0, 0, 0),
         drops[number].status);
    check_equal(entry_of(CLIENT, 4)->kind != IPC_KIND_NONE, drops[number].status != 0);
}

static void only_entries_of_run_time_are_dropped(void)
{
    check_each(7, entries_are_dropped);
}

static void operations_that_do_not_exist(unsigned number)
{
    capabilities_boot(CALL_RIGHTS, WITH_BUFFERS);
    const uint32_t label = number < 4 ? 5 + number : 0xFFFFF;
    ends(IPC_CAPABILITY, operation(label, 1, 4, 0xFF, 0, 0), ERROR_INVALID);
    ends(IPC_OBJECT, operation(label, 1, 4, 0xFF, 0, 0), ERROR_INVALID);
}

static void unknown_operations_are_invalid(void)
{
    check_each(5, operations_that_do_not_exist);
}

static void a_query_tells_what_an_entry_is(void)
{
    capabilities_boot(CALL_RIGHTS, WITH_BUFFERS);
    struct port_message query =
        does(IPC_CAPABILITY, operation(IPC_CAPABILITY_QUERY, 3, 0, 0, 0, 0));
    check_equal(query.capability, 0);
    check_equal(query.info, 3);
    check_equal(query.word[0], IPC_KIND_NOTIFY | (IPC_RIGHT_SEND | IPC_RIGHT_STATIC) << 8 |
                                   IPC_CAPABILITY_GOOD << 16);
    check_equal(query.word[1], 0x10);
    query = does(IPC_CAPABILITY, operation(IPC_CAPABILITY_QUERY, 4, 0, 0, 0, 0));
    check_equal(query.word[0] >> 16 & 0xFF, IPC_CAPABILITY_EMPTY);
    terminate(THIRD);
    query = does(IPC_CAPABILITY, operation(IPC_CAPABILITY_QUERY, 3, 0, 0, 0, 0));
    check_equal(query.word[0] >> 16 & 0xFF, IPC_CAPABILITY_DEAD);
    ends(IPC_CAPABILITY, operation(IPC_CAPABILITY_QUERY, 8, 0, 0, 0, 0), ERROR_INVALID);
}

// ---------------------------------------------------------------------------------------------
// Messages that carry them

struct passing {
    uint8_t rights;    ///< of the entry that the message goes through
    uint8_t offers;    ///< how many
    uint32_t offer[3]; ///< indices
    uint32_t window;
    uint16_t sent;     ///< status for the sender that comes at once, or 0
    uint16_t received; ///< status
    uint8_t extra;     ///< as received
    uint8_t unwrapped;
};
#define W IPC_WINDOW
static const struct passing passings[] = {
    {CALL_RIGHTS, 1, {2}, W(1, 1), 0, 0, 1, 0},
    {CALL_RIGHTS, 1, {3}, W(4, 1), 0, 0, 1, 0},
    {CALL_RIGHTS, 2, {2, 3}, W(1, 2), 0, 0, 2, 0},
    {CALL_RIGHTS, 3, {2, 3, 2}, W(1, 3), 0, 0, 3, 0},
    {CALL_RIGHTS, 3, {2, 3, 2}, W(2, 3), 0, 0, 3, 0},
    // Fewer places, or none, or bad ones.
    {CALL_RIGHTS, 3, {2, 3, 2}, W(1, 2), 0, ERROR_TRUNCATED, 2, 0},
    {CALL_RIGHTS, 3, {2, 3, 2}, W(1, 1), 0, ERROR_TRUNCATED, 1, 0},
    {CALL_RIGHTS, 3, {2, 3, 2}, W(3, 3), 0, ERROR_TRUNCATED, 2, 0},
    {CALL_RIGHTS, 3, {2, 3, 2}, W(4, 3), 0, ERROR_TRUNCATED, 1, 0},
    {CALL_RIGHTS, 1, {2}, 0, 0, ERROR_TRUNCATED, 0, 0},
    {CALL_RIGHTS, 1, {2}, W(1, 0), 0, ERROR_TRUNCATED, 0, 0},
    {CALL_RIGHTS, 1, {2}, W(0, 1), 0, ERROR_TRUNCATED, 0, 0},
    {CALL_RIGHTS, 1, {2}, W(5, 1), 0, ERROR_TRUNCATED, 0, 0},
    {CALL_RIGHTS, 1, {2}, W(0xFFFF, 1), 0, ERROR_TRUNCATED, 0, 0},
    {CALL_RIGHTS, 1, {2}, W(0x101, 1), 0, ERROR_TRUNCATED, 0, 0},
    // Places that nobody asked for stay empty.
    {CALL_RIGHTS, 0, {0}, W(1, 3), 0, 0, 0, 0},
    // To the endpoint itself: a badge.
    {CALL_RIGHTS, 1, {1}, 0, 0, 0, 1, 1},
    {CALL_RIGHTS, 2, {1, 2}, W(1, 1), 0, 0, 2, 1},
    {CALL_RIGHTS, 3, {2, 1, 3}, W(1, 2), 0, 0, 3, 2},
    {CALL_RIGHTS, 3, {1, 1, 1}, 0, 0, 0, 3, 7},
    {CALL_RIGHTS, 3, {1, 2, 1}, 0, 0, ERROR_TRUNCATED, 1, 1},
    // Without the right to grant none goes, which is no error.
    {IPC_RIGHT_SEND | IPC_RIGHT_CALL, 2, {2, 3}, W(1, 2), 0, 0, 0, 0},
    {IPC_RIGHT_SEND | IPC_RIGHT_CALL | IPC_RIGHT_GRANT_REPLY, 1, {2}, W(1, 1), 0, 0, 0, 0},
    {IPC_RIGHT_SEND | IPC_RIGHT_CALL, 1, {1}, W(1, 1), 0, 0, 0, 0},
    // What the sender does not have.
    {CALL_RIGHTS, 1, {0}, W(1, 1), ERROR_INVALID, 0, 0, 0},
    {CALL_RIGHTS, 1, {4}, W(1, 1), ERROR_INVALID, 0, 0, 0},
    {CALL_RIGHTS, 1, {8}, W(1, 1), ERROR_INVALID, 0, 0, 0},
    {CALL_RIGHTS, 1, {0xFFFF}, W(1, 1), ERROR_INVALID, 0, 0, 0},
    {CALL_RIGHTS, 3, {2, 3, 7}, W(1, 3), ERROR_INVALID, 0, 0, 0},
    {IPC_RIGHT_SEND, 1, {7}, W(1, 1), ERROR_INVALID, 0, 0, 0},
};
enum { PASSINGS = sizeof passings / sizeof passings[0], SENDS = 2 };

static void passing_is(unsigned number)
{
    const struct passing *passing = &passings[number / SENDS];
    capabilities_boot(passing->rights, WITH_BUFFERS);
    for (unsigned i = 0; i < 3; i++) {
        buffer_of(CLIENT)->capability[i] = IPC_OFFER(passing->offer[i], IPC_RIGHT_SEND | 0xE0);
    }
    const struct port_message sent = {
        .capability = 1, .info = INFO(6, passing->offers, 1), .word = {8}};
    struct port_message received;
    if (passing->sent != 0) {
        ends(IPC_SEND, sent, passing->sent);
        check(ipc_of(SERVER)->senders == NULL);
        return;
    }
    if (number % SENDS == 0) {
        waits(IPC_SEND, sent);
        run(SERVER);
        received = does(IPC_RECEIVE, (struct port_message){.window = passing->window});
        got_status(CLIENT, passing->received);
    } else {
        run(SERVER);
        waits(IPC_RECEIVE, (struct port_message){.window = passing->window});
        run(CLIENT);
        ends(IPC_SEND, sent, passing->received);
        received = got(SERVER);
    }
    check_equal(received.capability, passing->received);
    check_equal(received.word[0], 8);
    check_equal(badge_of(received), 3);
    check_equal(received.info,
                INFO(6, passing->extra, 1) | (uint32_t)passing->unwrapped << IPC_UNWRAPPED_SHIFT);
    uint32_t slot = passing->window & 0xFFFF;
    for (unsigned i = 0; i < passing->extra; i++) {
        if ((passing->unwrapped >> i & 1) != 0) {
            check_equal(buffer_of(SERVER)->capability[i], 3);
            continue;
        }
        const struct capability *made = entry_of(SERVER, slot++);
        check_equal(made->target, THIRD);
        check_equal(made->kind, passing->offer[i] == 2 ? IPC_KIND_CALL : IPC_KIND_NOTIFY);
        check_equal(made->rights, IPC_RIGHT_SEND);
        check_equal(made->badge, passing->offer[i] == 2 ? 0x33 : 0x10);
    }
    for (uint32_t i = 1; i < 5; i++) {
        const uint32_t first = passing->window & 0xFFFF;
        check_equal(entry_of(SERVER, i)->kind != IPC_KIND_NONE, i >= first && i < slot);
    }
    // The sender keeps its own.
    check_equal(entry_of(CLIENT, 2)->kind, IPC_KIND_CALL);
}

static void messages_carry_capabilities_in_order(void)
{
    check_each(PASSINGS * SENDS, passing_is);
}

static void offers_need_a_buffer(void)
{
    capabilities_boot(CALL_RIGHTS, WITHOUT_BUFFERS);
    ends(IPC_SEND, (struct port_message){.capability = 1, .info = INFO(0, 1, 0)}, ERROR_INVALID);
    ends(IPC_REPLY, (struct port_message){.info = INFO(0, 1, 0)}, ERROR_INVALID);
    ends(IPC_REPLY_RECEIVE, (struct port_message){.info = INFO(0, 3, 0)}, ERROR_INVALID);
}

/// The client calls; the server answers with an entry to the third, which it was given before.
static void reply_carries(unsigned number)
{
    static const uint8_t rights[] = {0, IPC_RIGHT_GRANT_REPLY, IPC_RIGHT_GRANT,
                                     IPC_RIGHT_GRANT | IPC_RIGHT_GRANT_REPLY};
    const bool may = number / 2 != 0;
    const bool is_fused = number % 2 != 0;
    system_open();
    (void)system_process("client", RANK);
    (void)system_entry(IPC_KIND_CALL, IPC_RIGHT_CALL | rights[number / 2], SERVER, 3);
    (void)system_process("server", RANK);
    (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS, THIRD, 0x44);
    (void)system_process("third", RANK);
    system_boot(WITH_BUFFERS);
    run(CLIENT);
    waits(IPC_CALL, (struct port_message){.capability = 1, .window = IPC_WINDOW(3, 1)});
    run(SERVER);
    (void)does(IPC_RECEIVE, (struct port_message){0});
    buffer_of(SERVER)->capability[0] = IPC_OFFER(1, 0xFF);
    const struct port_message reply = {.info = INFO(0, 1, 0)};
    if (is_fused) {
        waits(IPC_REPLY_RECEIVE, reply);
    } else {
        ends(IPC_REPLY, reply, 0);
    }
    const struct port_message results = got(CLIENT);
    check_equal(results.capability, 0);
    check_equal(results.info, INFO(0, may ? 1 : 0, 0));
    check_equal(entry_of(CLIENT, 3)->kind, may ? IPC_KIND_CALL : IPC_KIND_NONE);
    if (may) {
        check_equal(entry_of(CLIENT, 3)->badge, 0x44);
        waits(IPC_CALL, (struct port_message){.capability = 3, .info = 1, .word = {6}});
        run(THIRD);
        check_equal(badge_of(does(IPC_RECEIVE, (struct port_message){0})), 0x44);
    }
}

static void replies_carry_capabilities_if_the_call_allows(void)
{
    check_each(8, reply_carries);
}

static void a_server_hands_out_sessions_of_its_own(void)
{
    capabilities_boot(CALL_RIGHTS, WITH_BUFFERS);
    waits(IPC_CALL, (struct port_message){.capability = 1, .window = IPC_WINDOW(4, 1)});
    run(SERVER);
    (void)does(IPC_RECEIVE, (struct port_message){0});
    ends(IPC_CAPABILITY, operation(IPC_CAPABILITY_COPY, 0, 1, 0xFF, 0x5E55, 0), 0);
    buffer_of(SERVER)->capability[0] = IPC_OFFER(1, CALL_RIGHTS);
    waits(IPC_REPLY_RECEIVE, (struct port_message){.info = INFO(0, 1, 0)});
    check_equal(got(CLIENT).info, INFO(0, 1, 0));
    waits(IPC_CALL, (struct port_message){.capability = 4});
    check_equal(badge_of(host_ipc_results()), 0x5E55);
    // Shown to the server again, it is a badge and takes no slot.
    waits(IPC_REPLY_RECEIVE, (struct port_message){0});
    run(CLIENT);
    buffer_of(CLIENT)->capability[0] = IPC_OFFER(4, 0xFF);
    waits(IPC_CALL, (struct port_message){.capability = 1, .info = INFO(0, 1, 0)});
    check_equal(host_ipc_results().info, INFO(0, 1, 0) | 1u << IPC_UNWRAPPED_SHIFT);
    check_equal(buffer_of(SERVER)->capability[0], 0x5E55);
}

static void a_badge_that_fits_no_word_is_left_behind(void)
{
    system_open();
    (void)system_process("client", RANK);
    (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS, SERVER, 1ull << 32);
    (void)system_process("server", RANK);
    system_boot(WITH_BUFFERS);
    run(CLIENT);
    buffer_of(CLIENT)->capability[0] = IPC_OFFER(1, 0xFF);
    waits(IPC_SEND, (struct port_message){.capability = 1, .info = INFO(0, 1, 0)});
    run(SERVER);
    const struct port_message received =
        does(IPC_RECEIVE, (struct port_message){.window = IPC_WINDOW(1, 1)});
    check_equal(received.capability, ERROR_TRUNCATED);
    check_equal(received.info, 0);
    check_equal(badge_of(received), 1ull << 32);
}

/// A badge of the description is one for ever, whatever rights stand beside it.
static void a_badged_entry_of_the_description_is_not_badged_again(void)
{
    capabilities_boot(CALL_RIGHTS | IPC_RIGHT_MINT, WITH_BUFFERS);
    ends(IPC_CAPABILITY, operation(IPC_CAPABILITY_COPY, 1, 4, 0xFF, 9, 0), ERROR_RIGHT);
    ends(IPC_CAPABILITY, operation(IPC_CAPABILITY_COPY, 1, 4, 0xFF, 0, 0), 0);
    check_equal(entry_of(CLIENT, 4)->rights, CALL_RIGHTS);
}

// ---------------------------------------------------------------------------------------------
// Connections

struct connection {
    const char *name;
    uint32_t length_bytes;
    uint32_t slot;
    uint32_t index;
    uint16_t status;
};
static const struct connection connections[] = {
    {"disk", 4, 1, 0, 0},
    {"disk", 4, 4, 0, 0},
    {"disk", 4, 5, 0, ERROR_INVALID},
    {"disk", 4, 0, 0, ERROR_INVALID},
    {"disk", 4, 1, 1, ERROR_INVALID},
    {"disk", 3, 1, 0, ERROR_NO_DEVICE},
    {"disk", 0, 1, 0, ERROR_NO_DEVICE},
    {"disks", 5, 1, 0, ERROR_NO_DEVICE},
    {"clock", 5, 1, 0, ERROR_NO_DEVICE}, // Offered, but not to this one.
    {"disk", 32, 1, 0, ERROR_NO_DEVICE},
    {"disk", 33, 1, 0, ERROR_INVALID},
    {"disk", UINT32_MAX, 1, 0, ERROR_INVALID},
    {NULL, 4, 1, 0, ERROR_FAULT},
};
enum { CONNECTIONS = sizeof connections / sizeof connections[0] };

static void connection_is(unsigned number)
{
    const struct connection *connection = &connections[number];
    system_open();
    (void)system_process("client", RANK);
    (void)system_process("server", RANK);
    system_table.header.services.count = 2;
    system_table.service[0] =
        (struct system_service){.name = "clock", .name_length_bytes = 5, .process = SERVER};
    system_table.service[1] =
        (struct system_service){.name = "disk", .name_length_bytes = 4, .process = SERVER};
    system_table.header.sought.count = 1;
    system_table.sought[0] = (struct system_sought){
        .service = 1, .rights = CALL_RIGHTS, .badge_low = 7, .badge_high = 0x80000000};
    system_table.process[CLIENT].sought.count = 1;
    system_boot(WITH_BUFFERS);
    run(CLIENT);
    uint32_t address = (uint32_t)process_in(CLIENT)->memory_start;
    if (connection->name != NULL) {
        memset(host_memory_at(address), 0, 64);
        memcpy(host_memory_at(address), connection->name, strlen(connection->name));
    } else {
        address = (uint32_t)process_in(SERVER)->memory_start;
    }
    ends(IPC_CAPABILITY,
         operation(IPC_CAPABILITY_CONNECT, connection->index, address, connection->length_bytes,
                   connection->slot, 0),
         connection->status);
    if (connection->status == 0) {
        waits(IPC_CALL, (struct port_message){.capability = connection->slot});
        run(SERVER);
        check_equal(badge_of(does(IPC_RECEIVE, (struct port_message){0})), 7 | IPC_BADGE_CALL);
    }
}

static void connections_are_for_names_that_both_rows_have(void)
{
    check_each(CONNECTIONS, connection_is);
}

/// A badge that a server had given reads like an offer of what the server has.
static void who_sends_back_the_information_it_got_passes_nothing(void)
{
    capabilities_boot(CALL_RIGHTS, WITH_BUFFERS);
    run(SERVER);
    const uint32_t badge = IPC_OFFER(2, IPC_RIGHTS_COPIED);
    ends(IPC_CAPABILITY, operation(IPC_CAPABILITY_COPY, 0, 1, CALL_RIGHTS, badge, 0), 0);
    ends(IPC_CAPABILITY, operation(IPC_CAPABILITY_COPY, 0, 2, IPC_RIGHTS_COPIED, 0, 0), 0);
    run(CLIENT);
    waits(IPC_CALL, (struct port_message){.capability = 1, .window = IPC_WINDOW(4, 1)});
    run(SERVER);
    (void)does(IPC_RECEIVE, (struct port_message){0});
    buffer_of(SERVER)->capability[0] = IPC_OFFER(1, IPC_RIGHTS_COPIED);
    ends(IPC_REPLY, (struct port_message){.info = INFO(0, 1, 0)}, 0);
    check_equal(got(CLIENT).info, INFO(0, 1, 0));

    buffer_of(CLIENT)->capability[0] = IPC_OFFER(4, 0);
    waits(IPC_CALL, (struct port_message){
                        .capability = 1, .info = INFO(7, 1, 0), .window = IPC_WINDOW(5, 1)});
    run(SERVER);
    const uint32_t info = does(IPC_RECEIVE, (struct port_message){0}).info;
    check_equal(info, INFO(7, 1, 0) | 1u << IPC_UNWRAPPED_SHIFT);
    check_equal(buffer_of(SERVER)->capability[0], badge);
    ends(IPC_REPLY, (struct port_message){.info = info}, 0);
    check_equal(got(CLIENT).info, INFO(7, 0, 0));
    check_equal(entry_of(CLIENT, 5)->kind, IPC_KIND_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(copies_only_get_narrower),
        KERNEL_TEST(an_unbadged_copy_with_mint_is_badged_once),
        KERNEL_TEST(only_entries_of_run_time_are_dropped),
        KERNEL_TEST(unknown_operations_are_invalid),
        KERNEL_TEST(a_query_tells_what_an_entry_is),
        KERNEL_TEST(messages_carry_capabilities_in_order),
        KERNEL_TEST(offers_need_a_buffer),
        KERNEL_TEST(replies_carry_capabilities_if_the_call_allows),
        KERNEL_TEST(a_server_hands_out_sessions_of_its_own),
        KERNEL_TEST(a_badge_that_fits_no_word_is_left_behind),
        KERNEL_TEST(a_badged_entry_of_the_description_is_not_badged_again),
        KERNEL_TEST(who_sends_back_the_information_it_got_passes_nothing),
        KERNEL_TEST(connections_are_for_names_that_both_rows_have),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
