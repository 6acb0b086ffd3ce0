// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Contract of a sensor: something that measures one quantity when it is asked to.
 *
 * Whoever implements it offers a constant `struct sensor`; whoever uses it gets a constant `struct
 * sensor_client` called, never inside a call of its own. Both are capsules, so every function takes
 * one pointer to a structure that is borrowed for the call, and the board puts the boundary in
 * between. Each returns ERROR_NONE, or ERROR_FAILED if the capsule called was aborted; the answer
 * is in the structure. Context of all: kernel.
 *
 * Who is asked while it measures measures once: every `measured` is the answer to all that was
 * asked before it. In which unit the values are is a matter of the quantity:
 *
 *     temperature     hundredths of a degree Celsius
 *     pressure        hectopascal
 *     magnetic field  x, y and z in nanotesla
 */
#pragma once

#include <stdint.h>

#include <abi/error.h>
#include <lib/attributes.h>

enum { SENSOR_VALUE_COUNT = 3 };

struct sensor_request {
    /// Answer. ERROR_NONE: client->measured follows. ERROR_NO_DEVICE: there is no such sensor.
    enum error status;
};

struct VTABLE sensor {
    enum error (*measure)(struct sensor_request *request);
};

struct sensor_measured {
    /// ERROR_NONE, or why there is no value. ERROR_NO_DEVICE: the sensor does not answer.
    /// ERROR_RESERVE: it has been restarted, and knows nothing of a request from before; it says so
    /// also when there was none.
    enum error status;
    int32_t value[SENSOR_VALUE_COUNT]; ///< those that the quantity does not have are 0
};

struct VTABLE sensor_client {
    enum error (*measured)(struct sensor_measured *measured);
};
