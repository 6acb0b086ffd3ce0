// SPDX-License-Identifier: Apache-2.0 OR MIT
// The virtualiser between a driver, a client that keeps to the rules, and one that does not.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_microkit.h"
#include "queue.h"
#include "random.h"
#include "virtualiser.h"

enum {
    DRIVER = CHANNEL_DRIVER,
    FIRST = CHANNEL_CLIENT_FIRST,
    SECOND,
    ROUNDS = 3000,
    OUTPUT_BYTES_MAX = 4 << 20,
};

extern volatile struct line *volatile device_line;
extern volatile struct line *volatile first_line;
extern volatile struct line *volatile second_line;

static struct line *lines[3];
static struct queue_reader device_output;
static struct queue_writer device_input;
static char *output;
static size_t output_bytes;

static int system_make(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        lines[i] = calloc(1, sizeof *lines[i]);
    }
    output = malloc(OUTPUT_BYTES_MAX);
    output_bytes = 0;
    device_line = lines[DRIVER];
    first_line = lines[FIRST];
    second_line = lines[SECOND];
    device_output = queue_read_open(&lines[DRIVER]->output);
    device_input = queue_write_open(&lines[DRIVER]->input);
    memset(fake_notifications, 0, sizeof fake_notifications);
    peer_died(FIRST);
    peer_died(SECOND);
    init();
    return 0;
}

static int system_drop(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        free(lines[i]);
    }
    free(output);
    return 0;
}

/// What the driver sends, `bytes_max` of it.
static void device_take(unsigned bytes_max)
{
    uint8_t byte;
    while (bytes_max-- > 0 && queue_take(&device_output, &byte)) {
        assert_true(output_bytes < OUTPUT_BYTES_MAX - 1);
        output[output_bytes++] = (char)byte;
    }
    output[output_bytes] = '\0';
}

static void text_put(struct queue_writer *writer, const char *text)
{
    for (; *text != '\0'; text++) {
        assert_true(queue_put(writer, (uint8_t)*text));
    }
}

static void lines_go_out_behind_names(void **state)
{
    (void)state;
    struct queue_writer first = queue_write_open(&lines[FIRST]->output);
    struct queue_writer second = queue_write_open(&lines[SECOND]->output);
    text_put(&first, "one\ntw");
    text_put(&second, "eins\n\x1b[2J\tzwei\n");
    notified(FIRST);
    text_put(&first, "o\n");
    notified(FIRST);
    device_take(UINT32_MAX);
    assert_string_equal(output,
                        "first: one\r\nsecond: eins\r\nsecond: ?[2J?zwei\r\nfirst: two\r\n");
    assert_true(fake_notifications[DRIVER] == 2 && fake_notifications[FIRST] == 3 &&
                fake_notifications[SECOND] == 2);
}

static void a_long_line_is_cut(void **state)
{
    (void)state;
    struct queue_writer first = queue_write_open(&lines[FIRST]->output);
    for (unsigned i = 0; i < LINE_BYTES_MAX + 1; i++) {
        assert_true(queue_put(&first, 'x'));
    }
    text_put(&first, "\n");
    notified(FIRST);
    device_take(UINT32_MAX);
    char expected[120];
    memset(expected, 'x', sizeof expected);
    memcpy(expected, "first: ", 7);
    (void)snprintf(expected + 87, sizeof expected - 87, "\r\nfirst: x\r\n");
    assert_string_equal(output, expected);
}

static void input_goes_to_one_client(void **state)
{
    (void)state;
    struct queue_reader first = queue_read_open(&lines[FIRST]->input);
    struct queue_reader second = queue_read_open(&lines[SECOND]->input);
    uint8_t byte;
    text_put(&device_input, "a\tb");
    notified(DRIVER);
    assert_true(queue_take(&first, &byte) && byte == 'a' && queue_is_empty(&first));
    assert_true(queue_take(&second, &byte) && byte == 'b' && queue_is_empty(&second));
    text_put(&device_input, "\t");
    notified(DRIVER);
}

static void a_client_that_does_not_listen_loses_input(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 3 * QUEUE_BYTES; i++) {
        assert_true(queue_put(&device_input, 'x'));
        notified(DRIVER);
        device_take(UINT32_MAX);
    }
    text_put(&device_input, "\ty\t");
    notified(DRIVER);
    struct queue_reader second = queue_read_open(&lines[SECOND]->input);
    uint8_t byte;
    assert_true(queue_take(&second, &byte) && byte == 'y');
}

static void rubbish_write(struct random *random)
{
    uint32_t *words = (uint32_t *)(void *)lines[SECOND];
    switch (random_below(random, 4)) {
    case 0:
        for (unsigned i = 0; i < sizeof *lines[SECOND] / sizeof *words; i++) {
            words[i] = random_next(random);
        }
        break;
    case 1:
        lines[SECOND]->output.produced = lines[SECOND]->output.consumed + random_below(random, 300);
        break;
    case 2:
        lines[SECOND]->input.consumed = random_next(random);
        break;
    default:
        memcpy(lines[SECOND]->output.bytes, "\nfirst: 0\r\nfirst: 1\r\n", 21);
        lines[SECOND]->output.produced = lines[SECOND]->output.consumed + 21;
        break;
    }
}

/// Whatever the second client does, the lines of the first come whole, once, and in their order,
/// and none that it has not written.
static void rubbish_of_a_neighbour(void **state)
{
    (void)state;
    struct random random = random_start(__func__);
    struct queue_writer first = queue_write_open(&lines[FIRST]->output);
    unsigned written = 0;
    for (unsigned round = 0; round < ROUNDS; round++) {
        char text[24];
        const int length = snprintf(text, sizeof text, "%u\n", written);
        if (queue_room(&first) >= (uint32_t)length) {
            text_put(&first, text);
            written++;
        }
        rubbish_write(&random);
        notified(random_below(&random, 3));
        device_take(random_below(&random, 200));
        if (random_below(&random, 10) == 0) {
            peer_died(SECOND);
        }
    }
    rubbish_write(&random);
    for (unsigned i = 0;
         i < ROUNDS && lines[FIRST]->output.produced != lines[FIRST]->output.consumed; i++) {
        notified(FIRST);
        device_take(UINT32_MAX);
    }
    notified(FIRST);
    device_take(UINT32_MAX);

    unsigned found = 0;
    for (char *line = strtok(output, "\r\n"); line != NULL; line = strtok(NULL, "\r\n")) {
        if (strncmp(line, "first: ", 7) == 0) {
            assert_int_equal(strtoul(line + 7, NULL, 10), found);
            found++;
        } else {
            assert_memory_equal(line, "second: ", 8);
        }
    }
    assert_int_equal(found, written);
    assert_true(written > ROUNDS / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lines_go_out_behind_names, system_make, system_drop),
        cmocka_unit_test_setup_teardown(a_long_line_is_cut, system_make, system_drop),
        cmocka_unit_test_setup_teardown(input_goes_to_one_client, system_make, system_drop),
        cmocka_unit_test_setup_teardown(a_client_that_does_not_listen_loses_input, system_make,
                                        system_drop),
        cmocka_unit_test_setup_teardown(rubbish_of_a_neighbour, system_make, system_drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
