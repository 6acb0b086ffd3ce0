// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "virtual_test.h"

#include <lib/checked_index.h>
#include <lib/invariant.h>

struct virtual_test_alarm {
    uint64_t at;
    uint32_t fired_count;
    uint32_t early_count;
};

static struct {
    uint8_t line[VIRTUAL_TEST_LINE_BYTES_MAX];
    uint32_t left_bytes; ///< of the line, from its end
    uint32_t line_count;
    uint32_t received_bytes;
    struct virtual_test_alarm alarm[VIRTUAL_TEST_ALARM_COUNT];
    bool traps;
} virtual_test CAPSULE_STATE;

void virtual_test_init(void)
{
    for (size_t i = 0; i < VIRTUAL_TEST_LINE_BYTES_MAX; i++) {
        AT(virtual_test.line, i) = '*';
    }
    (void)virtual_test_line.receive_start();
}

/// Sends on. All of a line's bytes are the same, so the first of them stand for those that are
/// left.
static void line_send(void)
{
    struct const_span left = CONST_SPAN_PART(virtual_test.line, 0, virtual_test.left_bytes);
    size_t taken = virtual_test_line.transmit(&left);
    virtual_test.left_bytes -= (uint32_t)taken;
    if (virtual_test.left_bytes == 0) {
        virtual_test.line_count++;
    }
}

void virtual_test_transmitted(const struct uart_transmitted *event)
{
    (void)event;
    if (virtual_test.left_bytes > 0) {
        line_send();
    }
}

void virtual_test_received(const struct uart_received *event)
{
    virtual_test.received_bytes += (uint32_t)event->length_bytes;
}

static void alarm_note(enum virtual_test_place place)
{
    invariant(!virtual_test.traps);
    if (AT(virtual_test.alarm, place).at == 0) {
        return; // Nothing was set yet: the source has been started.
    }
    AT(virtual_test.alarm, place).fired_count++;
    if (time_now() < AT(virtual_test.alarm, place).at) {
        AT(virtual_test.alarm, place).early_count++;
    }
}

void virtual_test_early_fired(void)
{
    alarm_note(VIRTUAL_TEST_EARLY);
}

void virtual_test_late_fired(void)
{
    alarm_note(VIRTUAL_TEST_LATE);
}

static enum error line_start(uint32_t length_bytes)
{
    if (virtual_test.left_bytes > 0) {
        return ERROR_BUSY;
    }
    if (length_bytes == 0 || length_bytes > VIRTUAL_TEST_LINE_BYTES_MAX) {
        return ERROR_SIZE;
    }
    virtual_test.left_bytes = length_bytes;
    line_send();
    return ERROR_NONE;
}

static enum error alarm_set(uint32_t place, uint32_t milliseconds)
{
    uint64_t at = time_now() + (uint64_t)milliseconds * (time_hz() / 1000);
    if (place >= VIRTUAL_TEST_ALARM_COUNT) {
        return ERROR_INVALID;
    }
    AT(virtual_test.alarm, place).at = at;
    return place == VIRTUAL_TEST_EARLY ? virtual_test_early.set(at) : virtual_test_late.set(at);
}

static enum error alarm_cancel(uint32_t place)
{
    return place == VIRTUAL_TEST_EARLY ? virtual_test_early.cancel() : virtual_test_late.cancel();
}

void virtual_test_command(struct command *command)
{
    uint32_t place = command->argument[0] % VIRTUAL_TEST_ALARM_COUNT;
    switch (command->number) {
    case COMMAND_EXISTS:
        command_success(command);
        break;
    case 1:
        command_result(command, line_start(command->argument[0]));
        break;
    case 2:
        command_success_u32_u32(command, virtual_test.line_count, virtual_test.received_bytes);
        break;
    case 3:
        command_result(command, alarm_set(command->argument[0], command->argument[1]));
        break;
    case 4:
        command_result(command, alarm_cancel(command->argument[0]));
        break;
    case 5:
        command_success_u32_u32(command, AT(virtual_test.alarm, place).fired_count,
                                AT(virtual_test.alarm, place).early_count);
        break;
    case 6:
        virtual_test.traps = true;
        command_success(command);
        break;
    default:
        command_failure(command, ERROR_NO_SUPPORT);
        break;
    }
}
