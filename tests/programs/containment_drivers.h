// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The drivers of the containment campaign that some boards have: what is asked of each, and how it
 * ends. Where a driver is not there every command is refused, which costs nothing.
 *
 * A request of which an upcall was promised is waited for without a limit. In every third round its
 * buffers are taken away behind its back, which may make it fail, but not go on for ever.
 */
#pragma once

#include <bulkhead/udp.h>

#include "containment.h"

enum request_end {
    ENDS_AT_ONCE, ///< no upcall, but the answer may be good
    ENDS_FIRST,   ///< upcall 0 to 2 of the row comes; its first value is 0 or an error
    ENDS_SECOND,  ///< likewise; its second value is
    ENDS_LAST,    ///< likewise; its third value is
    ENDS_PERHAPS, ///< likewise, unless it failed: there is no room for an error
};

struct driver_request {
    uint32_t driver;
    uint32_t command;
    uint32_t argument[2];
    uint8_t upcall;
    uint8_t end; ///< enum request_end
};

/// Rows of one driver stand together; tests/containment knows how many drivers there are.
static const struct driver_request driver_requests[] = {
    // Processes: how many, their ids and numbers, a name, what they did, and going on.
    {0x10002, 1, {0, 0}, 0, ENDS_AT_ONCE},
    {0x10002, 3, {0, 0}, 0, ENDS_AT_ONCE},
    {0x10002, 2, {0, 0}, 0, ENDS_AT_ONCE},
    // Pins of the board: an output, an input, edges.
    {0x00004, 1, {0, 0}, 0, ENDS_AT_ONCE},
    {0x00004, 4, {0, 0}, 0, ENDS_AT_ONCE},
    {0x00004, 5, {1, 0}, 0, ENDS_AT_ONCE},
    {0x00004, 6, {1, 0}, 0, ENDS_AT_ONCE},
    {0x00004, 7, {1, 0}, 0, ENDS_PERHAPS},
    {0x00004, 8, {1, 0}, 0, ENDS_AT_ONCE},
    {0x00004, 9, {0, 0}, 0, ENDS_AT_ONCE},
    {0x00004, 10, {0, 0}, 0, ENDS_AT_ONCE},
    // Samples: one, one after the other, a buffer, buffers in turn. None is left on.
    {0x00005, 5, {0, 0}, 0, ENDS_AT_ONCE},
    {0x00005, 101, {0, 0}, 0, ENDS_AT_ONCE},
    {0x00005, 102, {0, 0}, 0, ENDS_AT_ONCE},
    {0x00005, 1, {0, 0}, 0, ENDS_PERHAPS},
    {0x00005, 2, {1, 50}, 0, ENDS_PERHAPS},
    {0x00005, 5, {0, 0}, 0, ENDS_AT_ONCE},
    {0x00005, 3, {2, 10000}, 0, ENDS_PERHAPS},
    {0x00005, 4, {3, 5000}, 0, ENDS_PERHAPS},
    {0x00005, 5, {0, 0}, 0, ENDS_AT_ONCE},
    // A serial peripheral bus: who is first owns it until the end.
    {0x20001, 5, {100000, 0}, 0, ENDS_AT_ONCE},
    {0x20001, 6, {0, 0}, 0, ENDS_AT_ONCE},
    {0x20001, 2, {20, 0}, 0, ENDS_SECOND},
    {0x20001, 11, {20, 0}, 0, ENDS_SECOND},
    {0x20001, 12, {20, 0}, 0, ENDS_SECOND},
    // I2C: a device that no driver has, and one that is not there.
    {0x20003, 1, {0x50, 4}, 0, ENDS_FIRST},
    {0x20003, 2, {0x50, 40}, 0, ENDS_FIRST},
    {0x20003, 3, {0x50 | 2 << 8, 16}, 0, ENDS_FIRST},
    {0x20003, 2, {0x51, 1}, 0, ENDS_FIRST},
    {0x20003, 2, {0x48, 1}, 0, ENDS_FIRST},
    // Datagrams: to the neighbour, whose own are waited for.
    {0x30002, 4, {0, 0}, 0, ENDS_AT_ONCE},
    {0x30002, 2, {0, 0}, 1, ENDS_FIRST},
    {0x30002, 2, {0, 0}, 1, ENDS_FIRST},
    {0x30002, 2, {0, 0}, 1, ENDS_FIRST},
    {0x30002, 5, {0, 0}, 0, ENDS_PERHAPS},
    // The number of the board, and frames.
    {0x30006, 1, {0, 0}, 0, ENDS_AT_ONCE},
    {0x30007, 3, {60, 7}, 1, ENDS_FIRST},
    {0x30007, 1, {0, 0}, 0, ENDS_AT_ONCE},
    {0x30007, 2, {0, 0}, 0, ENDS_AT_ONCE},
    // Sums.
    {0x40002, 1, {0, 60}, 0, ENDS_FIRST},
    {0x40002, 1, {1, 60}, 0, ENDS_FIRST},
    {0x40002, 1, {2, 60}, 0, ENDS_FIRST},
    {0x40002, 1, {2, 0}, 0, ENDS_FIRST},
    // Codes, digests and ciphers.
    {0x40003, 0, {0, 0}, 0, ENDS_AT_ONCE},
    {0x40003, 1, {0, 0}, 0, ENDS_FIRST},
    {0x40003, 2, {0, 0}, 0, ENDS_FIRST},
    {0x40003, 3, {0, 0}, 0, ENDS_FIRST},
    {0x40003, 4, {0, 0}, 1, ENDS_FIRST},
    {0x40005, 1, {0, 0}, 0, ENDS_AT_ONCE},
    {0x40005, 2, {0, 0}, 0, ENDS_FIRST},
    {0x40006, 1, {0, 0}, 0, ENDS_AT_ONCE},
    {0x40006, 2, {0, 0}, 0, ENDS_FIRST},
    {0x40006, 3, {0, 0}, 0, ENDS_FIRST},
    {0x40006, 4, {0, 0}, 0, ENDS_AT_ONCE},
    // Storage: shared, then values, then one's own.
    {0x50001, 1, {0, 0}, 0, ENDS_AT_ONCE},
    {0x50001, 3, {500, 60}, 1, ENDS_LAST},
    {0x50001, 2, {480, 200}, 0, ENDS_LAST},
    {0x50003, 2, {0, 0}, 0, ENDS_FIRST},
    {0x50003, 1, {0, 0}, 0, ENDS_FIRST},
    {0x50003, 5, {0, 0}, 0, ENDS_FIRST},
    {0x50003, 3, {0, 0}, 0, ENDS_FIRST},
    {0x50003, 4, {0, 0}, 0, ENDS_FIRST},
    {0x50003, 6, {0, 0}, 0, ENDS_FIRST},
    {0x50004, 1, {0, 0}, 0, ENDS_FIRST},
    {0x50004, 3, {490, 0}, 2, ENDS_FIRST},
    {0x50004, 2, {400, 0}, 1, ENDS_FIRST},
    // Sensors.
    {0x60000, 1, {0, 0}, 0, ENDS_PERHAPS},
    {0x60008, 1, {0, 0}, 0, ENDS_FIRST},
    {0x60004, 1, {0, 0}, 0, ENDS_PERHAPS},
    {0x60004, 100, {0, 0}, 0, ENDS_PERHAPS},
    // A screen: its set-up, a frame, pixels.
    {0x90001, 1, {0, 0}, 0, ENDS_AT_ONCE},
    {0x90001, 11, {0, 0}, 0, ENDS_AT_ONCE},
    {0x90001, 12, {0, 0}, 0, ENDS_AT_ONCE},
    {0x90001, 13, {0, 0}, 0, ENDS_AT_ONCE},
    {0x90001, 14, {0, 0}, 0, ENDS_AT_ONCE},
    {0x90001, 21, {0, 0}, 0, ENDS_AT_ONCE},
    {0x90001, 22, {0, 0}, 0, ENDS_FIRST},
    {0x90001, 2, {1, 0}, 0, ENDS_FIRST},
    {0x90001, 100, {8 << 16 | 8, 5 << 16 | 5}, 0, ENDS_FIRST},
    {0x90001, 200, {60, 0}, 0, ENDS_FIRST},
    {0x90001, 300, {0, 0}, 0, ENDS_FIRST},
    // A panel: it is touched, and again when nobody asks any more.
    {0x90002, 100, {0, 0}, 0, ENDS_AT_ONCE},
    {0x90002, 1, {0, 0}, 0, ENDS_PERHAPS},
    {0x90002, 2, {0, 0}, 0, ENDS_AT_ONCE},
    // Letters.
    {0x90003, 1, {0, 0}, 0, ENDS_FIRST},
    {0x90003, 2, {0, 0}, 0, ENDS_FIRST},
    {0x90003, 8, {60, 0}, 0, ENDS_FIRST},
    {0x90003, 11, {2, 3}, 0, ENDS_FIRST},
    {0x90003, 10, {0, 0}, 0, ENDS_FIRST},
    // The time of day: asked for and set.
    {0x90007, 1, {0, 0}, 0, ENDS_FIRST},
    {0x90007, 2, {2026 << 9 | 11 << 5 | 22, 12 << 12}, 0, ENDS_FIRST},
};
enum { DRIVER_REQUEST_COUNT = sizeof driver_requests / sizeof driver_requests[0] };

/// A frame for everybody; a key; pixels.
static const uint8_t driver_input[60] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x52, 0x54};
static const uint8_t driver_value[100] = {1, 2, 3};
static uint8_t driver_output[3][300];

static volatile bool is_driver_answered;

static inline void driver_answered(uint32_t a, uint32_t b, uint32_t c, void *data)
{
    (void)a;
    (void)b;
    (void)c;
    (void)data;
    is_driver_answered = true;
}

/// What datagrams need: a port of this program's own, and where they go to; see
/// tests/surroundings.py.
static inline void datagrams_prepare(void)
{
    enum { FIRST_PORT = 4000, PORTS = 2, NEIGHBOUR_PORT = 5000, LOOKS = 25, LOOK_MS = 100 };
    static const struct bulkhead_udp_address neighbour = {
        {0xFE, 0x80, 0, 0, 0, 0, 0, 0, 0x50, 0x54, 0, 0xFF, 0xFE, 0, 0, 1}};
    static struct bulkhead_udp_endpoint from[2];
    static struct bulkhead_udp_endpoint ends[2];
    struct bulkhead_udp_address own;
    uint32_t count = 0;
    // Behind a start the network has to find out whether anybody else has the board's address.
    for (uint32_t i = 0; i < LOOKS && count == 0; i++) {
        if (!bulkhead_result_is_success(
                bulkhead_command(BULKHEAD_UDP_DRIVER, COMMAND_EXISTS, 0, 0))) {
            return;
        }
        count = bulkhead_udp_addresses(&own, 1);
        if (count == 0) {
            sleep_ms(LOOK_MS);
        }
    }
    if (count == 0) {
        return;
    }
    enum error error = ERROR_BUSY; // A port that another program has.
    for (uint16_t i = 0; i < PORTS && error == ERROR_BUSY; i++) {
        ends[0] = bulkhead_udp_endpoint(own, (uint16_t)(FIRST_PORT + i));
        error = bulkhead_udp_bind(&ends[0], from);
    }
    ends[1] = bulkhead_udp_endpoint(neighbour, NEIGHBOUR_PORT);
    (void)bulkhead_allow_read_write(BULKHEAD_UDP_DRIVER, BULKHEAD_UDP_FROM, ends, sizeof ends);
}

static inline void driver_buffers_allow(uint32_t driver)
{
    for (uint32_t i = 0; i < sizeof driver_output[0]; i++) {
        driver_output[0][i] = 0; // What comes in has a place there that the driver moves on.
        driver_output[1][i] = 0;
        driver_output[2][i] = 0;
    }
    (void)bulkhead_allow_read_only(driver, 0, driver_input, sizeof driver_input);
    (void)bulkhead_allow_read_only(driver, 1, driver_value, sizeof driver_value);
    (void)bulkhead_allow_read_only(driver, 2, driver_input, sizeof driver_input);
    for (uint32_t i = 0; i < 3; i++) {
        (void)bulkhead_allow_read_write(driver, i, driver_output[i], sizeof driver_output[i]);
    }
    if (driver == BULKHEAD_UDP_DRIVER) {
        datagrams_prepare();
    } else {
        // Datagrams that nobody waits for would take the room of other upcalls.
        bulkhead_udp_listen(NULL, 0);
    }
}

static inline void driver_buffers_revoke(uint32_t driver)
{
    for (uint32_t i = 0; i < 3; i++) {
        (void)bulkhead_allow_read_only(driver, i, NULL, 0);
        (void)bulkhead_allow_read_write(driver, i, NULL, 0);
    }
}

/// Waits for a request that was accepted; says whether it went well.
static inline bool driver_request_wait(const struct driver_request *request)
{
    enum { LOOKS = 20 };
    if (request->end == ENDS_AT_ONCE) {
        return true;
    }
    if (request->end == ENDS_PERHAPS) {
        for (uint32_t i = 0; i < LOOKS && !is_driver_answered; i++) {
            sleep_ms(5);
            (void)bulkhead_yield_no_wait();
        }
        (void)bulkhead_subscribe(request->driver, request->upcall, NULL, NULL);
        return is_driver_answered;
    }
    const struct bulkhead_upcall answer = bulkhead_yield_wait_for(request->driver, request->upcall);
    const uint32_t status = answer.value[request->end - ENDS_FIRST];
    report_add(REPORT_RESERVE, status == ERROR_RESERVE ? 1 : 0);
    return status == ERROR_NONE;
}

/// Asks every process, of which this one is one, to go on.
static inline void processes_resume(void)
{
    enum { COMMAND_CONTROL = 6, CONTROL_RESUME = 1, COMMAND_NAME = 4, COMMAND_STATISTICS = 5 };
    const uint32_t *ids = (const uint32_t *)(const void *)driver_output[0];
    const uint32_t id = ids[0];
    const uint32_t other = ids[1];
    (void)bulkhead_command(0x10002, COMMAND_CONTROL, id, CONTROL_RESUME);
    (void)bulkhead_command(0x10002, COMMAND_CONTROL, other, CONTROL_RESUME);
    (void)bulkhead_command(0x10002, COMMAND_NAME, id, 0);
    (void)bulkhead_command(0x10002, COMMAND_STATISTICS, id, 0);
}

/// One round of everything. Each request that went well counts for its driver.
static inline void drivers_work(uint32_t round)
{
    uint32_t report = REPORT_DRIVERS;
    for (uint32_t i = 0; i < DRIVER_REQUEST_COUNT; i++) {
        const struct driver_request *request = &driver_requests[i];
        const bool is_first = i == 0 || request->driver != driver_requests[i - 1].driver;
        report += i != 0 && is_first ? 1 : 0;
        if (is_first || round % 3 == 1 || request->driver == BULKHEAD_UDP_DRIVER) {
            driver_buffers_allow(request->driver);
        }
        if (request->end == ENDS_PERHAPS) {
            is_driver_answered = false;
            (void)bulkhead_subscribe(request->driver, request->upcall, driver_answered, NULL);
        }
        strays_forget(); // Datagrams, too, that came before.
        struct bulkhead_result result = bulkhead_command(
            request->driver, request->command, request->argument[0], request->argument[1]);
        if (bulkhead_result_is_success(result)) {
            if (round % 3 == 1) {
                driver_buffers_revoke(request->driver);
            }
            report_add(report, driver_request_wait(request) ? 1 : 0);
        }
    }
    driver_buffers_allow(0x10002);
    (void)bulkhead_command(0x10002, 2, 0, 0);
    processes_resume();
}

/// Has samples come until there is no room for more events, and takes the buffers away then.
static inline void samples_overflow(void)
{
    enum { DRIVER_ADC = 0x5, COMMAND_FILL_ON = 4, COMMAND_STOP = 5, RATE_HZ = 10000 };
    enum { SAMPLE_BYTES = 2, LOOPS = 100000 };
    (void)bulkhead_command(DRIVER_ADC, COMMAND_STOP, 0, 0);
    for (uint32_t i = 0; i < 2; i++) {
        (void)bulkhead_allow_read_write(DRIVER_ADC, i, driver_output[i], SAMPLE_BYTES);
    }
    if (bulkhead_result_is_success(bulkhead_command(DRIVER_ADC, COMMAND_FILL_ON, 0, RATE_HZ))) {
        // To wait for anything would make room.
        for (volatile uint32_t i = 0; i < LOOPS; i++) {
        }
        driver_buffers_revoke(DRIVER_ADC);
        for (volatile uint32_t i = 0; i < LOOPS; i++) {
        }
    }
}

/// Begins everything and waits for nothing, as who ends in the middle does.
static inline void drivers_leave(void)
{
    enum { TEXT_SCREEN_CLEAR = 9 };
    (void)bulkhead_command(0x90003, TEXT_SCREEN_CLEAR, 0, 0); // Takes too long to wait for.
    for (uint32_t i = 0; i < DRIVER_REQUEST_COUNT; i++) {
        const struct driver_request *request = &driver_requests[i];
        driver_buffers_allow(request->driver);
        (void)bulkhead_command(request->driver, request->command, request->argument[0],
                               request->argument[1]);
    }
    samples_overflow();
}
