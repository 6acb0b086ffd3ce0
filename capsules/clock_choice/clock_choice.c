// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "clock_choice.h"

#include <lib/checked_index.h>

/// What is done with a request.
enum clock_choice_step {
    STEP_NONE,
    STEP_ASK,  ///< the clock of the place is to be asked
    STEP_WAIT, ///< it has been
    STEP_TELL, ///< there is an answer
};

static struct {
    bool is_started; ///< in this life of the capsule
    bool is_to_set;
    uint8_t step; ///< enum clock_choice_step
    uint32_t place;
    struct date_time time; ///< to set; of the answer
    enum error status;
} clock_choice CAPSULE_STATE;

void clock_choice_init(void)
{
    deferred_call_request();
}

static void request_start(struct date_time_request *request, bool is_to_set)
{
    request->status = clock_choice.step != STEP_NONE ? ERROR_BUSY : ERROR_NONE;
    if (request->status == ERROR_NONE) {
        clock_choice.step = STEP_ASK;
        clock_choice.place = CLOCK_CHOICE_FIRST;
        clock_choice.is_to_set = is_to_set;
        clock_choice.time = request->time;
        deferred_call_request();
    }
}

void clock_choice_get(struct date_time_request *request)
{
    request_start(request, false);
}

void clock_choice_set(struct date_time_request *request)
{
    request_start(request, true);
}

/// Takes the end of what a clock was asked for. The time that was to be set is still wanted if the
/// next clock is asked.
static void answer_take(const struct date_time_done *done)
{
    const bool is_last = clock_choice.place + 1 >= CLOCK_CHOICE_COUNT;
    const bool is_none =
        done->status == ERROR_NO_DEVICE || (done->status == ERROR_OFF && !clock_choice.is_to_set);
    if (is_none && !is_last) {
        clock_choice.place++;
        clock_choice.step = STEP_ASK;
    } else {
        clock_choice.status = done->status;
        clock_choice.time = done->time;
        clock_choice.step = STEP_TELL;
    }
    deferred_call_request();
}

/// Asks the clock whose turn it is.
static void clock_ask(void)
{
    struct date_time_request request = {.time = clock_choice.time, .status = ERROR_FAILED};
    struct date_time_done answer = {.status = ERROR_NO_DEVICE};
    if (AT(clock_choice_sources, clock_choice.place).get != NULL) {
        answer.status = clock_choice.is_to_set
                            ? AT(clock_choice_sources, clock_choice.place).set(&request)
                            : AT(clock_choice_sources, clock_choice.place).get(&request);
        if (answer.status == ERROR_NONE) {
            answer.status = request.status;
        }
    }
    // A busy clock works for a life of this capsule that is over. Its end comes here again.
    if (answer.status == ERROR_NONE) {
        clock_choice.step = STEP_WAIT;
    } else if (answer.status != ERROR_BUSY) {
        answer_take(&answer);
    }
}

static void request_end(void)
{
    struct date_time_done done = {.status = clock_choice.status, .time = clock_choice.time};
    clock_choice.step = STEP_NONE;
    (void)clock_choice_client.done(&done);
}

void clock_choice_deferred(void)
{
    if (!clock_choice.is_started) {
        clock_choice.is_started = true;
        if (clock_choice.step == STEP_NONE) {
            // Who waited before a restart.
            struct date_time_done done = {.status = ERROR_RESERVE};
            (void)clock_choice_client.done(&done);
        }
    }
    if (clock_choice.step == STEP_ASK) {
        clock_ask();
    } else if (clock_choice.step == STEP_TELL) {
        request_end();
    }
}

static void place_done(enum clock_choice_place place, const struct date_time_done *done)
{
    if (clock_choice.step == STEP_WAIT && clock_choice.place == place) {
        answer_take(done);
    } else {
        deferred_call_request(); // The end of something from before a restart.
    }
}

void clock_choice_first_done(struct date_time_done *done)
{
    place_done(CLOCK_CHOICE_FIRST, done);
}

void clock_choice_second_done(struct date_time_done *done)
{
    place_done(CLOCK_CHOICE_SECOND, done);
}
