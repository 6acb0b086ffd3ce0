// SPDX-License-Identifier: Apache-2.0 OR MIT
// What of the bytes of programs reaches the screen.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <capsules/console/filter.h>
#include <lib/checked_index.h>

static void the_filter_keeps_text_and_drops_commands(void **state)
{
    (void)state;
    static const struct {
        const char *written;
        const char *sent;
    } cases[] = {
        {"plain text ~", "plain text ~"},
        {"\ttab\r\n\b", "\ttab\r\n\b"},
        {"a\x1B[2Jb", "a[2Jb"},
        {"answer\x05"
         "back",
         "answerback"},
        {"\x01\x02\x07\x0B\x0C\x0E\x1A\x1F\x7F", ""},
        {"gr\xC3\xBC\xC3\x9F", "gr\xC3\xBC\xC3\x9F"},
        {"\xE2\x82\xAC \xF0\x9F\x9A\xA2", "\xE2\x82\xAC \xF0\x9F\x9A\xA2"},
        // U+009B is a control sequence introducer; U+00A0 a space.
        {"\xC2\x9B"
         "2J",
         "\xC2\xA0"
         "2J"},
        {"\xC2\xA9", "\xC2\xA9"},
        // Outside of a sequence 0x9B is one, too, for 8-bit terminals.
        {"\x9B"
         "2J",
         "2J"},
        {"\xC3\xBC\x9B", "\xC3\xBC"},
        {"\xC2\x1B\x9B", "\xC2"},
        {"\xE2\x82\xAC\x80", "\xE2\x82\xAC"},
        {"\xA9", "\xA9"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct console_filter filter = {0};
        char sent[64];
        size_t length = 0;
        for (const char *next = cases[i].written; *next != '\0'; next++) {
            uint8_t byte = console_filter_pass(&filter, (uint8_t)*next);
            if (byte != 0) {
                sent[length++] = (char)byte;
            }
        }
        sent[length] = '\0';
        assert_string_equal(sent, cases[i].sent);
    }
}

static void zero_bytes_are_dropped(void **state)
{
    (void)state;
    struct console_filter filter = {0};
    assert_int_equal(console_filter_pass(&filter, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_filter_keeps_text_and_drops_commands),
        cmocka_unit_test(zero_bytes_are_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
