// SPDX-License-Identifier: Apache-2.0 OR MIT
// Programs that receive messages and have upcalls.
#include <abi/system_call.h>

#include "system.h"

enum { WITHOUT_FUNCTION, WITH_FUNCTION };

static unsigned program;
static unsigned other;
static uint32_t to_program;

static void two_programs(void)
{
    system_open();
    program = system_process("program", RANK);
    other = system_process("other", RANK);
    to_program = system_entry(IPC_KIND_CALL, CALL_RIGHTS, (uint16_t)program, 0x55);
    system_boot(WITH_BUFFERS);
    run(program);
    // The grant is there from now on.
    (void)program_call(SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, WITH_FUNCTION,
                       process_in(program)->app_start | 1u, 7);
}

static void event_comes(uint32_t number)
{
    check_equal(schedule_upcall(CAPSULE_FIRST, process_in(program)->id, number, 11, 12, 13),
                ERROR_NONE);
    (void)host_run();
}

/// The event without a function is there for who waits for it.
static void event_is_kept(void)
{
    (void)program_call(SYSTEM_CALL_YIELD, YIELD_WAIT_FOR, DRIVER_FIRST, WITHOUT_FUNCTION, 0);
    check(process_running() == process_in(program));
    check_equal(host.thread.r[0], 11);
    check_equal(host.thread.r[1], 12);
    check_equal(host.thread.r[2], 13);
}

static void receive_keeps_an_event_without_a_function(void)
{
    two_programs();
    event_comes(WITHOUT_FUNCTION);
    ends(IPC_RECEIVE_POLL, (struct port_message){.info = 0}, ERROR_WOULD_BLOCK);
    event_is_kept();
}

static void event_without_a_function_does_not_end_a_receive_and_is_kept(void)
{
    two_programs();
    waits(IPC_RECEIVE, (struct port_message){.info = 0});
    event_comes(WITHOUT_FUNCTION);
    check_equal(ipc_of(program)->state, IPC_RECEIVING);
    run(other);
    ends(IPC_SEND, (struct port_message){.capability = to_program, .info = INFO(3, 0, 0)}, 0);
    check_equal(got(program).info, INFO(3, 0, 0));
    event_is_kept();
}

static void event_with_a_function_behind_one_without_ends_a_receive(void)
{
    two_programs();
    waits(IPC_RECEIVE, (struct port_message){.info = 0});
    event_comes(WITHOUT_FUNCTION);
    event_comes(WITH_FUNCTION);
    got_status(program, ERROR_UPCALL);
    ends(IPC_RECEIVE, (struct port_message){.info = 0}, ERROR_UPCALL);
    event_is_kept();
}

static void events_without_a_function_leave_room_for_one_that_ends_a_receive(void)
{
    two_programs();
    waits(IPC_RECEIVE, (struct port_message){.info = 0});
    for (unsigned i = 0; i < UPCALL_QUEUE_CAPACITY; i++) {
        event_comes(WITHOUT_FUNCTION);
    }
    event_comes(WITH_FUNCTION);
    got_status(program, ERROR_UPCALL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(receive_keeps_an_event_without_a_function),
        KERNEL_TEST(event_without_a_function_does_not_end_a_receive_and_is_kept),
        KERNEL_TEST(event_with_a_function_behind_one_without_ends_a_receive),
        KERNEL_TEST(events_without_a_function_leave_room_for_one_that_ends_a_receive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
