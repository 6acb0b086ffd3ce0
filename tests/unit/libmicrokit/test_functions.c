// SPDX-License-Identifier: Apache-2.0 OR MIT
// The functions of microkit.h: what they send, what they say of wrong arguments.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "fake_system.h"

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch;
}

static int system_start(void **state)
{
    (void)state;
    strcpy(microkit_name, "driver");
    fake_system_run(NULL, 0);
    fake_call_count = 0;
    fake_output_clear();
    return 0;
}

static const struct fake_call *only_call(unsigned class, uintptr_t index)
{
    assert_int_equal(fake_call_count, 1);
    assert_int_equal(fake_calls[0].class, class);
    assert_int_equal(fake_calls[0].in.capability, index);
    return &fake_calls[0];
}

static void ppcall_sends_the_words_and_returns_the_answer(void **state)
{
    (void)state;
    fake_result = (struct bulkhead_ipc_registers){.info = 5 << 12 | 2, .word = {8, 9}};
    microkit_mr_set(0, 1);
    microkit_mr_set(3, 4);
    microkit_msginfo reply = microkit_ppcall(61, microkit_msginfo_new(3, 4));
    const struct fake_call *call = only_call(IPC_CALL, INDEX_CALL_61);
    assert_int_equal(call->in.info, 3 << 12 | 4);
    assert_int_equal(call->in.word[0], 1);
    assert_int_equal(call->in.word[3], 4);
    assert_int_equal(microkit_msginfo_get_label(reply), 5);
    assert_int_equal(microkit_msginfo_get_count(reply), 2);
    assert_int_equal(microkit_mr_get(0), 8);
    assert_int_equal(microkit_mr_get(1), 9);
    assert_string_equal(fake_output, "");
}

static void notify_signals(void **state)
{
    (void)state;
    microkit_notify(31);
    (void)only_call(IPC_SIGNAL, INDEX_NOTIFY_31);
}

static void irq_ack_acknowledges(void **state)
{
    (void)state;
    microkit_irq_ack(40);
    (void)only_call(IPC_OBJECT, INDEX_IRQ_40);
}

static void wrong_channels_are_printed(void **state)
{
    (void)state;
    // 61 is the last identifier; 0 and 61 are channels and no interrupts, 3 is an interrupt only.
    static const microkit_channel wrong[] = {1, 30, 60, 62, 63, 64, 255, 256, UINT32_MAX};
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        char expected[400];
        snprintf(expected, sizeof(expected),
                 "driver microkit_ppcall: invalid channel given '%u'\n"
                 "driver microkit_notify: invalid channel given '%u'\n"
                 "driver microkit_irq_ack: invalid channel given '%u'\n"
                 "driver microkit_deferred_notify: invalid channel given '%u'\n"
                 "driver microkit_deferred_irq_ack: invalid channel given '%u'\n",
                 wrong[i], wrong[i], wrong[i], wrong[i], wrong[i]);
        fake_output_clear();
        microkit_msginfo reply = microkit_ppcall(wrong[i], microkit_msginfo_new(1, 1));
        assert_int_equal(reply.words[0], 0);
        microkit_notify(wrong[i]);
        microkit_irq_ack(wrong[i]);
        microkit_deferred_notify(wrong[i]);
        microkit_deferred_irq_ack(wrong[i]);
        assert_string_equal(fake_output, expected);
    }
    fake_output_clear();
    microkit_irq_ack(61);
    assert_string_equal(fake_output, "driver microkit_irq_ack: invalid channel given '61'\n");
    fake_output_clear();
    microkit_notify(3);
    assert_string_equal(fake_output, "driver microkit_notify: invalid channel given '3'\n");
    assert_int_equal(fake_call_count, 0);
}

static void wrong_channels_stop_when_debugging(void **state)
{
    (void)state;
    assert_true(ENDS((void)microkit_ppcall_at(5, microkit_msginfo_new(0, 0), 1, NULL)));
    assert_string_equal(fake_line, "crash 1");
    assert_string_equal(fake_output, "driver microkit_ppcall: invalid channel given '5'\n");
    assert_true(ENDS(microkit_notify_at(5, 1, NULL)));
    assert_true(ENDS(microkit_irq_ack_at(5, 1, NULL)));
    assert_true(ENDS(microkit_deferred_notify_at(5, 1, NULL)));
    assert_true(ENDS(microkit_deferred_irq_ack_at(5, 1, NULL)));
    assert_int_equal(fake_call_count, 0);
}

static void failure_is_a_value_for_who_asks(void **state)
{
    (void)state;
    microkit_msginfo reply = microkit_msginfo_new(9, 9);
    assert_int_equal(microkit_try_ppcall(5, reply, &reply), ERROR_INVALID);
    assert_int_equal(microkit_try_notify(5), ERROR_INVALID);
    assert_int_equal(microkit_try_irq_ack(5), ERROR_INVALID);
    fake_result.capability = ERROR_PEER_DIED;
    assert_int_equal(microkit_try_ppcall(0, reply, &reply), ERROR_PEER_DIED);
    assert_int_equal(microkit_try_notify(0), ERROR_PEER_DIED);
    assert_int_equal(microkit_try_irq_ack(3), ERROR_PEER_DIED);
    assert_int_equal(reply.words[0], microkit_msginfo_new(9, 9).words[0]); // untouched
    assert_string_equal(fake_output, "");
}

static void call_that_fails_is_printed(void **state)
{
    (void)state;
    fake_result.capability = ERROR_PEER_DIED;
    assert_int_equal(microkit_ppcall(0, microkit_msginfo_new(1, 1)).words[0], 0);
    assert_string_equal(fake_output, "driver microkit_ppcall: error 38 on channel '0'\n");
}

static void truncated_answer_is_an_answer(void **state)
{
    (void)state;
    fake_result.capability = ERROR_TRUNCATED;
    fake_result.info = 4;
    assert_int_equal(microkit_msginfo_get_count(microkit_ppcall(0, microkit_msginfo_new(1, 9))), 4);
    assert_string_equal(fake_output, "");
}

static void message_registers_have_bounds(void **state)
{
    (void)state;
    microkit_mr_set(119, 7);
    assert_int_equal(microkit_mr_get(119), 7);
    assert_int_equal(seL4_GetMR(119), 7);
    assert_true(ENDS(microkit_mr_set(120, 1)));
    assert_non_null(strstr(fake_line, "driver: no such word of a message: mr_set at "));
    assert_true(ENDS((void)microkit_mr_get(255)));
    assert_true(ENDS((void)microkit_mr_get(256))); // does not wrap to 0
    assert_true(ENDS(seL4_SetMR(-1, 1)));
    assert_true(ENDS((void)seL4_GetMR(120)));
    assert_true(ENDS((void)(microkit_mr_get)(120)));
    assert_true(ENDS((microkit_mr_set)(120, 1)));
}

static void children_are_started_stopped_resumed(void **state)
{
    (void)state;
    microkit_pd_restart(1, 0x200000);
    assert_int_equal(only_call(IPC_OBJECT, INDEX_CHILD_1)->in.word[0], 0x200000);
    assert_int_equal(ipc_info_label(fake_calls[0].in.info), IPC_CHILD_RESTART);
    fake_call_count = 0;
    microkit_pd_stop(2);
    assert_int_equal(ipc_info_label(only_call(IPC_OBJECT, INDEX_CHILD_2)->in.info), IPC_CHILD_STOP);
    fake_call_count = 0;
    microkit_pd_resume(2);
    assert_int_equal(ipc_info_label(only_call(IPC_OBJECT, INDEX_CHILD_2)->in.info),
                     IPC_CHILD_RESUME);
}

static void child_that_is_not_there_crashes_the_parent(void **state)
{
    (void)state;
    assert_true(ENDS(microkit_pd_stop(3)));
    assert_string_equal(fake_output, "microkit_pd_stop: error stopping TCB '3'\n");
    assert_string_equal(fake_line, "crash 2");
    assert_true(ENDS(microkit_pd_resume(62)));
    assert_true(ENDS(microkit_pd_restart(UINT32_MAX, 0)));
    assert_int_equal(fake_call_count, 0);
    fake_result.capability = ERROR_STALE;
    assert_true(ENDS(microkit_pd_stop(1)));
}

static void slots_have_indices(void **state)
{
    (void)state;
    assert_int_equal(microkit_cspace_root_slot_to_cptr(0), seL4_CapNull);
    assert_int_equal(microkit_cspace_root_slot_to_cptr(1), INDEX_SLOT);
    assert_int_equal(microkit_cspace_root_slot_to_cptr(2), INDEX_SLOT + 1);
    assert_int_equal(microkit_cspace_root_slot_to_cptr(3), seL4_CapNull);
    assert_int_equal(microkit_cspace_root_slot_to_cptr(64), seL4_CapNull);
    assert_int_equal(microkit_cspace_root_slot_to_cptr(UINTPTR_MAX), seL4_CapNull);
}

static void numbers_are_printed_in_decimal(void **state)
{
    (void)state;
    microkit_dbg_put8(0);
    microkit_dbg_putc(' ');
    microkit_dbg_put8(255);
    microkit_dbg_puts(" ");
    microkit_dbg_put32(UINT32_MAX);
    microkit_dbg_put32(10);
    assert_string_equal(fake_output, "0 255 429496729510");
}

static void entry_points_that_are_missing_crash(void **state)
{
    (void)state;
    microkit_msginfo reply = {{0}};
    assert_true(ENDS((void)protected(1, reply)));
    assert_string_equal(fake_output, "driver is missing the 'protected' entry point\n");
    fake_output_clear();
    assert_true(ENDS((void)fault(1, reply, &reply)));
    assert_string_equal(fake_output, "driver is missing the 'fault' entry point\n");
    assert_false(ENDS(peer_died(1)));
}

// Output inside a view needs no buffer.
IPC_UNANALYSED static void print_inside_a_view(void **state)
{
    (void)state;
    WITH_IPC_WRITE(message)
    {
        message->word[0] = 5;
        microkit_dbg_puts("inside ");
        microkit_dbg_put32(message->byte[0]);
    }
    assert_string_equal(fake_output, "inside 5");
    assert_int_equal(fake_call_count, 0);
}

IPC_UNANALYSED static void call_inside_a_view_stops(void **state)
{
    (void)state;
    char expected[300];
    unsigned line = __LINE__ + 1;
    WITH_IPC_WRITE(message)
    {
        message->word[0] = 5;
        assert_true(ENDS((void)microkit_ppcall(0, microkit_msginfo_new(0, 1))));
    }
    snprintf(expected, sizeof(expected),
             "driver: ipc buffer in use: ppcall at %s:%u while written since %s:%u; end the view "
             "before the call\n",
             __FILE__, line + 3, __FILE__, line);
    assert_string_equal(fake_line, expected);
    WITH_IPC_READ(message)
    {
        assert_int_equal(message->word[0], 5);
        assert_true(ENDS(microkit_notify(0)));
        assert_true(ENDS(microkit_irq_ack(3)));
        assert_true(ENDS(microkit_pd_stop(1)));
        assert_true(ENDS(microkit_mr_set(0, 1)));
    }
    assert_int_equal(fake_call_count, 0);
}

static void information_words_are_sel4s(void **state)
{
    (void)state;
    seL4_MessageInfo_t info = seL4_MessageInfo_new(0xABCDE, 5, 2, 100);
    assert_int_equal(info.words[0], 0xABCDEu << 12 | 5 << 9 | 2 << 7 | 100);
    assert_int_equal(seL4_MessageInfo_get_label(info), 0xABCDE);
    assert_int_equal(seL4_MessageInfo_get_capsUnwrapped(info), 5);
    assert_int_equal(seL4_MessageInfo_get_extraCaps(info), 2);
    assert_int_equal(seL4_MessageInfo_get_length(info), 100);
    info = seL4_MessageInfo_set_label(seL4_MessageInfo_set_length(info, 1), 2);
    assert_int_equal(info.words[0], 2 << 12 | 5 << 9 | 2 << 7 | 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(ppcall_sends_the_words_and_returns_the_answer, system_start),
        cmocka_unit_test_setup(notify_signals, system_start),
        cmocka_unit_test_setup(irq_ack_acknowledges, system_start),
        cmocka_unit_test_setup(wrong_channels_are_printed, system_start),
        cmocka_unit_test_setup(wrong_channels_stop_when_debugging, system_start),
        cmocka_unit_test_setup(failure_is_a_value_for_who_asks, system_start),
        cmocka_unit_test_setup(call_that_fails_is_printed, system_start),
        cmocka_unit_test_setup(truncated_answer_is_an_answer, system_start),
        cmocka_unit_test_setup(message_registers_have_bounds, system_start),
        cmocka_unit_test_setup(children_are_started_stopped_resumed, system_start),
        cmocka_unit_test_setup(child_that_is_not_there_crashes_the_parent, system_start),
        cmocka_unit_test_setup(slots_have_indices, system_start),
        cmocka_unit_test_setup(numbers_are_printed_in_decimal, system_start),
        cmocka_unit_test_setup(entry_points_that_are_missing_crash, system_start),
        cmocka_unit_test_setup(print_inside_a_view, system_start),
        cmocka_unit_test_setup(call_inside_a_view_stops, system_start),
        cmocka_unit_test_setup(information_words_are_sel4s, system_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
