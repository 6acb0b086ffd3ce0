// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `sensor_choice`: one sensor out of several for the same quantity, with the same contract
 * above and below (hal/sensor.h): for boards that are built with one sensor or another, and for
 * those that have a second one should the first one be gone.
 *
 * Each measurement asks the sensors in the order of their places until one is there; what that one
 * says, a failure also, is the answer. If none is there it is ERROR_NO_DEVICE, and the next request
 * has them looked for again.
 */
#pragma once

#include <capsule.h>
#include <hal/sensor.h>

enum sensor_choice_place {
    SENSOR_CHOICE_FIRST,
    SENSOR_CHOICE_SECOND,
    SENSOR_CHOICE_THIRD,
    SENSOR_CHOICE_FOURTH,
};
enum { SENSOR_CHOICE_COUNT = 4 };

/// The sensors; a place of the board's that has none is empty. Made of the manifest and the board's
/// choice.
extern const struct sensor sensor_choice_sensors[SENSOR_CHOICE_COUNT];

/// Who is told. Made of the manifest and the board's choice.
extern const struct sensor_client sensor_choice_client;

void sensor_choice_init(void);
void sensor_choice_deferred(void);

void sensor_choice_measure(struct sensor_request *request);

// What the sensor of each place says.
void sensor_choice_first_measured(struct sensor_measured *measured);
void sensor_choice_second_measured(struct sensor_measured *measured);
void sensor_choice_third_measured(struct sensor_measured *measured);
void sensor_choice_fourth_measured(struct sensor_measured *measured);
