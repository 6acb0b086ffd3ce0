// SPDX-License-Identifier: Apache-2.0 OR MIT
// Faults that go to a parent: what the message says, and what the reply does.
#include <abi/system_call.h>
#include <string.h>

#include "scheduler.h"
#include "system.h"

enum { CHILD, PARENT, CHILD_ID = 6, UNTOUCHED = 0xEE, CALL_BYTES = 2 };

static void family_boot(enum buffers buffers)
{
    system_open();
    (void)system_process("child", RANK);
    system_table.process[CHILD].parent = PARENT;
    system_table.process[CHILD].child_id = CHILD_ID;
    system_table.process[CHILD].flags = SYSTEM_TIMEOUT_FAULTS;
    system_table.process[CHILD].budget_microseconds = 1000;
    system_table.process[CHILD].period_microseconds = 10000;
    (void)system_process("parent", RANK);
    (void)system_entry(IPC_KIND_CHILD, 0, CHILD, 0);
    system_boot(buffers);
}

/// Has the child run, with a value of its own in every register.
static struct host_thread child_runs(void)
{
    run(CHILD);
    struct host_thread *thread = &host.thread;
    for (unsigned i = 0; i < 4; i++) {
        thread->r[i] = 0x1000 + i;
    }
    for (unsigned i = 0; i < 8; i++) {
        thread->callee_saved[i] = 0x2000 + i;
    }
    thread->r12 = 0x3012;
    thread->lr = 0x3014;
    return *thread;
}

static struct port_message parent_receives(void)
{
    check(process_is_alive(process_in(CHILD)));
    run(PARENT);
    return does(IPC_RECEIVE, (struct port_message){0});
}

static void words_are(struct port_message message, const uint32_t word[], unsigned length)
{
    check_equal(message.info & 0x7F, length);
    for (unsigned i = 0; i < length; i++) {
        check_equal(i < 4 ? message.word[i] : buffer_of(PARENT)->word[i], word[i]);
    }
    check_equal(((uint8_t *)&buffer_of(PARENT)->word[length > 4 ? length : 4])[0], UNTOUCHED);
}

/// The registers of the child, once it runs again.
static void child_has(const struct host_thread *expected)
{
    run(CHILD);
    check(memcmp(&host.thread, expected, sizeof *expected) == 0);
}

// ---------------------------------------------------------------------------------------------
// What is told

struct fault_case {
    uint8_t cause;
    uint8_t label;
    uint8_t registers; ///< of pc, sp, flags
    uint8_t count;     ///< of the words behind
    uint32_t word[3];
};
static const struct fault_case fault_cases[] = {
    {FAULT_DATA_ACCESS, IPC_LABEL_MEMORY_FAULT, 1, 3, {0x1234, 0, 0x82}},
    {FAULT_INSTRUCTION_ACCESS, IPC_LABEL_MEMORY_FAULT, 1, 3, {0x1234, 1, 0x82}},
    {FAULT_BUS, IPC_LABEL_MEMORY_FAULT, 1, 3, {0x1234, 0, 0x82}},
    {FAULT_UNDEFINED_INSTRUCTION,
     IPC_LABEL_EXCEPTION,
     3,
     2,
     {FAULT_UNDEFINED_INSTRUCTION, 0x82, 0}},
    {FAULT_DIVIDE_BY_ZERO, IPC_LABEL_EXCEPTION, 3, 2, {FAULT_DIVIDE_BY_ZERO, 0x82, 0}},
    {FAULT_STACK_POINTER, IPC_LABEL_EXCEPTION, 3, 2, {FAULT_STACK_POINTER, 0x82, 0}},
    {FAULT_BREAKPOINT, IPC_LABEL_DEBUG, 1, 3, {FAULT_BREAKPOINT, 0, 0x82}},
};
enum { FAULT_CASES = sizeof fault_cases / sizeof fault_cases[0], HANDLINGS = 2 };

static void fault_is_told(unsigned number)
{
    const struct fault_case *fault = &fault_cases[number / HANDLINGS];
    const bool parent_waits = number % HANDLINGS != 0;
    family_boot(WITH_BUFFERS);
    if (parent_waits) {
        run(PARENT);
        waits(IPC_RECEIVE, (struct port_message){0});
    }
    const struct host_thread before = child_runs();
    host_fault(&(struct port_fault){
        .cause = fault->cause, .has_address = true, .address = 0x1234, .status = 0x82});
    ipc_check();
    const struct port_message message = parent_waits ? got(PARENT) : parent_receives();
    check_equal(message.capability, 0);
    check_equal(message.info >> IPC_LABEL_SHIFT, fault->label);
    check_equal(badge_of(message), IPC_BADGE_FAULT | CHILD_ID);
    uint32_t words[6] = {before.pc, before.sp, before.xpsr};
    memcpy(&words[fault->registers], fault->word, fault->count * sizeof words[0]);
    words_are(message, words, fault->registers + fault->count);
    waits(IPC_REPLY_RECEIVE, (struct port_message){0});
    child_has(&before);
}

static void faults_go_to_the_parent(void)
{
    check_each(FAULT_CASES * HANDLINGS, fault_is_told);
}

/// A call that does not exist. Returns the registers at the call.
static struct host_thread unknown_call_make(bool is_ipc)
{
    struct host_thread before = child_runs();
    static const unsigned places[] = {0, 1, 2, 4}; // of operands among r4 to r11
    const struct port_message operands = {
        .capability = 0x11, .info = 0x22, .window = 0x33, .reply_slot = 0x44, .word = {5, 6, 7, 8}};
    for (unsigned i = 0; i < 4; i++) {
        before.r[i] = 0x11 * (i + 1);
        before.callee_saved[places[i]] = is_ipc ? operands.word[i] : 0x2000 + places[i];
    }
    if (is_ipc) {
        (void)host_ipc_call(IPC_CLASS_RESERVED, &operands);
    } else {
        (void)host_call(9, 0x11, 0x22, 0x33, 0x44);
    }
    ipc_check();
    return before;
}

static void unknown_call_is_told(unsigned is_ipc)
{
    family_boot(WITH_BUFFERS);
    const struct host_thread before = unknown_call_make(is_ipc != 0);
    const struct port_message message = parent_receives();
    check_equal(message.info >> IPC_LABEL_SHIFT, IPC_LABEL_UNKNOWN_CALL);
    const uint32_t *r = before.callee_saved;
    const uint32_t words[] = {0x11,
                              0x22,
                              0x33,
                              0x44,
                              r[0],
                              r[1],
                              r[2],
                              r[3],
                              before.pc,
                              before.sp,
                              before.lr,
                              before.xpsr,
                              is_ipc != 0 ? IPC_CLASS_RESERVED : 9u};
    words_are(message, words, sizeof words / sizeof words[0]);
    // Without registers in the reply it makes the same call again.
    waits(IPC_REPLY_RECEIVE, (struct port_message){0});
    child_has(&before);
}

static void unknown_calls_are_told_with_their_registers(void)
{
    check_each(2, unknown_call_is_told);
}

static void unknown_kind_of_yield_is_told(void)
{
    family_boot(WITH_BUFFERS);
    const uint32_t pc = child_runs().pc;
    (void)host_call(SYSTEM_CALL_YIELD, 3, 0, 0, 0);
    check_equal(parent_receives().info, INFO(IPC_LABEL_UNKNOWN_CALL, 0, 13));
    check_equal(buffer_of(PARENT)->word[8], pc);
}

static void message_is_cut_for_a_parent_without_a_buffer(void)
{
    family_boot(WITHOUT_BUFFERS);
    (void)unknown_call_make(true);
    const struct port_message message = parent_receives();
    check_equal(message.capability, ERROR_TRUNCATED);
    check_equal(message.info, INFO(IPC_LABEL_UNKNOWN_CALL, 0, 4));
    check_equal(message.word[3], 0x44);
    check_equal(warnings_about(PARENT), 1);
    check_equal(warnings_about(CHILD), 0);
}

static void registers_that_are_not_known_are_told_as_nothing(void)
{
    family_boot(WITH_BUFFERS);
    (void)child_runs();
    host.thread.sp = 16; // No frame can be there.
    host_fault(&(struct port_fault){.cause = FAULT_STACK_ENTRY});
    const uint32_t words[] = {0, 0, 0, FAULT_STACK_ENTRY, 0};
    words_are(parent_receives(), words, 5);
}

// ---------------------------------------------------------------------------------------------
// What a reply sets

/// Replies with as many words as there are; word i is 0x4000 + i, but for pc, sp and flags.
static void parent_replies(uint32_t label, unsigned length, unsigned pc, struct host_thread at)
{
    uint32_t word[IPC_WORDS_MAX];
    for (unsigned i = 0; i < length; i++) {
        word[i] = 0x4000 + i;
    }
    word[pc] = at.pc;
    word[pc + 1] = at.sp;
    struct port_message reply = {.info = INFO(label, 0, length)};
    memcpy(reply.word, word, sizeof reply.word);
    memcpy(&buffer_of(PARENT)->word[4], &word[4], (IPC_WORDS_MAX - 4) * sizeof word[0]);
    ends(IPC_REPLY, reply, 0);
}

static void call_is_answered_with(unsigned length)
{
    family_boot(WITH_BUFFERS);
    struct host_thread child = unknown_call_make(true);
    (void)parent_receives();
    struct host_thread at = child;
    at.pc += CALL_BYTES;
    at.sp -= 40;
    parent_replies(0, length, 8, at);
    for (unsigned i = 0; i < length && i < 8; i++) {
        *(i < 4 ? &child.r[i] : &child.callee_saved[i - 4]) = 0x4000 + i;
    }
    child.pc = length > 8 ? at.pc : child.pc;
    child.sp = length > 9 ? at.sp : child.sp;
    child.lr = length > 10 ? 0x400A : child.lr;
    child.xpsr = 1u << 24; // Of what stands in the reply no bit is a program's to set.
    child_has(&child);
}

static void reply_to_a_call_sets_as_many_registers_as_it_has_words(void)
{
    check_each(20, call_is_answered_with);
}

static void exception_is_answered_with(unsigned length)
{
    family_boot(WITH_BUFFERS);
    struct host_thread child = child_runs();
    host_fault(&(struct port_fault){.cause = FAULT_UNDEFINED_INSTRUCTION});
    (void)parent_receives();
    struct host_thread at = child;
    at.pc += 0x101; // The bit that says Thumb is none of the address.
    at.sp += 80;
    parent_replies(0, length, 0, at);
    child.pc = length > 0 ? (at.pc & ~1u) : child.pc;
    child.sp = length > 1 ? at.sp : child.sp;
    child_has(&child);
}

static void reply_to_an_exception_moves_the_program(void)
{
    check_each(7, exception_is_answered_with);
}

static void flags_are_set_and_nothing_else_of_the_status(void)
{
    family_boot(WITH_BUFFERS);
    struct host_thread child = child_runs();
    host_fault(&(struct port_fault){.cause = FAULT_UNDEFINED_INSTRUCTION});
    (void)parent_receives();
    ends(IPC_REPLY,
         (struct port_message){.info = INFO(0, 0, 3), .word = {child.pc, child.sp, 0x9600FC0B}}, 0);
    child.xpsr = 0x91000000;
    child_has(&child);
}

static void all_registers_are_set_when_time_was_used_up(void)
{
    family_boot(WITH_BUFFERS);
    struct host_thread child = child_runs();
    host_time_advance(TICKS_PER_MILLISECOND);
    kernel_timer_expired();
    (void)host_run();
    check_equal(ipc_of(CHILD)->state, IPC_FAULTING);
    check_equal(parent_receives().info, INFO(IPC_LABEL_TIMEOUT, 0, 3));
    child.pc += 0x20;
    child.sp -= 8;
    parent_replies(0, 32, 0, child);
    child.xpsr = 1u << 24;
    child.r[0] = 0x4003;
    child.r[1] = 0x4004;
    for (unsigned i = 0; i < 4; i++) {
        child.callee_saved[4 + i] = 0x4005 + i; // r8 to r11
        child.callee_saved[i] = 0x400C + i;     // r4 to r7
    }
    child.r12 = 0x4009;
    child.r[2] = 0x400A;
    child.r[3] = 0x400B;
    child.lr = 0x4010;
    settle();
    for (unsigned i = 0; i < 20 && !process_in(CHILD)->is_ready; i++) {
        settle(); // until its budget comes back
    }
    child_has(&child);
}

static void memory_fault_is_tried_again_whatever_the_reply_says(void)
{
    family_boot(WITH_BUFFERS);
    const struct host_thread child = child_runs();
    host_fault(&(struct port_fault){.cause = FAULT_DATA_ACCESS});
    (void)parent_receives();
    struct host_thread at = child;
    at.pc += 0x100;
    parent_replies(3, 12, 0, at);
    child_has(&child);
}

static void stack_pointer_without_room_for_a_frame_sets_nothing(unsigned number)
{
    static const uint32_t stack_pointers[] = {0, 31, UINT32_MAX, 0x80000000, 0xE000ED00};
    family_boot(WITH_BUFFERS);
    const struct host_thread child = child_runs();
    host_fault(&(struct port_fault){.cause = FAULT_UNDEFINED_INSTRUCTION});
    (void)parent_receives();
    struct host_thread at = child;
    at.pc += 0x100;
    at.sp = number < 5    ? stack_pointers[number]
            : number == 5 ? (uint32_t)process_in(CHILD)->memory_start + 24
                          : (uint32_t)process_in(PARENT)->memory_start + 512;
    parent_replies(0, 3, 0, at);
    child_has(&child);
}

static void stack_pointers_without_room_set_nothing(void)
{
    check_each(7, stack_pointer_without_room_for_a_frame_sets_nothing);
}

static void reply_without_a_buffer_sets_what_it_has_in_registers(void)
{
    family_boot(WITHOUT_BUFFERS);
    struct host_thread child = unknown_call_make(true);
    (void)parent_receives();
    ends(IPC_REPLY, (struct port_message){.info = INFO(0, 0, 12), .word = {1, 2, 3, 4}}, 0);
    for (unsigned i = 0; i < 4; i++) {
        child.r[i] = i + 1;
    }
    child_has(&child);
}

static void people_are_told_of_a_reply_that_was_cut(void)
{
    family_boot(WITH_BUFFERS);
    (void)unknown_call_make(true);
    (void)parent_receives();
    check_equal(warnings_about(PARENT), 0);
    run(PARENT);
    ends(IPC_BUFFER_SET, (struct port_message){0}, 0);
    ends(IPC_REPLY, (struct port_message){.info = INFO(0, 0, 12)}, 0);
    check_equal(warnings_about(PARENT), 1);
}

/// Where the hardware could not save the registers, there is no place of theirs to write to.
static void registers_that_are_not_known_are_not_set(unsigned length)
{
    family_boot(WITH_BUFFERS);
    const struct host_thread at = child_runs();
    host.thread.sp = 16; // No frame can be there.
    host_fault(&(struct port_fault){.cause = FAULT_STACK_ENTRY});
    (void)parent_receives();
    const struct process *child = process_in(CHILD);
    const struct arch_context context = child->context;
    uint8_t memory[PROGRAM_BYTES];
    memcpy(memory, host_memory_at(child->memory_start), sizeof memory);
    parent_replies(0, length, 0, at);
    check(memcmp(memory, host_memory_at(child->memory_start), sizeof memory) == 0);
    check(memcmp(&context, &child->context, sizeof context) == 0);
}

static void replies_set_no_registers_that_are_not_known(void)
{
    check_each(6, registers_that_are_not_known_are_not_set);
}

// ---------------------------------------------------------------------------------------------
// Whether it goes on

static void replies_decide(unsigned number)
{
    static const struct {
        uint8_t cause;
        uint8_t label;
        bool goes_on;
    } replies[] = {{FAULT_DATA_ACCESS, 0, true},
                   {FAULT_DATA_ACCESS, 1, true},
                   {FAULT_BREAKPOINT, 0, true},
                   {FAULT_BREAKPOINT, 1, false},
                   {FAULT_UNDEFINED_INSTRUCTION, 0, true},
                   {FAULT_UNDEFINED_INSTRUCTION, 1, false}};
    family_boot(WITH_BUFFERS);
    (void)child_runs();
    host_fault(&(struct port_fault){.cause = replies[number].cause});
    (void)parent_receives();
    ends(IPC_REPLY, (struct port_message){.info = INFO(replies[number].label, 0, 0)}, 0);
    check_equal(process_in(CHILD)->is_ready, replies[number].goes_on);
    check_equal(ipc_of(CHILD)->state, replies[number].goes_on ? IPC_IDLE : IPC_FAULT_STOPPED);
}

static void the_label_of_a_reply_says_whether_it_goes_on(void)
{
    check_each(6, replies_decide);
}

static void registers_are_set_of_one_that_stays_stopped(void)
{
    family_boot(WITH_BUFFERS);
    struct host_thread child = child_runs();
    host_fault(&(struct port_fault){.cause = FAULT_UNDEFINED_INSTRUCTION});
    (void)parent_receives();
    child.pc += 0x40;
    parent_replies(1, 2, 0, child);
    check_equal(ipc_of(CHILD)->state, IPC_FAULT_STOPPED);
    ends(IPC_OBJECT, (struct port_message){.capability = 1, .info = INFO(IPC_CHILD_RESUME, 0, 1)},
         0);
    child_has(&child);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(faults_go_to_the_parent),
        KERNEL_TEST(unknown_calls_are_told_with_their_registers),
        KERNEL_TEST(unknown_kind_of_yield_is_told),
        KERNEL_TEST(message_is_cut_for_a_parent_without_a_buffer),
        KERNEL_TEST(registers_that_are_not_known_are_told_as_nothing),
        KERNEL_TEST(reply_to_a_call_sets_as_many_registers_as_it_has_words),
        KERNEL_TEST(reply_to_an_exception_moves_the_program),
        KERNEL_TEST(flags_are_set_and_nothing_else_of_the_status),
        KERNEL_TEST(all_registers_are_set_when_time_was_used_up),
        KERNEL_TEST(memory_fault_is_tried_again_whatever_the_reply_says),
        KERNEL_TEST(stack_pointers_without_room_set_nothing),
        KERNEL_TEST(reply_without_a_buffer_sets_what_it_has_in_registers),
        KERNEL_TEST(people_are_told_of_a_reply_that_was_cut),
        KERNEL_TEST(replies_set_no_registers_that_are_not_known),
        KERNEL_TEST(the_label_of_a_reply_says_whether_it_goes_on),
        KERNEL_TEST(registers_are_set_of_one_that_stays_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
