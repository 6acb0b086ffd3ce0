// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has every device on the bus do something, and ends before that has ended: each life at another
// time. Run by test_sensors.py.
#include <board_facts.h>
#include <bulkhead/alarm.h>
#include <bulkhead/date_time.h>
#include <bulkhead/i2c.h>
#include <bulkhead/sensor.h>
#include <stdio.h>

enum { WAIT_MAX = 6000, STEP = 37, ODD_NUMBER = 40503 };

static uint8_t bytes[BULKHEAD_I2C_BYTES_MAX];

int main(void)
{
    // Lives know nothing of each other, but the clock goes on.
    const uint32_t wait = bulkhead_alarm_now_ticks() / STEP * ODD_NUMBER % WAIT_MAX;
    printf("leaves after %lu\n", (unsigned long)wait);
    (void)bulkhead_allow_read_write(BULKHEAD_I2C_DRIVER, BULKHEAD_I2C_BUFFER, bytes, sizeof bytes);
    (void)bulkhead_command(BULKHEAD_I2C_DRIVER, BULKHEAD_I2C_WRITE_READ,
                           BOARD_MEMORY_ADDRESS | 2 << 8, sizeof bytes);
    (void)bulkhead_command(BULKHEAD_TEMPERATURE_DRIVER, BULKHEAD_SENSOR_READ, 0, 0);
    (void)bulkhead_command(BULKHEAD_PRESSURE_DRIVER, BULKHEAD_SENSOR_READ, 0, 0);
    (void)bulkhead_command(BULKHEAD_NINEDOF_DRIVER, BULKHEAD_NINEDOF_MAGNETIC_FIELD, 0, 0);
    (void)bulkhead_command(BULKHEAD_DATE_TIME_DRIVER, 1, 0, 0);
    for (volatile uint32_t i = 0; i < wait; i = i + 1) {
    }
    bulkhead_exit_terminate(0);
}
