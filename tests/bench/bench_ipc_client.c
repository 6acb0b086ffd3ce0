// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * IPC from program to program and back, on a board with IPC: calls of several lengths to
 * bench_ipc_server, which waits for them and comes first, and signals to one who does not wait.
 * Counted is all between two places in this program, the server's instructions, too.
 */
#include "measure.h"

#include <abi/ipc.h>
#include <bulkhead/ipc_call.h>
#include <stdbool.h>

#include "bench_ipc.h"

static struct ipc_buffer buffer __attribute__((aligned(IPC_BUFFER_ALIGNMENT)));

static bool is_good = true;

/// A call of a constant number of words; those behind it are not sent.
#define CALL(words, begin, end)                                                        \
    do {                                                                               \
        struct bulkhead_ipc_registers registers = {                                    \
            .capability = SERVER, .info = (words), .word = {1, 2, 3, 4}};              \
        MEASURE_MARK(begin);                                                           \
        BULKHEAD_IPC_TRAP(IPC_CALL, registers, &buffer);                               \
        MEASURE_MARK(end);                                                             \
        is_good = is_good && registers.capability == 0 && registers.info == (words) && \
                  registers.word[0] == ((words) == 0 ? 0 : 1);                         \
    } while (0)

int main(void)
{
    struct bulkhead_ipc_registers set = {.word = {(uint32_t)(uintptr_t)&buffer}};
    BULKHEAD_IPC_TRAP(IPC_BUFFER_SET, set, &buffer);
    is_good = set.capability == 0;
    for (uint32_t i = 0; i < MEASURE_REPEATS; i++) {
        CALL(0, MEASURE_IPC_CALL_0_BEGIN, MEASURE_IPC_CALL_0_END);
        CALL(4, MEASURE_IPC_CALL_4_BEGIN, MEASURE_IPC_CALL_4_END);
        buffer.word[9] = i;
        CALL(10, MEASURE_IPC_CALL_10_BEGIN, MEASURE_IPC_CALL_10_END);
        is_good = is_good && buffer.word[9] == i + 1;
        struct bulkhead_ipc_registers signal = {.capability = OWN_WORD};
        MEASURE_MARK(MEASURE_SIGNAL_BEGIN);
        BULKHEAD_IPC_TRAP(IPC_SIGNAL, signal, &buffer);
        MEASURE_MARK(MEASURE_SIGNAL_END);
        is_good = is_good && signal.capability == 0;
    }
    // Refused calls would be cheap ones.
    if (is_good) {
        MEASURE_MARK(MEASURE_STOP);
    }
    return 1;
}
