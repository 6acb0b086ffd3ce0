// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `temperature`: a driver with one sensor (hal/sensor_driver.h). It is written for this
 * quantity and made for others, too (docs/capsules.md, "like").
 *
 * Command 1 asks for a value, which upcall 0 brings. Requests of several programs share a
 * measurement; BUSY while this program waits for one. NODEVICE: there is no sensor.
 */
#pragma once

#include <capsule.h>
#include <hal/sensor.h>
#include <hal/sensor_driver.h>

enum { TEMPERATURE_GRANT_BYTES = 4 };
enum { TEMPERATURE_COMMAND_READ = 1, TEMPERATURE_UPCALL_READ = 0 };

/// The sensor. Made of the manifest and the board's choice.
extern const struct sensor temperature_sensor;

void temperature_command(struct command *command);
void temperature_on_restart(struct process_id *process);

void temperature_measured(struct sensor_measured *measured);
