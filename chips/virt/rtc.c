// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "rtc.h"

#include <arch/mmio.h>
#include <kernel/port.h>

#include "calendar.h"

enum rtc_register { TIME_LOW = 0x00, TIME_HIGH = 0x04 };

/// What has been asked for and not been told. Guard: base level.
static bool is_asked;
static struct date_time_done answer;

static enum error request_answer(struct date_time_request *request)
{
    is_asked = request->status == ERROR_NONE;
    if (is_asked) {
        kernel_bottom_half_request(virt_rtc_line);
    }
    return ERROR_NONE;
}

enum error virt_rtc_get(struct date_time_request *request)
{
    request->status = is_asked ? ERROR_BUSY : ERROR_NONE;
    if (is_asked) {
        return ERROR_NONE;
    }
    // To read the low half holds the high one.
    const uint32_t low = mmio_read_32(virt_rtc_base + TIME_LOW);
    const uint64_t time = (uint64_t)mmio_read_32(virt_rtc_base + TIME_HIGH) << 32 | low;
    answer.status = ERROR_NONE;
    calendar_of_nanoseconds(time, &answer.time);
    return request_answer(request);
}

enum error virt_rtc_set(struct date_time_request *request)
{
    request->status = is_asked ? ERROR_BUSY : ERROR_NONE;
    if (is_asked) {
        return ERROR_NONE;
    }
    if (request->time.year < CALENDAR_YEAR_MIN || request->time.year > CALENDAR_YEAR_MAX) {
        request->status = ERROR_INVALID;
        return ERROR_NONE;
    }
    const uint64_t time = calendar_nanoseconds(&request->time);
    mmio_write_32(virt_rtc_base + TIME_HIGH, (uint32_t)(time >> 32));
    mmio_write_32(virt_rtc_base + TIME_LOW, (uint32_t)time);
    answer = (struct date_time_done){.status = ERROR_NONE};
    return request_answer(request);
}

void virt_rtc_bottom_half(void)
{
    if (is_asked) {
        struct date_time_done done = answer;
        is_asked = false;
        (void)virt_rtc_client.done(&done);
    }
}
