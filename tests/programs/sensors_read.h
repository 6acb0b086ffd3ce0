// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Asks all sensors again and again, and says what changes. Common to programs of test_sensors.py.
#pragma once

#include <bulkhead/alarm.h>
#include <bulkhead/sensor.h>
#include <stdio.h>

enum { PAUSE_MS = 20 };

static const struct {
    const char *name;
    uint32_t driver;
    uint32_t command;
} sensors[] = {
    {"temperature", BULKHEAD_TEMPERATURE_DRIVER, BULKHEAD_SENSOR_READ},
    {"pressure", BULKHEAD_PRESSURE_DRIVER, BULKHEAD_SENSOR_READ},
    {"acceleration", BULKHEAD_NINEDOF_DRIVER, BULKHEAD_SENSOR_READ},
    {"magnetic field", BULKHEAD_NINEDOF_DRIVER, BULKHEAD_NINEDOF_MAGNETIC_FIELD},
    {"rotation", BULKHEAD_NINEDOF_DRIVER, BULKHEAD_NINEDOF_ROTATION},
};
enum { SENSOR_COUNT = sizeof sensors / sizeof sensors[0] };

/// What was said last; the error comes first.
static long said[SENSOR_COUNT][4];

static void sensor_ask(size_t index)
{
    struct bulkhead_upcall upcall = {.value = {0}};
    const enum error error =
        bulkhead_sensor_read(sensors[index].driver, sensors[index].command, &upcall);
    const long now[] = {(long)error, (int32_t)upcall.value[0], (int32_t)upcall.value[1],
                        (int32_t)upcall.value[2]};
    long *const before = said[index];
    if (now[0] != before[0] || now[1] != before[1] || now[2] != before[2] || now[3] != before[3]) {
        for (size_t i = 0; i < 4; i++) {
            before[i] = now[i];
        }
        printf("%s: error %ld, %ld %ld %ld\n", sensors[index].name, now[0], now[1], now[2], now[3]);
    }
}

static inline _Noreturn void sensors_run(void)
{
    for (size_t i = 0; i < SENSOR_COUNT; i++) {
        said[i][0] = -1;
    }
    // A sensor that is not there is found out by then.
    (void)bulkhead_sleep_ms(PAUSE_MS);
    for (;;) {
        for (size_t i = 0; i < SENSOR_COUNT; i++) {
            sensor_ask(i);
        }
        (void)bulkhead_sleep_ms(PAUSE_MS);
    }
}
