// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `clock_choice`: one clock out of two, with the same contract above and below
 * (hal/date_time.h): for boards that are built with one or the other, and for those with a second
 * one should the first one be gone, or stand still.
 *
 * The second one is asked for the time if the first one is ERROR_NO_DEVICE or ERROR_OFF, and set if
 * that is ERROR_NO_DEVICE. What the last one says is the answer, and so is any other error.
 */
#pragma once

#include <capsule.h>
#include <hal/date_time.h>

enum clock_choice_place { CLOCK_CHOICE_FIRST, CLOCK_CHOICE_SECOND };
enum { CLOCK_CHOICE_COUNT = 2 };

/// The clocks. Made of the manifest and the board's choice.
extern const struct date_time_source clock_choice_sources[CLOCK_CHOICE_COUNT];

/// Who is told. Made of the manifest and the board's choice.
extern const struct date_time_client clock_choice_client;

void clock_choice_init(void);
void clock_choice_deferred(void);

void clock_choice_get(struct date_time_request *request);
void clock_choice_set(struct date_time_request *request);

// What the clock of each place says.
void clock_choice_first_done(struct date_time_done *done);
void clock_choice_second_done(struct date_time_done *done);
