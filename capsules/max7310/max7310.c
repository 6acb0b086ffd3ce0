// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "max7310.h"

#include <lib/checked_index.h>

// Registers, a bit for each pin.
enum {
    INPUT = 0x00,
    OUTPUT = 0x01,
    INVERSION = 0x02, ///< of what is read; half of the pins have it when the power comes
    DIRECTION = 0x03, ///< one: it is not driven
};

enum { READINGS_PER_SECOND = 50, MESSAGE_BYTES = 2, ALL = 0xFF };

/**
 * How the pins are set up. The levels come twice: before, so that no pin is driven wrongly, and
 * behind the directions, since there are devices in which a pin that becomes an output starts low.
 */
enum max7310_step { STEP_INVERSION, STEP_LEVELS, STEP_DIRECTIONS, STEP_LEVELS_AGAIN, STEP_READ };

static struct {
    bool is_started;                  ///< in this life of the capsule
    uint8_t outputs;                  ///< pins that are driven
    uint8_t inputs;                   ///< pins that are read
    uint8_t levels;                   ///< of those that are driven, and of others when they are
    uint8_t seen;                     ///< by the last reading
    uint8_t known;                    ///< pins that were inputs at that time
    uint8_t edges[MAX7310_PIN_COUNT]; ///< enum gpio_edge that is watched for
    uint8_t armed;                    ///< pins whose next edge is told
    uint8_t happened;                 ///< pins that had an edge which is not told yet
    uint8_t step;                     ///< enum max7310_step, that is at the bus or the next
    bool is_changed;                  ///< the pins have to be set up again
    bool is_due;                      ///< they are to be read
    bool is_at_bus;                   ///< the buffer
    bool is_absent;                   ///< nobody answered the last time
    uint8_t bytes[MESSAGE_BYTES];
} max7310 CAPSULE_STATE;

void max7310_init(void)
{
    max7310.is_changed = true;
    deferred_call_request();
}

/// The bit of a pin; none, if there is no such pin.
static uint8_t bit_of(uint32_t index)
{
    return (uint8_t)(index < MAX7310_PIN_COUNT ? 1u << index : 0);
}

/// Has all pins set up. Returns what the caller is told.
static enum error wish_note(void)
{
    max7310.is_changed = true;
    deferred_call_request();
    return max7310.is_absent ? ERROR_NO_DEVICE : ERROR_NONE;
}

uint32_t max7310_count(void)
{
    return MAX7310_PIN_COUNT;
}

enum error max7310_configure(uint32_t index, enum gpio_mode mode)
{
    const uint8_t pin = bit_of(index);
    if (pin == 0) {
        return ERROR_INVALID;
    }
    if (mode == GPIO_MODE_INPUT_PULLED_UP || mode == GPIO_MODE_INPUT_PULLED_DOWN) {
        return ERROR_NO_SUPPORT;
    }
    if (max7310.is_absent && mode != GPIO_MODE_OFF) {
        return wish_note();
    }
    if (max7310.is_absent) {
        max7310.levels = (uint8_t)(max7310.levels & ~pin); // Nobody could write it low.
    }
    max7310.outputs = (uint8_t)(max7310.outputs & ~pin);
    max7310.inputs = (uint8_t)(max7310.inputs & ~pin);
    max7310.known = (uint8_t)(max7310.known & ~pin);
    if (mode == GPIO_MODE_OUTPUT) {
        max7310.outputs |= pin;
    } else if (mode == GPIO_MODE_INPUT) {
        max7310.inputs |= pin;
    }
    return wish_note();
}

enum error max7310_write(uint32_t index, bool is_high)
{
    const uint8_t pin = bit_of(index);
    if (pin == 0) {
        return ERROR_INVALID;
    }
    if (max7310.is_absent) {
        return wish_note();
    }
    max7310.levels = (uint8_t)(is_high ? max7310.levels | pin : max7310.levels & ~pin);
    return wish_note();
}

bool max7310_is_high(uint32_t index)
{
    const uint8_t pin = bit_of(index);
    return (max7310.levels & max7310.outputs & pin) != 0 ||
           (max7310.seen & max7310.inputs & max7310.known & pin) != 0;
}

enum error max7310_watch(uint32_t index, enum gpio_edge edge)
{
    const uint8_t pin = bit_of(index);
    if (pin == 0) {
        return ERROR_INVALID;
    }
    if (max7310.is_absent && edge != GPIO_EDGE_NONE) {
        return wish_note();
    }
    if (AT(max7310.edges, index) != (uint8_t)edge) {
        max7310.happened = (uint8_t)(max7310.happened & ~pin);
    }
    AT(max7310.edges, index) = (uint8_t)edge;
    const bool is_watched = edge != GPIO_EDGE_NONE;
    max7310.armed = (uint8_t)(is_watched ? max7310.armed | pin : max7310.armed & ~pin);
    deferred_call_request(); // An edge from before may have to be told.
    return max7310.is_absent ? wish_note() : ERROR_NONE;
}

/// Whether a pin that is now high, or low, had the edge that is watched for.
static bool is_watched_edge(size_t index, bool is_high)
{
    switch (AT(max7310.edges, index)) {
    case GPIO_EDGE_EITHER:
        return true;
    case GPIO_EDGE_RISING:
        return is_high;
    case GPIO_EDGE_FALLING:
        return !is_high;
    default:
        return false;
    }
}

/// Compares a reading with the last one.
static void reading_take(uint8_t seen)
{
    const uint32_t changed = (uint32_t)(max7310.seen ^ seen) & max7310.known & max7310.inputs;
    for (size_t i = 0; i < MAX7310_PIN_COUNT; i++) {
        if ((changed >> i & 1) != 0 && is_watched_edge(i, (seen >> i & 1) != 0)) {
            max7310.happened |= (uint8_t)(1u << i);
        }
    }
    max7310.seen = seen;
    max7310.known = max7310.inputs;
}

/// Tells of edges that have happened on pins that are armed, which they are no more behind that.
static void edges_tell(void)
{
    for (uint32_t i = 0; i < MAX7310_PIN_COUNT; i++) {
        const uint8_t pin = bit_of(i);
        if ((max7310.happened & max7310.armed & pin) != 0) {
            const struct gpio_changed event = {.index = i, .is_high = (max7310.seen & pin) != 0};
            max7310.happened = (uint8_t)(max7310.happened & ~pin);
            max7310.armed = (uint8_t)(max7310.armed & ~pin);
            max7310_client.changed(&event);
        }
    }
}

/// After a restart nobody's wishes are known: who waits for an edge hears of the pin.
static void life_begin(void)
{
    for (uint32_t i = 0; i < MAX7310_PIN_COUNT && !max7310.is_started; i++) {
        const struct gpio_changed event = {.index = i, .is_high = false};
        max7310_client.changed(&event);
    }
    max7310.is_started = true;
}

static enum error step_start(void)
{
    struct i2c_message message = {.address = max7310_place.address, .write_bytes = MESSAGE_BYTES};
    switch (max7310.step) {
    case STEP_INVERSION:
        max7310.bytes[0] = INVERSION;
        max7310.bytes[1] = 0;
        break;
    case STEP_DIRECTIONS:
        max7310.bytes[0] = DIRECTION;
        max7310.bytes[1] = (uint8_t)(ALL & ~max7310.outputs);
        break;
    case STEP_READ:
        max7310.bytes[0] = INPUT;
        message.write_bytes = 1;
        message.read_bytes = 1;
        break;
    default:
        max7310.bytes[0] = OUTPUT;
        max7310.bytes[1] = max7310.levels;
        break;
    }
    const enum error error =
        transfer_buffer_write(transfer_buffer_home(0), 0, CONST_SPAN_IN(max7310.bytes));
    return error == ERROR_NONE ? max7310_bus.transfer(transfer_buffer_home(0), message) : error;
}

/// The pins are looked at again as long as there is an input, also if the bus has failed. If it has
/// they are set up again, since nobody repeats a wish that was not refused.
static void pause_begin(void)
{
    max7310.is_due = false;
    if (max7310.inputs != 0 || (max7310.step != STEP_READ && !max7310.is_absent)) {
        timer_set(time_now() + time_hz() / READINGS_PER_SECOND);
    }
}

void max7310_timer(void)
{
    max7310.is_due = true;
    deferred_call_request();
}

void max7310_deferred(void)
{
    life_begin();
    edges_tell();
    if (max7310.is_at_bus) {
        return;
    }
    // Not in the middle: then one who always wishes for something else would keep it from its end.
    if (max7310.is_changed && !max7310.is_due) {
        max7310.is_changed = false;
        max7310.is_due = true;
        max7310.step = STEP_INVERSION;
    }
    if (!max7310.is_due) {
        return;
    }
    const enum error error = step_start();
    max7310.is_at_bus = error == ERROR_NONE;
    // A busy bus works for a life of this capsule that is over; the end of that comes here again.
    if (error != ERROR_NONE && error != ERROR_BUSY) {
        pause_begin();
    }
}

void max7310_done(const struct i2c_done *event)
{
    const bool was_at_bus = max7310.is_at_bus;
    enum error status = event->status;
    max7310.is_at_bus = false;
    deferred_call_request();
    if (!was_at_bus) {
        return;
    }
    max7310.is_absent = status == ERROR_NO_ACK;
    if (status == ERROR_NONE && max7310.step == STEP_READ) {
        status = transfer_buffer_read(event->buffer, 0, SPAN_PART(max7310.bytes, 0, 1));
        if (status == ERROR_NONE) {
            reading_take(max7310.bytes[0]);
        }
        pause_begin();
    } else if (status == ERROR_NONE) {
        max7310.step++;
    } else {
        // Whatever it was left in, it is set up from the start.
        max7310.step = STEP_INVERSION;
        pause_begin();
    }
}
