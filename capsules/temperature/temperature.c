// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "temperature.h"

enum { PROCESS_COUNT_MAX = 64 /* bound of the loop over processes */ };

/// What the driver keeps for one process, in its grant.
struct temperature_client {
    bool is_waiting; ///< for the upcall
};

_Static_assert(sizeof(struct temperature_client) <= TEMPERATURE_GRANT_BYTES,
               "the board reserves TEMPERATURE_GRANT_BYTES");

static enum error request_start(struct process_id process)
{
    struct sensor_request request = {.status = ERROR_FAILED};
    enum error error = ERROR_NONE;
    WITH_GRANT(struct temperature_client, client, process, error)
    {
        if (client->is_waiting) {
            error = ERROR_BUSY;
            break;
        }
        error = temperature_sensor.measure(&request);
        if (error == ERROR_NONE) {
            error = request.status;
        }
        client->is_waiting = error == ERROR_NONE;
    }
    return error;
}

void temperature_command(struct command *command)
{
    enum error error = ERROR_NONE;
    switch (command->number) {
    case COMMAND_EXISTS:
        break;
    case TEMPERATURE_COMMAND_READ:
        error = request_start(command->process);
        break;
    default:
        error = ERROR_NO_SUPPORT;
        break;
    }
    command_result(command, error);
}

/// Whether the upcall has room for an error.
static bool tells_status(void)
{
    return TEMPERATURE_TELLS_STATUS != 0;
}

/// Tells a process that waits.
static void client_tell(struct process_id process, const struct sensor_measured *measured)
{
    // Programs know the errors of system calls only.
    const enum error status = measured->status <= ERROR_NO_ACK ? measured->status : ERROR_FAILED;
    const uint32_t value = status == ERROR_NONE ? (uint32_t)measured->value[0] : 0;
    enum error error;
    WITH_GRANT(struct temperature_client, client, process, error)
    {
        // A note is dropped behind its upcall: an abort in between tells it twice, and not never.
        if (client->is_waiting && tells_status()) {
            (void)upcall_schedule(process, TEMPERATURE_UPCALL_READ, (uint32_t)status, value, 0);
        } else if (client->is_waiting && status == ERROR_NONE) {
            (void)upcall_schedule(process, TEMPERATURE_UPCALL_READ, value, 0, 0);
        }
        client->is_waiting = false;
    }
}

void temperature_measured(struct sensor_measured *measured)
{
    struct process_id process = {0};
    for (size_t i = 0; i < PROCESS_COUNT_MAX && grant_next_process(&process); i++) {
        client_tell(process, measured);
    }
}

void temperature_on_restart(struct process_id *process)
{
    const struct sensor_measured measured = {.status = ERROR_RESERVE};
    client_tell(process_id_at(process), &measured);
}
