// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Part of a capsule (docs/capsules.md, "parts"): a clock on an I2C bus that knows the date, and is
 * asked and set in steps.
 *
 * A step writes the number of a register and maybe what that and the next ones are set to, then
 * reads. The capsule says what each step writes, and what is made of what it read; the part does
 * the rest of hal/date_time.h, for the years 2000 to 2099. What no calendar has is refused both
 * ways: ERROR_INVALID from above, ERROR_FAILED from below. A clock that does not answer is
 * ERROR_NO_DEVICE.
 *
 * The header of the capsule declares self_place, self_bus and self_client, and which steps there
 * are: SELF_GET_FIRST to SELF_GET_LAST and SELF_SET_FIRST to SELF_SET_LAST. Its manifest offers
 * `date_time_source` and `i2c_client` by the functions below, and has the entry points init and
 * deferred.
 */
#pragma once

#include <capsule.h>
#include <hal/date_time.h>
#include <hal/i2c.h>

enum { SELF_CLOCK_BYTES_MAX = 16, SELF_YEAR_FIRST = 2000, SELF_YEAR_LAST = 2099 };

/// What goes over the bus in one step.
struct self_clock_step {
    uint8_t write_bytes; ///< 1 or more
    uint8_t read_bytes;
    uint8_t bytes[SELF_CLOCK_BYTES_MAX]; ///< to be written; when it ends, those that were read
};

void self_init(void);
void self_deferred(void);

void self_get(struct date_time_request *request);
void self_set(struct date_time_request *request);
void self_done(const struct i2c_done *event);

/// A number below 100 as a register has it, in two decimals; and back. UINT8_MAX: they are none.
uint8_t self_decimal_of(uint32_t value);
uint8_t self_value_of(uint32_t byte);

// ---------------------------------------------------------------------------------------------
// What the capsule defines

/// Fills in what a step writes, for what the clock is set to, and how much it reads; all zero
/// before.
void self_step_prepare(uint32_t number, const struct date_time *time, struct self_clock_step *step);

/**
 * Takes what a step has read. One to get puts it into `time`, which is looked at behind the last
 * step; for one to set that is what the clock is set to.
 *
 * @retval ERROR_NONE  the next step follows, or that was it. Anything else ends the request so.
 */
enum error self_step_take(uint32_t number, const struct self_clock_step *step,
                          struct date_time *time);
