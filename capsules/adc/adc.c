// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "adc.h"

#include <lib/cell.h>

enum {
    PROCESS_COUNT_MAX = 64, // bound of the loops over processes
    SAMPLE_BYTES = 2,
    COUNT_SHIFT = 8,
    BATCHED_HZ_MIN = 1000,    // Slower samples come one by one, so that nobody waits for a batch.
    RETRIES_PER_SECOND = 100, // of telling the end of a run
    LATE_SECONDS = 1,         // beyond the time that a batch takes: the converter has failed
};

/// What a process wants, as in the upcalls.
enum { MODE_ONE, MODE_ON, MODE_FILL, MODE_FILL_ON };

/// What the driver keeps for one process, in its grant.
struct adc_wish {
    uint32_t rate_hz;
    uint8_t mode;
    uint8_t channel;
    bool is_waiting; ///< for its turn, or has it
};

_Static_assert(sizeof(struct adc_wish) <= ADC_GRANT_BYTES, "the board reserves ADC_GRANT_BYTES");

/// Whose turn it is.
struct adc_turn {
    struct process_id process;
    struct adc_wish wish;
};

static struct {
    OPTIONAL_CELL(struct adc_turn) turn;
    OPTIONAL_CELL(struct process_id) owner; ///< has the converter to itself, or is to have it next
    struct process_id served;               ///< who had the last turn
    struct lease buffer;                    ///< that is being filled
    uint32_t buffer_number;
    uint32_t told_count; ///< upcalls that have told the end of a run that fills buffers
    uint8_t bytes[ADC_BATCH_MAX * SAMPLE_BYTES];
} adc CAPSULE_STATE;

static void turn_end(void);

void adc_init(void)
{
    adc_converter.stop();
}

// ---------------------------------------------------------------------------------------------
// Wishes

static bool is_owner(struct process_id process)
{
    return OPTIONAL_HAS(adc.owner) && process_id_equal(OPTIONAL_GET(adc.owner), process);
}

/// Takes a lease on a buffer of whole samples. False: it has room for none.
static bool buffer_take(struct process_id process, uint32_t number, struct lease *lease)
{
    lease_take(process, BUFFER_READ_WRITE, number, UINT32_MAX, lease);
    const uint32_t whole_bytes = lease_left(lease) / SAMPLE_BYTES * SAMPLE_BYTES;
    lease_take(process, BUFFER_READ_WRITE, number, whole_bytes, lease);
    return whole_bytes != 0;
}

static bool has_buffers(struct process_id process, uint32_t mode)
{
    struct lease lease = {0};
    return mode < MODE_FILL || (buffer_take(process, 0, &lease) &&
                                (mode == MODE_FILL || buffer_take(process, 1, &lease)));
}

static enum error wish_note(struct process_id process, const struct adc_wish *wanted)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct adc_wish, wish, process, error)
    {
        if (wish->is_waiting) {
            error = ERROR_BUSY;
        } else if (!has_buffers(process, wanted->mode)) {
            error = ERROR_NO_MEMORY;
        } else {
            wish->rate_hz = wanted->rate_hz;
            wish->mode = wanted->mode;
            wish->channel = wanted->channel;
            wish->is_waiting = true;
        }
    }
    if (error == ERROR_NONE) {
        if (wanted->mode != MODE_ONE) {
            OPTIONAL_SET(adc.owner, process);
        }
        deferred_call_request();
    }
    return error;
}

static enum error sampling_start(const struct command *command, uint32_t mode)
{
    struct adc_description description = {.channel_count = 0};
    adc_converter.describe(&description);
    const uint32_t channel = command->argument[0];
    const uint32_t rate_hz = mode == MODE_ONE ? description.rate_hz_max : command->argument[1];
    if (OPTIONAL_HAS(adc.owner) && !is_owner(command->process)) {
        return ERROR_NO_MEMORY;
    }
    if (channel >= description.channel_count || channel > UINT8_MAX || rate_hz == 0 ||
        rate_hz > description.rate_hz_max) {
        return ERROR_INVALID;
    }
    const struct adc_wish wanted = {
        .rate_hz = rate_hz, .mode = (uint8_t)mode, .channel = (uint8_t)channel};
    return wish_note(command->process, &wanted);
}

/// Has a process have no wish, and nothing of it go on.
static enum error wish_drop(struct process_id process)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct adc_wish, wish, process, error)
    {
        wish->is_waiting = false;
    }
    if (is_owner(process)) {
        OPTIONAL_CLEAR(adc.owner);
    }
    if (OPTIONAL_HAS(adc.turn) && process_id_equal(OPTIONAL_GET(adc.turn).process, process)) {
        turn_end();
    }
    return error;
}

static void fact_tell(struct command *command)
{
    struct adc_description description = {.channel_count = 0};
    adc_converter.describe(&description);
    if (command->number == COMMAND_EXISTS) {
        command_success_u32(command, description.channel_count);
    } else if (command->number == ADC_COMMAND_RESOLUTION) {
        command_success_u32(command, description.resolution_bits);
    } else if (description.reference_millivolts != 0) {
        command_success_u32(command, description.reference_millivolts);
    } else {
        command_failure(command, ERROR_NO_SUPPORT);
    }
}

void adc_command(struct command *command)
{
    switch (command->number) {
    case COMMAND_EXISTS:
    case ADC_COMMAND_RESOLUTION:
    case ADC_COMMAND_REFERENCE:
        fact_tell(command);
        break;
    case ADC_COMMAND_SAMPLE:
        command_result(command, sampling_start(command, MODE_ONE));
        break;
    case ADC_COMMAND_SAMPLE_ON:
        command_result(command, sampling_start(command, MODE_ON));
        break;
    case ADC_COMMAND_FILL:
        command_result(command, sampling_start(command, MODE_FILL));
        break;
    case ADC_COMMAND_FILL_ON:
        command_result(command, sampling_start(command, MODE_FILL_ON));
        break;
    case ADC_COMMAND_STOP:
        command_result(command, wish_drop(command->process));
        break;
    default:
        command_failure(command, ERROR_NO_SUPPORT);
        break;
    }
}

void adc_process_ended(struct process_id *process)
{
    (void)wish_drop(process_id_at(process));
}

// ---------------------------------------------------------------------------------------------
// Turns

static void event_tell(struct process_id process, uint32_t mode, uint32_t what, uint32_t value)
{
    for (uint32_t i = 0; i < ADC_UPCALL_COUNT; i++) {
        (void)upcall_schedule(process, i, mode, what, value);
    }
}

/// Tells of the buffer that was being filled.
static void buffer_tell(const struct adc_turn *turn)
{
    const uint32_t count = lease_done(&adc.buffer) / SAMPLE_BYTES;
    event_tell(turn->process, turn->wish.mode, count << COUNT_SHIFT | turn->wish.channel,
               adc.buffer_number);
}

static void turn_end(void)
{
    adc_converter.stop();
    timer_cancel();
    OPTIONAL_CLEAR(adc.turn);
    deferred_call_request();
}

/// Tells that no more buffers come. False: the queue, which a run can fill by itself, has no room.
static bool end_tell(const struct adc_turn *turn)
{
    const uint32_t count = lease_done(&adc.buffer) / SAMPLE_BYTES;
    for (uint32_t i = 0; i < ADC_UPCALL_COUNT; i++) {
        if (i < adc.told_count) {
            continue;
        }
        if (upcall_schedule(turn->process, i, turn->wish.mode,
                            count << COUNT_SHIFT | turn->wish.channel,
                            adc.buffer_number) == ERROR_FULL) {
            return false;
        }
        adc.told_count = i + 1;
    }
    return true;
}

/// Ends a turn that is over, or that cannot go on.
static void turn_finish(const struct adc_turn *turn)
{
    adc_converter.stop();
    if (turn->wish.mode >= MODE_FILL && !end_tell(turn)) {
        timer_set(time_now() + time_hz() / RETRIES_PER_SECOND);
        return;
    }
    (void)wish_drop(turn->process);
}

/// A batch must have come by then.
static void watch_out(const struct adc_turn *turn)
{
    const uint64_t period = time_hz() / turn->wish.rate_hz + 1;
    timer_set(time_now() + period * ADC_BATCH_MAX + (uint64_t)time_hz() * LATE_SECONDS);
}

static void turn_start(struct adc_turn turn)
{
    const bool is_batched = turn.wish.mode >= MODE_FILL && turn.wish.rate_hz >= BATCHED_HZ_MIN;
    const struct adc_run run = {.channel = turn.wish.channel,
                                .rate_hz = turn.wish.rate_hz,
                                .batch = is_batched ? ADC_BATCH_MAX : 1};
    OPTIONAL_SET(adc.turn, turn);
    adc.served = turn.process;
    adc.buffer_number = 0;
    adc.told_count = 0;
    // What the program has allowed since it asked counts; it may be less.
    if ((turn.wish.mode >= MODE_FILL && !buffer_take(turn.process, 0, &adc.buffer)) ||
        adc_converter.start(&run) != ERROR_NONE) {
        turn_finish(&turn);
        return;
    }
    watch_out(&turn);
}

/// The first process behind `process` that waits for one sample, or for more.
static bool wish_find(struct process_id process, bool is_single, struct adc_turn *turn)
{
    bool is_found = false;
    turn->process = process;
    for (size_t i = 0; i < PROCESS_COUNT_MAX && !is_found && grant_next_process(&turn->process);
         i++) {
        enum error error;
        WITH_GRANT(struct adc_wish, wish, turn->process, error)
        {
            is_found = wish->is_waiting && (wish->mode == MODE_ONE) == is_single;
            turn->wish.rate_hz = wish->rate_hz;
            turn->wish.mode = wish->mode;
            turn->wish.channel = wish->channel;
        }
    }
    return is_found;
}

void adc_deferred(void)
{
    const struct process_id first = {0};
    struct adc_turn turn = {.process = {0}};
    if (OPTIONAL_HAS(adc.turn)) {
        return;
    }
    // Single samples end soon; who is to have the converter to itself was asked for behind them.
    if (wish_find(adc.served, true, &turn) || wish_find(first, true, &turn) ||
        wish_find(first, false, &turn)) {
        turn_start(turn);
    }
}

void adc_timer(void)
{
    if (OPTIONAL_HAS(adc.turn)) {
        const struct adc_turn turn = OPTIONAL_GET(adc.turn);
        turn_finish(&turn);
    }
}

/// Puts samples into the buffers, as many as there are. False: the run has ended.
static bool samples_store(const struct adc_turn *turn, size_t bytes)
{
    size_t done_bytes = 0;
    for (size_t i = 0; i < ADC_BATCH_MAX && done_bytes < bytes; i++) {
        const size_t left_bytes = bytes - done_bytes;
        const uint32_t room_bytes = lease_left(&adc.buffer);
        const size_t part_bytes = left_bytes < room_bytes ? left_bytes : room_bytes;
        if (lease_write(&adc.buffer, CONST_SPAN_PART(adc.bytes, done_bytes, part_bytes)) !=
            ERROR_NONE) {
            turn_finish(turn);
            return false;
        }
        done_bytes += part_bytes;
        if (lease_left(&adc.buffer) != 0) {
            continue;
        }
        if (turn->wish.mode == MODE_FILL) {
            turn_finish(turn);
            return false;
        }
        buffer_tell(turn);
        adc.buffer_number = (adc.buffer_number + 1) % ADC_BUFFER_COUNT;
        if (!buffer_take(turn->process, adc.buffer_number, &adc.buffer)) {
            turn_finish(turn);
            return false;
        }
    }
    return true;
}

void adc_sampled(const struct adc_sampled *event)
{
    if (!OPTIONAL_HAS(adc.turn) || event->count == 0 || event->count > ADC_BATCH_MAX) {
        return;
    }
    const struct adc_turn turn = OPTIONAL_GET(adc.turn);
    if (turn.wish.mode < MODE_FILL) {
        event_tell(turn.process, turn.wish.mode, turn.wish.channel, event->samples[0]);
        if (turn.wish.mode == MODE_ONE) {
            (void)wish_drop(turn.process);
            return;
        }
    } else {
        for (size_t i = 0; i < event->count && i < ADC_BATCH_MAX; i++) {
            const uint16_t sample = AT(event->samples, i);
            AT(adc.bytes, i * SAMPLE_BYTES) = (uint8_t)sample;
            AT(adc.bytes, i * SAMPLE_BYTES + 1) = (uint8_t)(sample >> 8);
        }
        if (!samples_store(&turn, event->count * SAMPLE_BYTES)) {
            return;
        }
    }
    watch_out(&turn);
}

void adc_on_restart(struct process_id *process)
{
    enum error error;
    WITH_GRANT(struct adc_wish, wish, process_id_at(process), error)
    {
        // In this order: an abort in between tells it twice, and not never.
        if (wish->is_waiting && wish->mode >= MODE_FILL) {
            event_tell(process_id_at(process), wish->mode, wish->channel, 0);
        }
        wish->is_waiting = false;
    }
}
