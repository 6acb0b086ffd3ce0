// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "ipc_scenario.h"

#include <abi/system_call.h>
#include <string.h>

#include "outcome.h"

enum {
    WORDS = 10,
    BADGE = 0x77,
    // Entries of the description.
    CLIENT_SERVER = 1,
    CLIENT_SIGNAL,
    CLIENT_PASSIVE,
    CLIENT_DEBUG,
    CLIENT_SLOT, ///< first of those for entries at run time
    SERVER_SIGNAL = 1,
    SERVER_LINE,
    SERVER_CHILD,
    SERVER_SLOT,
    CHILD_SERVER = 1,
    SLOTS = 3, ///< that a window names
};
static const char service_name[] = SCENARIO_SERVICE;

void ipc_scenario_boot(void)
{
    static const char *const names[PROGRAMS] = {"client", "server", "child", "passive"};
    system_open();
    (void)system_process(names[CLIENT], RANK);
    (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS | IPC_RIGHT_WATCH, SERVER, BADGE);
    (void)system_entry(IPC_KIND_NOTIFY, IPC_RIGHT_SEND, SERVER, 1u << 5);
    (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS, PASSIVE, 3);
    (void)system_entry(IPC_KIND_DEBUG, 0, 0, 0);
    system_table.process[CLIENT].sought.count = 1;
    (void)system_process(names[SERVER], RANK);
    (void)system_entry(IPC_KIND_NOTIFY, IPC_RIGHT_SEND, CLIENT, 1u << 6);
    (void)system_entry(IPC_KIND_IRQ, 0, SCENARIO_LINE, 1u << 7);
    (void)system_entry(IPC_KIND_CHILD, 0, CHILD, 0);
    (void)system_process(names[CHILD], RANK);
    (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS, SERVER, BADGE + 1);
    system_table.process[CHILD].parent = SERVER;
    system_table.process[CHILD].child_id = 5;
    system_table.process[CHILD].budget_microseconds = 5000;
    system_table.process[CHILD].period_microseconds = 20000;
    system_table.process[CHILD].flags = SYSTEM_TIMEOUT_FAULTS;
    (void)system_process(names[PASSIVE], RANK);
    system_table.process[PASSIVE].flags = SYSTEM_PASSIVE;
    system_table.header.services.count = 1;
    system_table.service[0].process = SERVER;
    system_table.service[0].name_length_bytes = sizeof service_name - 1;
    memcpy(system_table.service[0].name, service_name, sizeof service_name - 1);
    system_table.header.sought.count = 1;
    system_table.sought[0].rights = CALL_RIGHTS;
    test_policy.fault_policy = FAULT_POLICY_RESTART;
    system_boot(WITH_BUFFERS);
    for (unsigned row = 0; row < PROGRAMS; row++) {
        struct ipc_buffer *buffer = buffer_of(row);
        for (uint32_t i = 0; i < IPC_WORDS_MAX; i++) {
            buffer->word[i] = scenario_word(row, i);
        }
    }
}

uint32_t scenario_word(unsigned row, uint32_t index)
{
    return 0x1000000u * (row + 1) + 0x10203u * index;
}

void ipc_scenario_act(const struct ipc_scenario *scenario)
{
    if (scenario->act != NULL) {
        scenario->act();
    } else {
        (void)host_ipc_call(scenario->class, &scenario->call);
    }
}

// Of the board nothing but what the kernel has is looked at.
uint64_t outcome_output(void)
{
    return 0;
}

uint64_t outcome_board(uint64_t sum)
{
    return digest(sum, host.is_line_enabled, sizeof host.is_line_enabled);
}

// ---------------------------------------------------------------------------------------------
// What was done before

#define MESSAGE(...) ((struct port_message){__VA_ARGS__})

/// Three to pass: one to itself, one to the server, and one that is not there for long.
static void client_offers(void)
{
    run(CLIENT);
    ends(IPC_CAPABILITY,
         MESSAGE(.info = INFO(IPC_CAPABILITY_COPY, 0, 4),
                 .word = {CLIENT_SLOT, IPC_RIGHTS_COPIED, 9}),
         0);
    buffer_of(CLIENT)->capability[0] = IPC_OFFER(CLIENT_SLOT, IPC_RIGHTS_COPIED);
    buffer_of(CLIENT)->capability[1] = IPC_OFFER(CLIENT_SERVER, IPC_RIGHT_CALL);
    buffer_of(CLIENT)->capability[2] = IPC_OFFER(CLIENT_SIGNAL, IPC_RIGHTS_COPIED);
}

static void server_offers(void)
{
    run(SERVER);
    ends(IPC_CAPABILITY,
         MESSAGE(.info = INFO(IPC_CAPABILITY_COPY, 0, 4),
                 .word = {SERVER_SLOT, IPC_RIGHTS_COPIED, 8}),
         0);
    buffer_of(SERVER)->capability[0] = IPC_OFFER(SERVER_SLOT, IPC_RIGHTS_COPIED);
    buffer_of(SERVER)->capability[1] = IPC_OFFER(SERVER_SIGNAL, IPC_RIGHTS_COPIED);
}

static void server_receives(void)
{
    run(SERVER);
    waits(IPC_RECEIVE, MESSAGE(.window = IPC_WINDOW(SERVER_SLOT, SLOTS)));
    run(CLIENT);
}

static void server_is_offered(void)
{
    client_offers();
    server_receives();
}

static void server_waits_for_bits(void)
{
    run(SERVER);
    waits(IPC_WAIT, MESSAGE(0));
    run(CLIENT);
}

static void passive_receives(void)
{
    run(PASSIVE);
    waits(IPC_RECEIVE, MESSAGE(0));
    run(CLIENT);
}

static void client_runs(void)
{
    client_offers();
    run(CLIENT);
}

static void client_has_called(void)
{
    client_offers();
    waits(IPC_CALL, MESSAGE(.capability = CLIENT_SERVER, .info = INFO(3, 3, WORDS),
                            .word = {1, 2, 3, 4}, .window = IPC_WINDOW(CLIENT_SLOT + 1, SLOTS)));
    run(SERVER);
}

static void client_has_sent(void)
{
    client_offers();
    waits(IPC_SEND,
          MESSAGE(.capability = CLIENT_SERVER, .info = INFO(3, 3, WORDS), .word = {1, 2, 3, 4}));
    run(SERVER);
}

/// The client's call has been received; it takes what comes with the reply.
static void server_owes(void)
{
    run(CLIENT);
    waits(IPC_CALL, MESSAGE(.capability = CLIENT_SERVER, .window = IPC_WINDOW(CLIENT_SLOT, SLOTS)));
    server_offers();
    (void)does(IPC_RECEIVE, MESSAGE(0));
}

static void server_owes_and_child_calls(void)
{
    server_owes();
    run(CHILD);
    waits(IPC_CALL, MESSAGE(.capability = CHILD_SERVER, .info = INFO(4, 0, WORDS)));
    run(SERVER);
}

static void passive_owes(void)
{
    passive_receives();
    waits(IPC_CALL, MESSAGE(.capability = CLIENT_PASSIVE));
    run(PASSIVE);
}

static void client_waits(void)
{
    run(CLIENT);
    waits(IPC_RECEIVE, MESSAGE(0));
    run(SERVER);
}

static void server_is_signalled(void)
{
    run(CLIENT);
    ends(IPC_SIGNAL, MESSAGE(.capability = CLIENT_SIGNAL), 0);
    run(SERVER);
}

static void line_is_waited_for(void)
{
    run(SERVER);
    ends(IPC_OBJECT, MESSAGE(.capability = SERVER_LINE, .info = INFO(IPC_IRQ_ACKNOWLEDGE, 0, 0)),
         0);
    waits(IPC_RECEIVE, MESSAGE(0));
    run(CLIENT);
}

static void name_is_there(void)
{
    run(CLIENT);
    memcpy(host_memory_at(process_in(CLIENT)->memory_start), service_name, sizeof service_name);
}

static void server_runs(void)
{
    run(SERVER);
}

/// The client waits to be received through what it was given.
static void sessions_are_out(void)
{
    server_owes();
    ends(IPC_REPLY, MESSAGE(.info = INFO(0, 2, 0)), 0);
    run(CLIENT);
    waits(IPC_CALL, MESSAGE(.capability = CLIENT_SLOT, .info = INFO(0, 0, WORDS)));
    run(SERVER);
}

static void child_runs(void)
{
    run(CHILD);
}

static void parent_receives(void)
{
    server_receives();
    run(CHILD);
}

static void child_has_faulted(void)
{
    run(CHILD);
    host_fault(&(const struct port_fault){.cause = FAULT_DATA_ACCESS, .has_address = true});
    run(SERVER);
}

static void child_is_looked_at(void)
{
    child_has_faulted();
    (void)does(IPC_RECEIVE, MESSAGE(0));
}

/// The parent has got the registers of a child that made a call of no class.
static void child_made_no_call(void)
{
    server_receives();
    run(CHILD);
    waits(IPC_CLASS_RESERVED, MESSAGE(0));
    (void)got(SERVER);
}

static void child_made_an_exception(void)
{
    server_receives();
    run(CHILD);
    host_fault(&(const struct port_fault){.cause = FAULT_UNDEFINED_INSTRUCTION});
    (void)got(SERVER);
}

static void time_is_used_up(void);

static void child_has_no_time(void)
{
    server_receives();
    run(CHILD);
    time_is_used_up();
    (void)got(SERVER);
}

static void results_wait(void)
{
    server_receives();
    ends(IPC_SIGNAL, MESSAGE(.capability = CLIENT_SIGNAL), 0);
}

static void upcall_waits_here(void)
{
    run(SERVER);
    program_leave(SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, 0, process_in(SERVER)->app_start | 1u, 7);
    waits(IPC_RECEIVE, MESSAGE(0));
    run(CLIENT);
}

// ---------------------------------------------------------------------------------------------
// What happens

static void faults(void)
{
    host_fault(&(const struct port_fault){.cause = FAULT_DATA_ACCESS, .has_address = true});
    settle();
}

static void makes_no_call(void)
{
    (void)host_ipc_call(IPC_CLASS_RESERVED, &MESSAGE(.capability = 1));
    (void)host_run();
}

static void ends_itself(void)
{
    (void)host_call(SYSTEM_CALL_EXIT, EXIT_TERMINATE, 0, 0, 0);
    settle();
}

static void line_comes(void)
{
    host_line_raise(SCENARIO_LINE);
    (void)host_run();
}

static void others_run(void)
{
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    (void)host_run();
}

static void upcall_comes(void)
{
    (void)schedule_upcall(CAPSULE_FIRST, process_in(SERVER)->id, 0, 1, 2, 3);
    (void)host_run();
}

static void time_is_used_up(void)
{
    for (unsigned i = 0; i < 8; i++) {
        host_time_advance(TICKS_PER_MILLISECOND);
        host_tick(false);
        (void)host_run();
    }
}

// ---------------------------------------------------------------------------------------------

#define TO_SERVER(caps, length)     \
    {.capability = CLIENT_SERVER,   \
     .info = INFO(3, caps, length), \
     .word = {11, 12, 13, 14},      \
     .window = IPC_WINDOW(CLIENT_SLOT + 1, SLOTS)}
#define TO_CALLER(caps, length)     \
    {.info = INFO(4, caps, length), \
     .word = {21, 22, 23, 24},      \
     .window = IPC_WINDOW(SERVER_SLOT + 1, SLOTS)}
#define OF_SELF(operation, ...)                                \
    {                                                          \
        .info = INFO(operation, 0, 4), .word = { __VA_ARGS__ } \
    }
#define OF_ENTRY(index, operation, ...)                                               \
    {                                                                                 \
        .capability = (index), .info = INFO(operation, 0, 4), .word = { __VA_ARGS__ } \
    }
#define CALL(name, prepare, class, ...) {name, prepare, NULL, class, __VA_ARGS__, {0}}
#define EVENT(name, prepare, act) {name, prepare, act, 0, {0}, {0}}

const struct ipc_scenario ipc_scenarios[] = {
    {"call: direct switch",
     server_receives,
     NULL,
     IPC_CALL,
     TO_SERVER(0, 4),
     {CLIENT_SERVER, INFO(7, 0, 2), 0, 0}},
    {"call: ten words",
     server_receives,
     NULL,
     IPC_CALL,
     TO_SERVER(0, WORDS),
     {CLIENT_PASSIVE, INFO(7, 3, 120), 0, 0}},
    CALL("call: three portions", server_receives, IPC_CALL, TO_SERVER(0, 72)),
    {"call: capabilities",
     server_is_offered,
     NULL,
     IPC_CALL,
     TO_SERVER(3, 5),
     {CLIENT_SERVER, INFO(3, 1, 5), 0, 0}},
    CALL("call: waits", client_runs, IPC_CALL, TO_SERVER(3, WORDS)),
    CALL("call: no such entry", client_runs, IPC_CALL, {.capability = 77}),
    CALL("call: passive server", passive_receives, IPC_CALL, {.capability = CLIENT_PASSIVE}),
    {"send: is received",
     server_is_offered,
     NULL,
     IPC_SEND,
     TO_SERVER(3, WORDS),
     {CLIENT_SERVER, INFO(3, 0, 40), 0, 0}},
    CALL("send: waits", client_runs, IPC_SEND, TO_SERVER(3, WORDS)),
    CALL("send-poll: is received", server_is_offered, IPC_SEND_POLL, TO_SERVER(2, 6)),
    CALL("send-poll: finds nobody", client_runs, IPC_SEND_POLL, TO_SERVER(2, 6)),
    CALL("send-receive", server_is_offered, IPC_SEND_RECEIVE, TO_SERVER(2, 6)),
    CALL("send-receive: signal", server_waits_for_bits, IPC_SEND_RECEIVE,
         {.capability = CLIENT_SIGNAL}),
    CALL("signal: nobody waits", client_runs, IPC_SIGNAL, {.capability = CLIENT_SIGNAL}),
    CALL("signal: in a receive", server_receives, IPC_SIGNAL, {.capability = CLIENT_SIGNAL}),
    CALL("signal: in a wait", server_waits_for_bits, IPC_SIGNAL, {.capability = CLIENT_SIGNAL}),
    CALL("receive: nobody is there", server_runs, IPC_RECEIVE, TO_CALLER(0, 0)),
    {"receive: a call",
     client_has_called,
     NULL,
     IPC_RECEIVE,
     TO_CALLER(0, 0),
     {0, 0, IPC_WINDOW(SERVER_SLOT, 1), 0}},
    CALL("receive: one that sends", client_has_sent, IPC_RECEIVE, TO_CALLER(0, 0)),
    CALL("receive-poll: a call", client_has_called, IPC_RECEIVE_POLL, TO_CALLER(0, 0)),
    CALL("receive: bits", server_is_signalled, IPC_RECEIVE, {0}),
    CALL("receive: no such slot", server_runs, IPC_RECEIVE, {.reply_slot = 9}),
    {"reply", server_owes, NULL, IPC_REPLY, TO_CALLER(2, WORDS), {0, INFO(0, 1, 20), 0, 0}},
    CALL("reply: nobody waits", server_runs, IPC_REPLY, TO_CALLER(0, WORDS)),
    CALL("reply-receive: direct switch", server_owes, IPC_REPLY_RECEIVE, TO_CALLER(0, 4)),
    {"reply-receive: ten words",
     server_owes,
     NULL,
     IPC_REPLY_RECEIVE,
     TO_CALLER(2, WORDS),
     {0, INFO(0, 0, 3), 0, 0}},
    CALL("reply-receive: the next calls", server_owes_and_child_calls, IPC_REPLY_RECEIVE,
         TO_CALLER(2, WORDS)),
    CALL("reply-receive: passive server", passive_owes, IPC_REPLY_RECEIVE, {0}),
    CALL("wait", server_runs, IPC_WAIT, {0}),
    CALL("wait: bits", server_is_signalled, IPC_WAIT, {0}),
    CALL("poll", server_runs, IPC_POLL, {0}),
    CALL("yield", server_runs, IPC_YIELD, {0}),
    CALL("no such class", server_runs, IPC_CLASS_RESERVED, {0}),

    {"drop",
     client_runs,
     NULL,
     IPC_CAPABILITY,
     OF_ENTRY(CLIENT_SLOT, IPC_CAPABILITY_DROP),
     {CLIENT_SERVER, INFO(IPC_CAPABILITY_QUERY, 0, 0), 0, 0}},
    CALL("copy", client_runs, IPC_CAPABILITY,
         OF_ENTRY(CLIENT_SERVER, IPC_CAPABILITY_COPY, CLIENT_SLOT + 1, IPC_RIGHT_CALL)),
    CALL("query", client_runs, IPC_CAPABILITY, OF_ENTRY(CLIENT_SLOT, IPC_CAPABILITY_QUERY)),
    CALL("revoke by badge", sessions_are_out, IPC_CAPABILITY,
         OF_SELF(IPC_CAPABILITY_REVOKE, 8, 0xFF)),
    CALL("revoke altogether", sessions_are_out, IPC_CAPABILITY, OF_SELF(IPC_CAPABILITY_REVOKE)),
    {"connect",
     name_is_there,
     NULL,
     IPC_CAPABILITY,
     OF_SELF(IPC_CAPABILITY_CONNECT, HOST_POOL_START, sizeof service_name - 1, CLIENT_SLOT),
     {1, INFO(IPC_CAPABILITY_QUERY, 0, 0), 0, 0}},
    CALL("acknowledge", server_runs, IPC_OBJECT, OF_ENTRY(SERVER_LINE, IPC_IRQ_ACKNOWLEDGE)),
    CALL("stop a child", server_runs, IPC_OBJECT, OF_ENTRY(SERVER_CHILD, IPC_CHILD_STOP)),
    CALL("resume a child", child_has_faulted, IPC_OBJECT, OF_ENTRY(SERVER_CHILD, IPC_CHILD_RESUME)),
    CALL("restart a child", server_owes_and_child_calls, IPC_OBJECT,
         OF_ENTRY(SERVER_CHILD, IPC_CHILD_RESTART)),
    CALL("write a byte", client_runs, IPC_OBJECT, OF_ENTRY(CLIENT_DEBUG, IPC_DEBUG_WRITE, 'x')),
    CALL("forget the buffer", client_runs, IPC_BUFFER_SET, {0}),

    EVENT("a fault, and the parent receives", parent_receives, faults),
    EVENT("a fault, and the parent does not", child_runs, faults),
    CALL("a fault is received", child_has_faulted, IPC_RECEIVE, {0}),
    CALL("reply to a fault", child_is_looked_at, IPC_REPLY, {0}),
    EVENT("an unknown call", parent_receives, makes_no_call),
    EVENT("an unknown call, and the parent does not receive", child_runs, makes_no_call),
    {"reply to an unknown call",
     child_made_no_call,
     NULL,
     IPC_REPLY,
     TO_CALLER(0, 13),
     {0, INFO(0, 0, 6), 0, 0}},
    CALL("reply to an exception", child_made_an_exception, IPC_REPLY_RECEIVE, TO_CALLER(0, 9)),
    CALL("reply to a timeout", child_has_no_time, IPC_REPLY, TO_CALLER(0, 20)),
    CALL("reply to a timeout, all words", child_has_no_time, IPC_REPLY,
         {.info = INFO(0, 0, IPC_WORDS_MAX)}),
    EVENT("a fault without a parent", server_owes, faults),
    EVENT("a server ends", server_owes_and_child_calls, ends_itself),
    EVENT("a client ends", client_runs, ends_itself),
    EVENT("a line comes", line_is_waited_for, line_comes),
    EVENT("results wait", results_wait, others_run),
    EVENT("an upcall ends a receive", upcall_waits_here, upcall_comes),
    EVENT("time is used up", parent_receives, time_is_used_up),
    CALL("signal: the client", client_waits, IPC_SIGNAL, {.capability = SERVER_SIGNAL}),
};
const unsigned ipc_scenario_count = sizeof ipc_scenarios / sizeof ipc_scenarios[0];
