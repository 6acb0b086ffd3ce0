// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Part of a capsule (docs/capsules.md, "parts"): a sensor on an I2C bus, which is asked in steps.
 *
 * A step writes the number of a register and maybe what that and the next ones are set to, then
 * reads. The capsule says what each step writes, and what is made of what it read; the part does
 * the rest of hal/sensor.h: one run of all steps answers all that asked before its end. A run for
 * nobody at the start finds out whether the sensor is there. One that was not there at the last run
 * is NO_DEVICE; asked nevertheless, it is looked for again.
 *
 * The header of the capsule declares self_place, self_bus and self_client, its manifest offers
 * `sensor` and `i2c_client` by the functions below, which has the entry points init, deferred and
 * timer.
 */
#pragma once

#include <capsule.h>
#include <hal/i2c.h>
#include <hal/sensor.h>

enum { SELF_SENSOR_BYTES_MAX = 24 };

/// What goes over the bus in one step.
struct self_sensor_step {
    uint8_t write_bytes; ///< 1 or more
    uint8_t read_bytes;
    uint8_t bytes[SELF_SENSOR_BYTES_MAX]; ///< to be written; when it ends, those that were read
};

void self_init(void);
void self_deferred(void);
void self_timer(void);

void self_measure(struct sensor_request *request);
void self_done(const struct i2c_done *event);

// ---------------------------------------------------------------------------------------------
// What the capsule defines

/// Fills in what a step writes and how much it reads; all zero before.
void self_step_prepare(uint32_t number, struct self_sensor_step *step);

/**
 * Takes what a step has read.
 *
 * @retval ERROR_NONE  the next step follows; behind the last one `measured` is the answer.
 * @retval ERROR_BUSY  the sensor is not ready: the same step is made again after 2 ms, 50 times at
 *                     most.
 * Anything else ends the run, with that for an answer; ERROR_NO_DEVICE: it is no such sensor.
 */
enum error self_step_take(uint32_t number, const struct self_sensor_step *step,
                          struct sensor_measured *measured);

/// Says whether a step is the last one.
bool self_step_is_last(uint32_t number);
