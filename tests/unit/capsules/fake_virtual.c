// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "fake_virtual.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "fake_board.h"

struct fake_virtual fake_virtual;

/// What a client calls inside a call to it crosses no border here: its capsule is on the way.
static bool is_inside(enum fake_capsule capsule)
{
    return fake_is_on_the_way(capsule);
}

#define CROSSED(capsule, call)                     \
    do {                                           \
        const bool is_nested = is_inside(capsule); \
        if (!is_nested) {                          \
            fake_enter(capsule);                   \
        }                                          \
        call;                                      \
        if (!is_nested) {                          \
            fake_leave();                          \
        }                                          \
    } while (0)

// ---------------------------------------------------------------------------------------------
// Serial line

static size_t line_transmit(const struct const_span *span)
{
    const uint8_t *bytes = span->bytes_;
    const size_t length_bytes = span->length_bytes_;
    assert_false(fake_virtual.is_room_wanted); // Nobody asks in vain.
    const size_t taken =
        length_bytes < fake_virtual.line_room ? length_bytes : fake_virtual.line_room;
    assert_true(fake_virtual.sent_bytes + taken < FAKE_SENT_BYTES_MAX);
    memcpy(fake_virtual.sent + fake_virtual.sent_bytes, bytes, taken);
    fake_virtual.sent_bytes += taken;
    fake_virtual.sent[fake_virtual.sent_bytes] = '\0';
    fake_virtual.line_room -= taken;
    fake_virtual.is_room_wanted = taken < length_bytes;
    return taken;
}

static enum error line_receive_start(void)
{
    assert_false(fake_virtual.is_receiving);
    fake_virtual.is_receiving = true;
    return ERROR_NONE;
}

static void line_receive_pause(void)
{
    assert_true(fake_virtual.is_receiving);
    fake_virtual.is_receiving = false;
}

const struct uart virtual_uart_line = {line_transmit, line_receive_start, line_receive_pause};

bool fake_line_drain(size_t room)
{
    const struct uart_transmitted event = {.status = ERROR_NONE};
    const bool is_wanted = fake_virtual.is_room_wanted;
    fake_virtual.line_room = room;
    fake_virtual.is_room_wanted = false;
    if (is_wanted) {
        CROSSED(FAKE_VIRTUAL_UART, virtual_uart_transmitted(&event));
    }
    return is_wanted;
}

void fake_line_start(void)
{
    CROSSED(FAKE_VIRTUAL_UART, virtual_uart_init());
}

void fake_line_receive(size_t length_bytes)
{
    const struct uart_received event = {.length_bytes = length_bytes};
    assert_true(fake_virtual.is_receiving);
    CROSSED(FAKE_VIRTUAL_UART, virtual_uart_received(&event));
}

size_t fake_line_send(unsigned place, const char *text)
{
    static size_t (*const transmit[FAKE_CLIENTS])(const struct const_span *bytes) = {
        virtual_uart_first_transmit, virtual_uart_second_transmit, virtual_uart_third_transmit,
        virtual_uart_fourth_transmit};
    size_t taken;
    const struct const_span bytes = {(const uint8_t *)text, strlen(text)};
    CROSSED(FAKE_VIRTUAL_UART, taken = transmit[place](&bytes));
    return taken;
}

enum error fake_receive_start(unsigned place)
{
    static enum error (*const start[FAKE_CLIENTS])(void) = {
        virtual_uart_first_receive_start, virtual_uart_second_receive_start,
        virtual_uart_third_receive_start, virtual_uart_fourth_receive_start};
    enum error error;
    CROSSED(FAKE_VIRTUAL_UART, error = start[place]());
    return error;
}

void fake_receive_pause(unsigned place)
{
    static void (*const pause[FAKE_CLIENTS])(void) = {
        virtual_uart_first_receive_pause, virtual_uart_second_receive_pause,
        virtual_uart_third_receive_pause, virtual_uart_fourth_receive_pause};
    CROSSED(FAKE_VIRTUAL_UART, pause[place]());
}

// ---------------------------------------------------------------------------------------------
// Alarm

static enum error alarm_set(uint64_t at)
{
    fake_virtual.is_alarm_set = true;
    fake_virtual.alarm_at = at;
    return ERROR_NONE;
}

static enum error alarm_cancel(void)
{
    const bool was_set = fake_virtual.is_alarm_set;
    fake_virtual.is_alarm_set = false;
    return was_set ? ERROR_NONE : ERROR_ALREADY;
}

const struct alarm_source virtual_alarm_source = {alarm_set, alarm_cancel};

enum error fake_alarm_set(unsigned place, uint64_t at)
{
    static enum error (*const set[FAKE_CLIENTS])(uint64_t at) = {
        virtual_alarm_first_set, virtual_alarm_second_set, virtual_alarm_third_set,
        virtual_alarm_fourth_set};
    enum error error;
    CROSSED(FAKE_VIRTUAL_ALARM, error = set[place](at));
    return error;
}

enum error fake_alarm_cancel(unsigned place)
{
    static enum error (*const cancel[FAKE_CLIENTS])(void) = {
        virtual_alarm_first_cancel, virtual_alarm_second_cancel, virtual_alarm_third_cancel,
        virtual_alarm_fourth_cancel};
    enum error error;
    CROSSED(FAKE_VIRTUAL_ALARM, error = cancel[place]());
    return error;
}

void fake_alarm_restart(void)
{
    CROSSED(FAKE_VIRTUAL_ALARM, virtual_alarm_init());
    fake_run();
}

void fake_alarm_run(uint64_t at)
{
    enum { FIRINGS_MAX = 100 };
    for (unsigned i = 0; fake_virtual.is_alarm_set && fake_virtual.alarm_at <= at; i++) {
        assert_true(i < FIRINGS_MAX);
        if (fake_virtual.alarm_at > time_now()) {
            fake_time_set(fake_virtual.alarm_at);
        }
        fake_virtual.is_alarm_set = false;
        CROSSED(FAKE_VIRTUAL_ALARM, virtual_alarm_fired());
    }
    fake_time_set(at);
}

// ---------------------------------------------------------------------------------------------
// Source of entropy

static bool source_is_present(void)
{
    return !fake_virtual.is_source_absent;
}

static enum error source_request(struct transfer_buffer buffer, size_t length_bytes)
{
    assert_false(fake_virtual.is_source_busy);
    assert_true(length_bytes > 0);
    if (fake_virtual.source_answer == ERROR_NONE) {
        fake_virtual.is_source_busy = true;
        fake_virtual.source_buffer = buffer;
    }
    return fake_virtual.source_answer;
}

static enum error source_cancel(void)
{
    fake_virtual.cancels++;
    return fake_virtual.is_source_busy ? ERROR_NONE : ERROR_ALREADY;
}

const struct entropy_source virtual_entropy_source = {source_is_present, source_request,
                                                      source_cancel};

enum error fake_source_request(unsigned place, struct transfer_buffer buffer, size_t length_bytes)
{
    static enum error (*const request[FAKE_CLIENTS])(struct transfer_buffer buffer,
                                                     size_t length_bytes) = {
        virtual_entropy_first_request, virtual_entropy_second_request,
        virtual_entropy_third_request, virtual_entropy_fourth_request};
    enum error error;
    CROSSED(FAKE_VIRTUAL_ENTROPY, error = request[place](buffer, length_bytes));
    return error;
}

enum error fake_source_cancel(unsigned place)
{
    static enum error (*const cancel[FAKE_CLIENTS])(void) = {
        virtual_entropy_first_cancel, virtual_entropy_second_cancel, virtual_entropy_third_cancel,
        virtual_entropy_fourth_cancel};
    enum error error;
    CROSSED(FAKE_VIRTUAL_ENTROPY, error = cancel[place]());
    return error;
}

void fake_source_end(enum error status, size_t length_bytes)
{
    assert_true(fake_virtual.is_source_busy);
    fake_virtual.is_source_busy = false;
    const struct entropy_filled event = {
        .buffer = fake_virtual.source_buffer, .status = status, .length_bytes = length_bytes};
    CROSSED(FAKE_VIRTUAL_ENTROPY, virtual_entropy_filled(&event));
}

// ---------------------------------------------------------------------------------------------
// Clients

static void transmitted(unsigned place)
{
    if (fake_virtual.transmitted[place] != NULL) {
        fake_virtual.transmitted[place](place);
    }
}

static void fired(unsigned place)
{
    if (fake_virtual.fired[place] != NULL) {
        fake_virtual.fired[place](place);
    }
}

static void filled(unsigned place, const struct entropy_filled *event)
{
    if (fake_virtual.filled[place] != NULL) {
        fake_virtual.filled[place](place, event);
    }
}

#define CLIENT(place)                                                     \
    static void transmitted_##place(const struct uart_transmitted *event) \
    {                                                                     \
        assert_int_equal(event->status, ERROR_NONE);                      \
        transmitted(place);                                               \
    }                                                                     \
    static void received_##place(const struct uart_received *event)       \
    {                                                                     \
        fake_virtual.received[place] += (unsigned)event->length_bytes;    \
    }                                                                     \
    static void fired_##place(void)                                       \
    {                                                                     \
        fired(place);                                                     \
    }                                                                     \
    static void filled_##place(const struct entropy_filled *event)        \
    {                                                                     \
        filled(place, event);                                             \
    }
CLIENT(0)
CLIENT(1)
CLIENT(2)
CLIENT(3)

const struct uart_client virtual_uart_clients[] = {{transmitted_0, received_0},
                                                   {transmitted_1, received_1},
                                                   {transmitted_2, received_2},
                                                   {transmitted_3, received_3}};
const struct alarm_client virtual_alarm_clients[] = {{fired_0}, {fired_1}, {fired_2}, {fired_3}};
const struct entropy_client virtual_entropy_clients[] = {
    {filled_0}, {filled_1}, {filled_2}, {filled_3}};
