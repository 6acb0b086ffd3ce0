// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Sensors of the board: their drivers, and one way to ask them all.
#pragma once

#include <bulkhead/system_call.h>

enum {
    BULKHEAD_TEMPERATURE_DRIVER = 0x60000, ///< value 0: hundredths of a degree Celsius
    BULKHEAD_PRESSURE_DRIVER = 0x60008,    ///< value 0: 0 or an error, value 1: hectopascal
    BULKHEAD_NINEDOF_DRIVER = 0x60004,     ///< values: x, y, z
};
enum {
    BULKHEAD_SENSOR_READ = 1,
    BULKHEAD_NINEDOF_MAGNETIC_FIELD = 100, ///< nanotesla
    BULKHEAD_NINEDOF_ROTATION = 200,
};

/**
 * Asks a sensor and waits for its values. Upcall functions do not run meanwhile.
 *
 * @param command  BULKHEAD_SENSOR_READ, or one of those of the driver.
 * @param upcall   what the driver has told; only after ERROR_NONE.
 * @return ERROR_NO_DEVICE: no such driver, or its sensor does not answer. ERROR_BUSY: the program
 *         has asked already. A driver that has no room for errors in its values leaves a program
 *         waiting if the measurement fails.
 */
static inline enum error bulkhead_sensor_read(uint32_t driver, uint32_t command,
                                              struct bulkhead_upcall *upcall)
{
    const enum error error = bulkhead_result_error(bulkhead_command(driver, command, 0, 0));
    if (error == ERROR_NONE) {
        *upcall = bulkhead_yield_wait_for(driver, 0);
    }
    return error;
}
