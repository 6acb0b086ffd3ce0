// SPDX-License-Identifier: Apache-2.0 OR MIT
// Contexts of simulated processes: frames on their stacks, system calls, faults.
#include <kernel/port_ipc.h>
#include <string.h>

#include "host.h"

struct frame {
    uint32_t r[4];
    uint32_t r12;
    uint32_t lr;
    uint32_t pc;
    uint32_t xpsr;
};

enum { XPSR_THUMB = 1 << 24, XPSR_PADDED = 1 << 9, STACK_ALIGNMENT = 8, CALL_BYTES = 2 };

/// The stack pointer that a process faulting on its own stack is given: no frame is there.
static const uint32_t parking_stack_pointer = 0xFFFFFFF0;

void port_context_bounds_set(struct arch_context *context, struct range memory, struct range code)
{
    context->memory = memory;
    context->code = code;
}

static bool frame_is_inside(const struct arch_context *context)
{
    const uintptr_t start = context->stack_pointer;
    return range_contains(context->memory, (struct range){start, start + sizeof(struct frame)});
}

enum error port_context_start(struct arch_context *context, const struct port_entry *entry)
{
    const uintptr_t end = context->memory.end & ~(uintptr_t)(STACK_ALIGNMENT - 1);
    context->stack_pointer = (uint32_t)(end - sizeof(struct frame));
    memset(context->callee_saved, 0, sizeof context->callee_saved);
    const struct frame frame = {
        .r = {entry->argument[0], entry->argument[1], entry->argument[2], entry->argument[3]},
        .lr = 1,
        .pc = (uint32_t)entry->entry & ~1u,
        .xpsr = XPSR_THUMB,
    };
    if (!frame_is_inside(context) ||
        user_window_copy_out(context->stack_pointer, &frame, sizeof frame) != 0) {
        return ERROR_FAULT;
    }
    return ERROR_NONE;
}

static bool frame_read(const struct arch_context *context, struct frame *frame)
{
    return frame_is_inside(context) &&
           user_window_copy_in(frame, context->stack_pointer, sizeof *frame) == 0;
}

static bool word_store(uintptr_t to, uint32_t value)
{
    return user_window_copy_out(to, &value, sizeof value) == 0;
}

/// Where a word of the frame lies. Each word is accessed alone, as the real processor does.
#define FRAME_WORD(context, word) ((context)->stack_pointer + offsetof(struct frame, word))

enum error port_context_upcall(struct arch_context *context, uint32_t function,
                               const uint32_t argument[4])
{
    uint32_t pc;
    uint32_t xpsr;
    for (unsigned i = 0; i < 4; i++) {
        if (!frame_is_inside(context) || !word_store(FRAME_WORD(context, r[i]), argument[i])) {
            return ERROR_FAULT;
        }
    }
    if (user_window_load_32(FRAME_WORD(context, pc), &pc) != ERROR_NONE ||
        user_window_load_32(FRAME_WORD(context, xpsr), &xpsr) != ERROR_NONE ||
        !word_store(FRAME_WORD(context, lr), pc | 1u) ||
        !word_store(FRAME_WORD(context, pc), function & ~1u) ||
        !word_store(FRAME_WORD(context, xpsr), (xpsr & XPSR_PADDED) | XPSR_THUMB)) {
        return ERROR_FAULT;
    }
    return ERROR_NONE;
}

enum error port_context_result(struct arch_context *context, const uint32_t word[], size_t count)
{
    const size_t bytes = count * sizeof word[0];
    if (!frame_is_inside(context) ||
        user_window_copy_out(context->stack_pointer, word, bytes) != 0) {
        return ERROR_FAULT;
    }
    return ERROR_NONE;
}

enum error port_context_message(struct arch_context *context, const struct port_message *message)
{
    const uint32_t in_frame[] = {message->capability, message->info, message->window,
                                 message->reply_slot};
    context->callee_saved[0] = message->word[0];
    context->callee_saved[1] = message->word[1];
    context->callee_saved[2] = message->word[2];
    context->callee_saved[4] = message->word[3];
    return port_context_result(context, in_frame, sizeof in_frame / sizeof in_frame[0]);
}

void port_fault_collect(struct arch_context *context, struct port_fault *fault)
{
    *fault = (struct port_fault){.cause = FAULT_OTHER};
    if (host.has_fault) {
        host.has_fault = false;
        *fault = host.fault;
    }
    struct frame frame;
    fault->has_registers = frame_read(context, &frame);
}

bool port_fault_register(const struct arch_context *context, size_t index,
                         struct port_register *shown)
{
    static const char names[][4] = {"pc", "r0", "r1", "r2", "r3", "psr"};
    struct frame frame;
    if (index >= sizeof names / sizeof names[0] || !frame_read(context, &frame)) {
        return false;
    }
    const uint32_t values[] = {frame.pc,   frame.r[0], frame.r[1],
                               frame.r[2], frame.r[3], frame.xpsr};
    *shown = (struct port_register){.name = names[index], .value = values[index]};
    return true;
}

/// A frame, the other registers and the stack pointer, as one array.
enum { R0, R1, R2, R3, R12, LR, PC, XPSR, R4, R5, R6, R7, R8, R9, R10, R11, SP, WORDS };

static void words_read(const struct arch_context *context, uint32_t words[WORDS])
{
    struct frame frame = {0};
    (void)frame_read(context, &frame);
    memcpy(words, &frame, sizeof frame);
    memcpy(&words[R4], context->callee_saved, sizeof context->callee_saved);
    words[SP] = context->stack_pointer + (uint32_t)sizeof frame;
}

static size_t fault_places(enum port_fault_words which, const uint8_t **places)
{
    static const uint8_t call[] = {R0, R1, R2, R3, R4, R5, R6, R7, PC, SP, LR, XPSR};
    static const uint8_t all[] = {PC,  SP, XPSR, R0, R1, R8, R9, R10, R11,
                                  R12, R2, R3,   R4, R5, R6, R7, LR};
    static const size_t counts[] = {[FAULT_WORDS_PC] = 1,
                                    [FAULT_WORDS_CALL] = sizeof call,
                                    [FAULT_WORDS_EXCEPTION] = 3,
                                    [FAULT_WORDS_ALL] = sizeof all};
    *places = which == FAULT_WORDS_CALL ? call : all;
    return counts[which];
}

size_t port_fault_words_get(const struct arch_context *context, enum port_fault_words which,
                            uint32_t word[])
{
    uint32_t words[WORDS];
    const uint8_t *places;
    const size_t count = fault_places(which, &places);
    words_read(context, words);
    for (size_t i = 0; i < count; i++) {
        word[i] = words[places[i]];
    }
    return count;
}

enum error port_fault_words_set(struct arch_context *context, enum port_fault_words which,
                                const uint32_t word[], size_t count)
{
    uint32_t words[WORDS];
    const uint8_t *places;
    const size_t most = fault_places(which, &places);
    words_read(context, words);
    for (size_t i = 0; i < count && i < most; i++) {
        words[places[i]] = word[i];
    }
    struct arch_context changed = *context;
    changed.stack_pointer = (words[SP] & ~(STACK_ALIGNMENT - 1u)) - (uint32_t)sizeof(struct frame);
    memcpy(changed.callee_saved, &words[R4], sizeof changed.callee_saved);
    words[PC] &= ~1u;
    words[XPSR] = (words[XPSR] & 0xF8000000) | XPSR_THUMB;
    if (!frame_is_inside(&changed) ||
        user_window_copy_out(changed.stack_pointer, words, sizeof(struct frame)) != 0) {
        return ERROR_FAULT;
    }
    *context = changed;
    return ERROR_NONE;
}

/// What the hardware does on the way into a handler: eight registers go to the process stack, with
/// the rights of the process. False: it may not write there.
static bool frame_push(void)
{
    const struct host_thread *thread = &host.thread;
    struct frame frame = {
        .r12 = thread->r12, .lr = thread->lr, .pc = thread->pc, .xpsr = thread->xpsr};
    memcpy(frame.r, thread->r, sizeof frame.r);
    const uint32_t stack_pointer = thread->sp - (uint32_t)sizeof frame;
    memcpy(host.current->callee_saved, thread->callee_saved, sizeof thread->callee_saved);
    host.current->stack_pointer = stack_pointer;
    for (uint32_t i = 0; i < sizeof frame; i++) {
        if (!host_allows(stack_pointer + i, HOST_WRITE)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < sizeof frame; i++) {
        *host_memory_at(stack_pointer + i) = ((const uint8_t *)&frame)[i];
    }
    return true;
}

static void fault_note(const struct port_fault *fault)
{
    // Member by member: what lies between members would be that of whoever made the structure, and
    // differ between runs that are compared.
    memset(&host.fault, 0, sizeof host.fault);
    host.fault.address = fault->address;
    host.fault.status = fault->status;
    host.fault.cause = fault->cause;
    host.fault.has_address = fault->has_address;
    host.fault.has_registers = fault->has_registers;
    host.has_fault = true;
    kernel_fault_note();
    port_work_pend();
}

/// What the hardware does on the way back.
static void frame_pop(void)
{
    host_windows_check();
    struct frame frame;
    const uint32_t stack_pointer = host.current->stack_pointer;
    for (uint32_t i = 0; i < sizeof frame; i++) {
        if (!host_allows(stack_pointer + i, HOST_READ)) {
            fault_note(&(struct port_fault){.cause = FAULT_STACK_RETURN});
            (void)host_run();
            return;
        }
        ((uint8_t *)&frame)[i] = *host_memory_at(stack_pointer + i);
    }
    struct host_thread *thread = &host.thread;
    memcpy(thread->r, frame.r, sizeof frame.r);
    memcpy(thread->callee_saved, host.current->callee_saved, sizeof thread->callee_saved);
    thread->r12 = frame.r12;
    thread->lr = frame.lr;
    thread->pc = frame.pc;
    thread->xpsr = frame.xpsr;
    thread->sp = stack_pointer + (uint32_t)sizeof frame;
}

/// PendSV, with the frame of whoever ran pushed already. Pended again meanwhile, it runs again
/// before the first instruction of a process.
static void work_do(void)
{
    do {
        host.is_work_pending = false;
        host.current = host_kernel_work();
    } while (host.is_work_pending && host.current != NULL);
    if (host.current != NULL) {
        frame_pop();
    }
}

struct arch_context *host_run(void)
{
    if (host.current != NULL && !host.has_fault && !frame_push()) {
        fault_note(&(struct port_fault){.cause = FAULT_STACK_ENTRY});
    }
    work_do();
    return host.current;
}

bool host_call_arguments_read(const struct arch_context *caller, uint32_t word[4])
{
    uint32_t pc;
    if (!frame_is_inside(caller) ||
        user_window_load_32(FRAME_WORD(caller, pc), &pc) != ERROR_NONE ||
        pc < caller->code.start + CALL_BYTES || pc > caller->code.end) {
        return false;
    }
    for (unsigned i = 0; i < 4; i++) {
        if (user_window_load_32(FRAME_WORD(caller, r[i]), &word[i]) != ERROR_NONE) {
            return false;
        }
    }
    return true;
}

/// SVCall behind the push of the frame.
static enum host_call_end call_serve(uint32_t call_class)
{
    struct arch_context *const caller = host.current;
    uint32_t word[4];
    if (!host_call_arguments_read(caller, word)) {
        kernel_call_frame_refused(FAULT_STACK_POINTER);
        return HOST_CALL_REFUSED;
    }
    const int count = kernel_system_call(call_class, word);
    if (count > 0 && port_context_result(caller, word, (size_t)count) != ERROR_NONE) {
        kernel_call_frame_refused(FAULT_UPCALL_FRAME);
    }
    return count == KERNEL_CALL_AGAIN ? HOST_CALL_AGAIN : HOST_CALL_SERVED;
}

unsigned host_call(uint32_t call_class, uint32_t r0, uint32_t r1, uint32_t r2, uint32_t r3)
{
    host.thread.r[0] = r0;
    host.thread.r[1] = r1;
    host.thread.r[2] = r2;
    host.thread.r[3] = r3;
    return host_call_by(call_serve, call_class);
}

unsigned host_call_by(enum host_call_end (*serve)(uint32_t call_class), uint32_t call_class)
{
    const struct arch_context *const caller = host.current;
    const uint32_t pc = host.thread.pc;
    unsigned entries = 0;
    enum host_call_end end;
    do {
        host.thread.pc = pc + CALL_BYTES;
        if (!frame_push()) {
            fault_note(&(struct port_fault){.cause = FAULT_STACK_ENTRY});
            work_do();
            return entries;
        }
        host_execution_begin();
        end = serve(call_class);
        entries += end != HOST_CALL_REFUSED;
        if (end == HOST_CALL_AGAIN && !word_store(FRAME_WORD(caller, pc), pc)) {
            kernel_call_frame_refused(FAULT_STACK_POINTER);
        }
        if (host.is_work_pending) {
            work_do();
        } else {
            frame_pop();
        }
        // Between two rounds of a long call anybody may be served.
    } while (end == HOST_CALL_AGAIN && host.current == caller && host.thread.pc == pc);
    return entries;
}

void host_upcall_return(void)
{
    host.thread.pc = host.thread.lr & ~1u;
}

void host_fault(const struct port_fault *fault)
{
    if (!frame_push()) {
        host.current->stack_pointer = parking_stack_pointer;
    }
    fault_note(fault);
    work_do();
}
