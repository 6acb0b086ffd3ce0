// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What is below and above the virtualisers in their tests: a serial line, an alarm and a source of
 * entropy that do what the test says, and clients that are functions of the test.
 *
 * A client without a function is one that has failed: it is called, and nothing happens.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <capsules/virtual_alarm/virtual_alarm.h>
#include <capsules/virtual_entropy/virtual_entropy.h>
#include <capsules/virtual_uart/virtual_uart.h>

enum { FAKE_CLIENTS = 4, FAKE_SENT_BYTES_MAX = 8192 };

struct fake_virtual {
    // The line takes `line_room` bytes, then says when it can take more.
    size_t line_room;
    bool is_room_wanted;
    bool is_receiving;
    char sent[FAKE_SENT_BYTES_MAX];
    size_t sent_bytes;
    void (*transmitted[FAKE_CLIENTS])(unsigned place);
    unsigned received[FAKE_CLIENTS]; ///< bytes

    bool is_alarm_set;
    uint64_t alarm_at;
    void (*fired[FAKE_CLIENTS])(unsigned place);

    bool is_source_absent;
    bool is_source_busy;
    enum error source_answer;
    struct transfer_buffer source_buffer;
    unsigned cancels;
    void (*filled[FAKE_CLIENTS])(unsigned place, const struct entropy_filled *event);
};
extern struct fake_virtual fake_virtual;

/// Sends for a client; text that ends with a zero. How many bytes were taken.
size_t fake_line_send(unsigned place, const char *text);

/// Lets the line have room again, and says so if it was wanted. False: it was not.
bool fake_line_drain(size_t room);

/// Begins the life of the capsule, or begins it anew.
void fake_line_start(void);

/// Gives bytes that were received.
void fake_line_receive(size_t length_bytes);

/// Calls of the functions of a place, through the crossing.
enum error fake_receive_start(unsigned place);
void fake_receive_pause(unsigned place);
enum error fake_alarm_set(unsigned place, uint64_t at);
enum error fake_alarm_cancel(unsigned place);
enum error fake_source_request(unsigned place, struct transfer_buffer buffer, size_t length_bytes);
enum error fake_source_cancel(unsigned place);

/// As after a restart: a client whose alarm is not set is one whose alarm is forgotten.
void fake_alarm_restart(void);

/// Moves time to `at`, and fires the shared alarm whenever it is due on the way.
void fake_alarm_run(uint64_t at);

/// Ends what the source has.
void fake_source_end(enum error status, size_t length_bytes);
