// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "ninedof.h"

enum { PROCESS_COUNT_MAX = 64 /* bound of the loop over processes */ };

/// What the driver keeps for one process, in its grant.
struct ninedof_client {
    uint8_t sensor; ///< that it waits for
    bool is_waiting;
};

_Static_assert(sizeof(struct ninedof_client) <= NINEDOF_GRANT_BYTES,
               "the board reserves NINEDOF_GRANT_BYTES");

static enum error sensor_ask(enum ninedof_sensor sensor)
{
    struct sensor_request request = {.status = ERROR_FAILED};
    enum error error = ERROR_NO_DEVICE;
    switch (sensor) {
    case NINEDOF_ACCELEROMETER:
        error = ninedof_accelerometer.measure(&request);
        break;
    case NINEDOF_MAGNETOMETER:
        error = ninedof_magnetometer.measure(&request);
        break;
    case NINEDOF_GYROSCOPE:
        error = ninedof_gyroscope.measure(&request);
        break;
    }
    return error == ERROR_NONE ? request.status : error;
}

static enum error request_start(struct process_id process, enum ninedof_sensor sensor)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct ninedof_client, client, process, error)
    {
        if (client->is_waiting) {
            error = ERROR_BUSY;
            break;
        }
        error = sensor_ask(sensor);
        client->sensor = (uint8_t)sensor;
        client->is_waiting = error == ERROR_NONE;
    }
    return error;
}

void ninedof_command(struct command *command)
{
    enum error error = ERROR_NONE;
    switch (command->number) {
    case COMMAND_EXISTS:
        break;
    case NINEDOF_COMMAND_ACCELERATION:
        error = request_start(command->process, NINEDOF_ACCELEROMETER);
        break;
    case NINEDOF_COMMAND_MAGNETIC_FIELD:
        error = request_start(command->process, NINEDOF_MAGNETOMETER);
        break;
    case NINEDOF_COMMAND_ROTATION:
        error = request_start(command->process, NINEDOF_GYROSCOPE);
        break;
    default:
        error = ERROR_NO_SUPPORT;
        break;
    }
    command_result(command, error);
}

/// Tells a process that waits for a sensor.
static void client_tell(struct process_id process, uint8_t sensor,
                        const struct sensor_measured *measured)
{
    enum error error;
    WITH_GRANT(struct ninedof_client, client, process, error)
    {
        if (!client->is_waiting || client->sensor != sensor) {
            break;
        }
        if (measured->status == ERROR_NONE) {
            // Behind this the note is dropped: an abort in between tells it twice, and not never.
            (void)upcall_schedule(process, NINEDOF_UPCALL_READ, (uint32_t)measured->value[0],
                                  (uint32_t)measured->value[1], (uint32_t)measured->value[2]);
        }
        client->is_waiting = false;
    }
}

static void clients_tell(enum ninedof_sensor sensor, const struct sensor_measured *measured)
{
    struct process_id process = {0};
    for (size_t i = 0; i < PROCESS_COUNT_MAX && grant_next_process(&process); i++) {
        client_tell(process, (uint8_t)sensor, measured);
    }
}

void ninedof_accelerometer_measured(struct sensor_measured *measured)
{
    clients_tell(NINEDOF_ACCELEROMETER, measured);
}

void ninedof_magnetometer_measured(struct sensor_measured *measured)
{
    clients_tell(NINEDOF_MAGNETOMETER, measured);
}

void ninedof_gyroscope_measured(struct sensor_measured *measured)
{
    clients_tell(NINEDOF_GYROSCOPE, measured);
}

void ninedof_on_restart(struct process_id *process)
{
    // There is no room for an error: who waits may ask again.
    enum error error;
    WITH_GRANT(struct ninedof_client, client, process_id_at(process), error)
    {
        client->is_waiting = false;
    }
}
