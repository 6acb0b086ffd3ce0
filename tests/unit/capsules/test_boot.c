// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the process console prints while the system starts. One program, one boot.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <abi/driver.h>

#include "fake_gates.h"

static struct kernel_event event_of(enum kernel_event_kind kind, struct process_id process,
                                    uintptr_t address, const char *reason)
{
    uint8_t slot = 0;
    struct process_information information;
    for (uint8_t i = 0; i < FAKE_SLOT_COUNT; i++) {
        if (process_describe(i, &information) == ERROR_NONE &&
            process_id_equal(information.id, process)) {
            slot = i;
        }
    }
    return (struct kernel_event){
        .kind = (uint8_t)kind, .slot = slot, .reason = reason, .address_ = address};
}

static void the_welcome_and_the_images(void **state)
{
    (void)state;
    fake_boot();
    // Typed too early: it is carried out when all images have been looked at.
    fake_type("status\r");
    fake_run();
    fake_expect_output("Bulkhead kernel version 2.3 (board test board)\r\n"
                       "policy: everything is open\r\n"
                       "Last panic: requested\\x1b[2J\r\n"
                       "Welcome to the process console.\r\n"
                       "Valid commands are: help list status kernel process stop start fault "
                       "terminate boot focus reset panic console-start console-stop\r\n");

    struct process_id hello = fake_process_start("hello");
    struct process_id evil = fake_process_start("x\x1B[2J\ntock$ ");
    const struct kernel_event events[] = {
        event_of(EVENT_IMAGE_LOADED, hello, 0x40000, NULL),
        event_of(EVENT_IMAGE_LOADED, evil, 0x50000, NULL),
        event_of(EVENT_IMAGE_REFUSED, (struct process_id){0}, 0x60000, "header checksum"),
        event_of(EVENT_IMAGES_END, (struct process_id){0}, 0, "No more images."),
    };
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++) {
        fake_event(&events[i], 0);
    }
    fake_run();
    fake_expect_output("Loaded hello at 0x00040000\r\n"
                       "Loaded x\\x1b[2J\\x0atock$  at 0x00050000\r\n"
                       "Image at 0x00060000 refused: header checksum\r\n"
                       "No more images.\r\n"
                       "\x1B[1mtock$ \x1B[0mstatus\r\n"
                       "Total processes: 2\r\n"
                       "Active processes: 2\r\n"
                       "Timeslice expirations: 0\r\n"
                       "\x1B[1mtock$ \x1B[0m");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_welcome_and_the_images),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
