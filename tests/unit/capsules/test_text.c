// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <lib/checked_index.h>
#include <lib/text.h>

enum { CAPACITY = 40 };

static uint8_t bytes[CAPACITY + 1];

static struct text text_new(size_t capacity_bytes)
{
    memset(bytes, '#', sizeof bytes);
    return (struct text){.bytes = bytes, .capacity_bytes = capacity_bytes};
}

static void expect(const struct text *text, const char *expected)
{
    assert_int_equal(text->length_bytes, strlen(expected));
    assert_memory_equal(bytes, expected, strlen(expected));
    // Nothing was written behind the span.
    assert_int_equal(bytes[text->capacity_bytes], '#');
}

static void decimal_numbers(void **state)
{
    (void)state;
    static const struct {
        uint32_t value;
        size_t columns;
        const char *expected;
    } cases[] = {
        {0, 0, "0"},          {9, 0, "9"},          {10, 0, "10"},
        {4294967295u, 0, "4294967295"},             {7, 3, "  7"},
        {1234, 4, "1234"},    {1234, 3, "1234"},    {4294967295u, 12, "  4294967295"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct text text = text_new(CAPACITY);
        text_add_decimal_right(&text, cases[i].value, cases[i].columns);
        expect(&text, cases[i].expected);
    }
}

static void hexadecimal_numbers(void **state)
{
    (void)state;
    static const struct {
        uint32_t value;
        size_t digits;
        const char *expected;
    } cases[] = {
        {0, 1, "0x0"},           {0, 0, "0x0"},
        {0, 8, "0x00000000"},    {0xABCDEF01, 1, "0xabcdef01"},
        {0xABCDEF01, 8, "0xabcdef01"},                {0x10, 5, "0x00010"},
        {0x123456, 5, "0x123456"},                    {0xF0000, 1, "0xf0000"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct text text = text_new(CAPACITY);
        text_add_hex(&text, cases[i].value, cases[i].digits);
        expect(&text, cases[i].expected);
    }
}

static void escaped_bytes(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t length_bytes;
        size_t columns_max;
        const char *expected;
    } cases[] = {
        {"hello", 5, 60, "hello"},
        {"", 0, 60, ""},
        {"a\x1B[2J", 5, 60, "a\\x1b[2J"},
        {"\x1F \x7E\x7F", 4, 60, "\\x1f ~\\x7f"},
        {"\x00\xFF", 2, 60, "\\x00\\xff"},
        {"a\\b", 3, 60, "a\\x5cb"},
        {"abcdef", 6, 6, "abcdef"},
        {"abcdefg", 7, 6, "abcde~"},
        {"abc\n", 4, 6, "abc~"},
        {"ab\n", 3, 6, "ab\\x0a"},
        {"ab\ncd", 5, 6, "ab~"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct text text = text_new(CAPACITY);
        text_add_escaped(&text, cases[i].name, cases[i].length_bytes, cases[i].columns_max);
        expect(&text, cases[i].expected);
    }
}

static void a_text_never_leaves_its_span(void **state)
{
    (void)state;
    for (size_t capacity = 0; capacity <= 6; capacity++) {
        struct text text = text_new(capacity);
        text_add(&text, "abcdefgh");
        assert_int_equal(text.length_bytes, capacity);
        text_add_byte(&text, 'x');
        text_add_bytes(&text, (const uint8_t *)"yz", 2);
        text_add_decimal(&text, 12345);
        text_add_hex(&text, 12345, 8);
        text_add_escaped(&text, "\n\n", 2, 60);
        text_pad(&text, CAPACITY);
        text_put_before(&text, "1234567890");
        assert_int_equal(text.length_bytes, capacity);
        assert_memory_equal(bytes, "1234567890", capacity);
        assert_int_equal(bytes[capacity], '#');
    }
}

static void null_adds_nothing(void **state)
{
    (void)state;
    struct text text = text_new(CAPACITY);
    text_add(&text, NULL);
    expect(&text, "");
}

static void padding_reaches_a_column(void **state)
{
    (void)state;
    struct text text = text_new(CAPACITY);
    text_add(&text, "ab");
    text_pad(&text, 5);
    text_add(&text, "c");
    text_pad(&text, 3);
    expect(&text, "ab   c");
}

static void what_is_put_before_moves_the_rest(void **state)
{
    (void)state;
    struct text text = text_new(8);
    text_add(&text, "abcdef");
    text_put_before(&text, "12");
    expect(&text, "12abcdef");
    text_put_before(&text, "34");
    expect(&text, "3412abcd");
    text_put_before(&text, "");
    expect(&text, "3412abcd");
}

static void dropping_the_front(void **state)
{
    (void)state;
    struct text text = text_new(CAPACITY);
    text_add(&text, "abcdef");
    text_drop_front(&text, 0);
    expect(&text, "abcdef");
    text_drop_front(&text, 4);
    expect(&text, "ef");
    text_drop_front(&text, 3);
    expect(&text, "");
}

static void last_byte(void **state)
{
    (void)state;
    struct text text = text_new(CAPACITY);
    assert_false(text_ends_with(&text, '#'));
    text_add(&text, "ab");
    assert_true(text_ends_with(&text, 'b'));
    assert_false(text_ends_with(&text, 'a'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decimal_numbers),
        cmocka_unit_test(hexadecimal_numbers),
        cmocka_unit_test(escaped_bytes),
        cmocka_unit_test(a_text_never_leaves_its_span),
        cmocka_unit_test(null_adds_nothing),
        cmocka_unit_test(padding_reaches_a_column),
        cmocka_unit_test(what_is_put_before_moves_the_rest),
        cmocka_unit_test(dropping_the_front),
        cmocka_unit_test(last_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
