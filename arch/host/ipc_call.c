// SPDX-License-Identifier: Apache-2.0 OR MIT
// IPC calls of simulated programs. Only kernels with IPC have what is called here.
#include "host.h"

/// Places of r4, r5, r6 and r8 among the registers that a context keeps.
static const unsigned char word_places[] = {0, 1, 2, 4};

static void results_put(struct arch_context *context, const struct port_message *message)
{
    if (port_context_message(context, message) != ERROR_NONE) {
        kernel_call_frame_refused(FAULT_STACK_POINTER);
    }
}

static enum host_call_end ipc_serve(uint32_t call_class)
{
    struct arch_context *const caller = host.current;
    uint32_t in_frame[4];
    if (!host_call_arguments_read(caller, in_frame)) {
        kernel_call_frame_refused(FAULT_STACK_POINTER);
        return HOST_CALL_REFUSED;
    }
    struct port_message message = {.capability = in_frame[0],
                                   .info = in_frame[1],
                                   .window = in_frame[2],
                                   .reply_slot = in_frame[3]};
    for (unsigned i = 0; i < 4; i++) {
        message.word[i] = caller->callee_saved[word_places[i]];
    }
    struct arch_context *const next =
        host.has_no_switches ? NULL : kernel_ipc_switch(call_class, &message);
    if (next != NULL) {
        host.switches++;
        host.current = next;
        results_put(next, &message);
        return HOST_CALL_SERVED;
    }
    const int result = kernel_ipc_call(call_class, &message);
    if (result == KERNEL_CALL_MESSAGE) {
        results_put(caller, &message);
    }
    return result == KERNEL_CALL_AGAIN ? HOST_CALL_AGAIN : HOST_CALL_SERVED;
}

unsigned host_ipc_call(uint32_t call_class, const struct port_message *operands)
{
    host.thread.r[0] = operands->capability;
    host.thread.r[1] = operands->info;
    host.thread.r[2] = operands->window;
    host.thread.r[3] = operands->reply_slot;
    for (unsigned i = 0; i < 4; i++) {
        host.thread.callee_saved[word_places[i]] = operands->word[i];
    }
    return host_call_by(ipc_serve, call_class);
}

struct port_message host_ipc_results(void)
{
    struct port_message message = {.capability = host.thread.r[0],
                                   .info = host.thread.r[1],
                                   .window = host.thread.r[2],
                                   .reply_slot = host.thread.r[3]};
    for (unsigned i = 0; i < 4; i++) {
        message.word[i] = host.thread.callee_saved[word_places[i]];
    }
    return message;
}
