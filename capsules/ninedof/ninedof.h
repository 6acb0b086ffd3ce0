// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `ninedof`: driver 0x60004, up to three sensors that have three values each.
 *
 * Command 1 asks the accelerometer, 100 the magnetometer, 200 the gyroscope; upcall 0 brings x, y
 * and z, as the sensor tells them. There is no room for an error: a request that fails ends without
 * an upcall. Requests of several programs share a measurement; BUSY while this program waits for
 * one. NODEVICE: there is no such sensor.
 */
#pragma once

#include <capsule.h>
#include <hal/sensor.h>

enum { NINEDOF_DRIVER = 0x60004, NINEDOF_GRANT_BYTES = 4 };
enum ninedof_command_number {
    NINEDOF_COMMAND_ACCELERATION = 1,
    NINEDOF_COMMAND_MAGNETIC_FIELD = 100,
    NINEDOF_COMMAND_ROTATION = 200,
};
enum { NINEDOF_UPCALL_READ = 0 };

/// The sensors, each as a client of its own to the sensor.
enum ninedof_sensor { NINEDOF_ACCELEROMETER, NINEDOF_MAGNETOMETER, NINEDOF_GYROSCOPE };

/// Made of the manifest and the board's choice.
extern const struct sensor ninedof_accelerometer;
extern const struct sensor ninedof_magnetometer;
extern const struct sensor ninedof_gyroscope;

void ninedof_command(struct command *command);
void ninedof_on_restart(struct process_id *process);

void ninedof_accelerometer_measured(struct sensor_measured *measured);
void ninedof_magnetometer_measured(struct sensor_measured *measured);
void ninedof_gyroscope_measured(struct sensor_measured *measured);
