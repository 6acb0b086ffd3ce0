// SPDX-License-Identifier: Apache-2.0 OR MIT
// Kinds and rights of entries: who may make which call, and what is no entry.
#include "pair.h"
#include "scheduler.h"

static const uint32_t sending_classes[] = {IPC_CALL, IPC_SEND, IPC_SEND_POLL, IPC_SIGNAL,
                                           IPC_SEND_RECEIVE};
enum { SENDING_CLASSES = 5, KINDS = 6, RIGHTS = 4 };

/// What a call of a class through an entry of a kind and rights ends with, if at once; 0: it waits
/// or is done. The server does nothing.
static uint32_t expected(uint32_t class, unsigned kind, unsigned rights)
{
    const bool is_signal = class == IPC_SIGNAL;
    if (kind == IPC_KIND_NONE) {
        return ERROR_INVALID;
    }
    if (class == IPC_SEND_RECEIVE) {
        if (kind == IPC_KIND_CHILD || kind == IPC_KIND_DEBUG) {
            return ERROR_INVALID;
        }
        return kind == IPC_KIND_IRQ || (rights & IPC_RIGHT_SEND) != 0 ? 0 : ERROR_RIGHT;
    }
    if (kind != (is_signal ? IPC_KIND_NOTIFY : IPC_KIND_CALL)) {
        return ERROR_INVALID;
    }
    const unsigned needed = class == IPC_CALL ? IPC_RIGHT_CALL : IPC_RIGHT_SEND;
    if ((rights & needed) == 0) {
        return ERROR_RIGHT;
    }
    return class == IPC_SEND_POLL ? ERROR_WOULD_BLOCK : 0;
}

static void kind_and_rights(unsigned number)
{
    const uint32_t class = sending_classes[number % SENDING_CLASSES];
    const unsigned kind = number / SENDING_CLASSES % KINDS;
    const unsigned rights = number / SENDING_CLASSES / KINDS;
    // An index without an entry is the first free slot.
    const uint32_t index = kind == IPC_KIND_NONE ? pair_boot(IPC_KIND_CALL, CALL_RIGHTS, 0) + 1
                                                 : pair_boot((uint8_t)kind, (uint8_t)rights, 5);
    const struct port_message operands = {.capability = index};
    const uint32_t status = expected(class, kind, rights);
    if (status != 0 || class == IPC_SIGNAL) {
        ends(class, operands, status);
    } else {
        waits(class, operands);
    }
    check_equal(ipc_of(SERVER)->is_signalled,
                kind == IPC_KIND_NOTIFY && (rights & IPC_RIGHT_SEND) != 0 &&
                    (class == IPC_SIGNAL || class == IPC_SEND_RECEIVE));
}

static void kinds_and_rights_decide(void)
{
    check_each(SENDING_CLASSES * KINDS * RIGHTS, kind_and_rights);
}

static void bad_index(unsigned number)
{
    static const uint32_t indices[] = {2 + FREE_SLOTS, 255,        256,       0xFFFF,
                                       0x10001,        0x80000000, UINT32_MAX};
    const uint32_t class = sending_classes[number % SENDING_CLASSES];
    (void)pair_boot(IPC_KIND_CALL, CALL_RIGHTS, 0);
    ends(class, (struct port_message){.capability = indices[number / SENDING_CLASSES]},
         ERROR_INVALID);
}

static void indices_outside_the_table_are_invalid(void)
{
    check_each(SENDING_CLASSES * 7, bad_index);
}

/// What lies behind the table, pointers of the kernel, is no entry.
static void the_table_ends_where_it_ends(void)
{
    system_open();
    (void)system_process("client", RANK);
    (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS, SERVER, 1);
    (void)system_process("server", RANK);
    system_boot(WITH_BUFFERS);
    run(CLIENT);
    waits(IPC_CALL, (struct port_message){.capability = 1});
    run(SERVER);
    (void)does(IPC_RECEIVE, (struct port_message){0});
    check(ipc_of(SERVER)->callers[0] != NULL);
    const uint32_t behind = ipc_of(SERVER)->capability_count;
    for (unsigned i = 0; i < SENDING_CLASSES; i++) {
        ends(sending_classes[i], (struct port_message){.capability = behind}, ERROR_INVALID);
    }
    ends(IPC_OBJECT, (struct port_message){.capability = behind}, ERROR_INVALID);
    ends(IPC_CAPABILITY, (struct port_message){.capability = behind}, ERROR_INVALID);
}

static void an_entry_is_no_good_for_another_image(void)
{
    const uint32_t index = pair_boot(IPC_KIND_CALL, CALL_RIGHTS, 0);
    ends(IPC_SEND_POLL, (struct port_message){.capability = index}, ERROR_WOULD_BLOCK);
    ipc_of(SERVER)->image_generation++;
    ends(IPC_SEND_POLL, (struct port_message){.capability = index}, ERROR_STALE);
    ends(IPC_CALL, (struct port_message){.capability = index}, ERROR_STALE);
}

static void nobody_calls_itself(void)
{
    system_open();
    (void)system_process("alone", RANK);
    const uint32_t self = system_entry(IPC_KIND_CALL, CALL_RIGHTS, 0, 1);
    system_boot(WITHOUT_BUFFERS);
    static const uint32_t classes[] = {IPC_CALL, IPC_SEND, IPC_SEND_POLL, IPC_SEND_RECEIVE};
    for (unsigned i = 0; i < 4; i++) {
        ends(classes[i], (struct port_message){.capability = self}, ERROR_INVALID);
        // Nobody is given rights to the own entry.
        check(does(classes[i], (struct port_message){.capability = 0}).capability != 0);
    }
}

static void classes_that_do_not_exist_are_faults(unsigned number)
{
    static const uint32_t classes[] = {0x4F, 0x50, 0x60, 0x7F, 0xC0, 0xFF, 0x140};
    (void)pair_boot(IPC_KIND_CALL, CALL_RIGHTS, 0);
    waits(classes[number], (struct port_message){.capability = 1});
    check_equal(process_in(CLIENT)->state, PROCESS_FAULTED);
    check_equal(process_in(CLIENT)->fault.cause, FAULT_UNKNOWN_CALL);
}

static void reserved_classes(void)
{
    check_each(7, classes_that_do_not_exist_are_faults);
}

static void a_process_without_a_row_has_no_ipc(void)
{
    system_open();
    (void)system_process("client", RANK);
    system_finish();
    (void)image_install("stranger", 4096);
    machine_boot();
    check(process_in(0)->ipc == NULL);
    check_equal(process_in(0)->rank, SCHEDULER_RANK_DEFAULT);
    struct port_message operands = {0};
    (void)host_ipc_call(IPC_RECEIVE, &operands);
    check_equal(process_in(0)->state, PROCESS_FAULTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(kinds_and_rights_decide),
        KERNEL_TEST(indices_outside_the_table_are_invalid),
        KERNEL_TEST(the_table_ends_where_it_ends),
        KERNEL_TEST(an_entry_is_no_good_for_another_image),
        KERNEL_TEST(nobody_calls_itself),
        KERNEL_TEST(reserved_classes),
        KERNEL_TEST(a_process_without_a_row_has_no_ipc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
