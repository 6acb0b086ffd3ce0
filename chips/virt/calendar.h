// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Dates of the Gregorian calendar and nanoseconds since 1970 began. Touches no register.
#pragma once

#include <stdint.h>

#include <hal/date_time.h>

/// What nanoseconds in 63 bits can say.
enum { CALENDAR_YEAR_MIN = 1970, CALENDAR_YEAR_MAX = 2261 };

/// Parts of a second are left out.
void calendar_of_nanoseconds(uint64_t nanoseconds, struct date_time *time);

/// @param time  is valid; the year from CALENDAR_YEAR_MIN to CALENDAR_YEAR_MAX, the weekday any.
uint64_t calendar_nanoseconds(const struct date_time *time);
