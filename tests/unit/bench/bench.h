// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Where the capsules of a test run: who is called when, and what happens when one fails.
 *
 * A test says which capsules there are (bench_capsules) and defines what a board would: the
 * constant structures by which they know each other, made of BENCH_THUNK(). Processes, grants,
 * leases, upcalls and commands are those of fake_gates.h. Nothing happens by itself but with
 * fake_run().
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capsule_states.h"
#include "fake_gates.h"

enum { BENCH_CAPSULES_MAX = FAKE_CAPSULE_COUNT, BENCH_NO_DRIVER = UINT32_MAX };

struct bench_capsule {
    void (*init)(void);
    void (*deferred)(void);
    void (*timer)(void);
    void (*on_restart)(struct process_id *process);
    uint32_t driver;
    void (*command)(struct command *command);
    uint8_t *state_start; ///< cleared by a restart
    uint8_t *state_end;
    void (*process_ended)(struct process_id *process);
    size_t kept_bytes; ///< of the driver's grants
};

#define BENCH_STATE(name) .state_start = name##_state_start, .state_end = name##_state_end

/// Defined by the test. A capsule is known by its place.
extern const struct bench_capsule bench_capsules[];
extern const size_t bench_capsule_count;

/// Clears all capsules, calls what they have for init, ends all processes. Before each test.
int bench_reset(void **state);

/// A crossing into a capsule, and back. False: it is out of service.
bool bench_enter(size_t capsule);
void bench_leave(void);

/// Puts a capsule out of service, as an abort does: what it wanted to be called for is forgotten.
void bench_capsule_fail(size_t capsule);

/// Starts it again: clears its state, calls init, then on_restart for each of the processes,
/// whose grant of it is as at first then, but for what the driver keeps.
void bench_capsule_restart(size_t capsule, const struct process_id *processes, size_t count);

/// As if it had been aborted right before it scheduled its last upcall for a process, and started
/// again.
void bench_abort_before_upcall(size_t capsule, struct process_id process);

/// A function of a capsule as others call it: one pointer, ERROR_FAILED if it is out of service.
#define BENCH_THUNK(name, capsule, function, structure) \
    static enum error name(structure *argument)         \
    {                                                   \
        if (!bench_enter(capsule)) {                    \
            return ERROR_FAILED;                        \
        }                                               \
        function(argument);                             \
        bench_leave();                                  \
        return ERROR_NONE;                              \
    }

/// What a client of a bus is told, which a capsule that is out of service is not.
#define BENCH_TOLD(name, capsule, function, structure) \
    static void name(const structure *event)           \
    {                                                  \
        if (bench_enter(capsule)) {                    \
            function(event);                           \
            bench_leave();                             \
        }                                              \
    }

/// A bus that a capsule offers: `name`, of type `struct i2c_bus` or `struct spi_bus`, by the
/// functions `provider`_transfer and `provider`_cancel.
#define BENCH_BUS(kind, name, capsule, provider)                     \
    static enum error name##_transfer(struct transfer_buffer buffer, \
                                      struct kind##_message message) \
    {                                                                \
        enum error error = ERROR_FAILED;                             \
        if (bench_enter(capsule)) {                                  \
            error = provider##_transfer(buffer, message);            \
            bench_leave();                                           \
        }                                                            \
        return error;                                                \
    }                                                                \
    static enum error name##_cancel(void)                            \
    {                                                                \
        enum error error = ERROR_FAILED;                             \
        if (bench_enter(capsule)) {                                  \
            error = provider##_cancel();                             \
            bench_leave();                                           \
        }                                                            \
        return error;                                                \
    }                                                                \
    const struct kind##_bus name = {name##_transfer, name##_cancel};
