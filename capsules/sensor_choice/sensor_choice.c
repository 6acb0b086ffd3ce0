// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "sensor_choice.h"

#include <lib/checked_index.h>

/// What is done with a request.
enum sensor_choice_step {
    STEP_NONE,
    STEP_ASK,  ///< the sensor of the place is to be asked
    STEP_WAIT, ///< it has been
    STEP_TELL, ///< there is an answer
};

static struct {
    bool is_started; ///< in this life of the capsule
    bool is_absent;  ///< the last run found no sensor
    bool is_wanted;  ///< somebody waits for the end of the run
    uint8_t step;    ///< enum sensor_choice_step
    uint32_t place;
    struct sensor_measured measured;
} sensor_choice CAPSULE_STATE;

static void run_begin(void)
{
    sensor_choice.step = STEP_ASK;
    sensor_choice.place = SENSOR_CHOICE_FIRST;
    deferred_call_request();
}

void sensor_choice_init(void)
{
    // A run for nobody finds out whether a sensor is there.
    run_begin();
}

void sensor_choice_measure(struct sensor_request *request)
{
    request->status = sensor_choice.is_absent ? ERROR_NO_DEVICE : ERROR_NONE;
    sensor_choice.is_wanted = sensor_choice.is_wanted || !sensor_choice.is_absent;
    if (sensor_choice.step == STEP_NONE) {
        run_begin();
    }
}

/// Takes an answer: the next sensor is asked if this one is not there.
static void answer_take(const struct sensor_measured *measured)
{
    const bool is_last = sensor_choice.place + 1 >= SENSOR_CHOICE_COUNT;
    if (measured->status == ERROR_NO_DEVICE && !is_last) {
        sensor_choice.place++;
        sensor_choice.step = STEP_ASK;
    } else {
        sensor_choice.measured = (struct sensor_measured){
            .status = measured->status,
            .value = {measured->value[0], measured->value[1], measured->value[2]},
        };
        sensor_choice.step = STEP_TELL;
    }
    deferred_call_request();
}

/// Asks the sensor whose turn it is.
static void sensor_ask(void)
{
    struct sensor_request request = {.status = ERROR_FAILED};
    struct sensor_measured answer = {.status = ERROR_NO_DEVICE};
    if (AT(sensor_choice_sensors, sensor_choice.place).measure != NULL) {
        answer.status = AT(sensor_choice_sensors, sensor_choice.place).measure(&request);
        if (answer.status == ERROR_NONE) {
            answer.status = request.status;
        }
    }
    sensor_choice.step = STEP_WAIT;
    if (answer.status != ERROR_NONE) {
        answer_take(&answer);
    }
}

/// Ends the run, and tells who waits.
static void run_end(void)
{
    struct sensor_measured measured = sensor_choice.measured;
    const bool is_wanted = sensor_choice.is_wanted;
    sensor_choice.is_absent = measured.status == ERROR_NO_DEVICE;
    sensor_choice.is_wanted = false;
    sensor_choice.step = STEP_NONE;
    if (is_wanted) {
        (void)sensor_choice_client.measured(&measured);
    }
}

void sensor_choice_deferred(void)
{
    if (!sensor_choice.is_started) {
        sensor_choice.is_started = true;
        if (!sensor_choice.is_wanted) {
            // Who waited before a restart.
            struct sensor_measured measured = {.status = ERROR_RESERVE};
            (void)sensor_choice_client.measured(&measured);
        }
    }
    if (sensor_choice.step == STEP_ASK) {
        sensor_ask();
    } else if (sensor_choice.step == STEP_TELL) {
        run_end();
    }
}

/// What a sensor says that was not asked now is of an earlier life.
static void place_measured(enum sensor_choice_place place, const struct sensor_measured *measured)
{
    if (sensor_choice.step == STEP_WAIT && sensor_choice.place == place) {
        answer_take(measured);
    }
}

void sensor_choice_first_measured(struct sensor_measured *measured)
{
    place_measured(SENSOR_CHOICE_FIRST, measured);
}

void sensor_choice_second_measured(struct sensor_measured *measured)
{
    place_measured(SENSOR_CHOICE_SECOND, measured);
}

void sensor_choice_third_measured(struct sensor_measured *measured)
{
    place_measured(SENSOR_CHOICE_THIRD, measured);
}

void sensor_choice_fourth_measured(struct sensor_measured *measured)
{
    place_measured(SENSOR_CHOICE_FOURTH, measured);
}
