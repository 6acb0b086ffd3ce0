// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <lib/checked_index.h>
#include <lib/text.h>

enum { CAPACITY = 40 };

static uint8_t bytes[CAPACITY + 1];

static struct text text_new(size_t capacity_bytes)
{
    memset(bytes, '#', sizeof bytes);
    return (struct text){.bytes_ = bytes, .capacity_bytes_ = capacity_bytes};
}

static void expect(const struct text *text, const char *expected)
{
    assert_int_equal(text->length_bytes_, strlen(expected));
    assert_memory_equal(bytes, expected, strlen(expected));
    // Nothing was written behind the span.
    assert_int_equal(bytes[text->capacity_bytes_], '#');
}

static void numbers(void **state)
{
    (void)state;
    static const struct {
        const char *format;
        uint32_t value;
        const char *expected;
    } cases[] = {
        {"%d", 0, "0"},
        {"%d", 9, "9"},
        {"%d", 10, "10"},
        {"%d", 4294967295u, "4294967295"},
        {"%3d", 7, "  7"},
        {"%4d", 1234, "1234"},
        {"%3d", 1234, "1234"},
        {"%12d", 4294967295u, "  4294967295"},
        {"%x", 0, "0x0"},
        {"%8x", 0, "0x00000000"},
        {"%x", 0xABCDEF01, "0xabcdef01"},
        {"%8x", 0xABCDEF01, "0xabcdef01"},
        {"%5x", 0x10, "0x00010"},
        {"%5x", 0x123456, "0x123456"},
        {"%x", 0xF0000, "0xf0000"},
        {"<%d>", 5, "<5>"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct text text = text_new(CAPACITY);
        // Here the compiler cannot see that format and value go together.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        TEXT_PRINT(&text, cases[i].format, cases[i].value);
#pragma GCC diagnostic pop
        expect(&text, cases[i].expected);
    }
}

static void several_numbers(void **state)
{
    (void)state;
    struct text text = text_new(CAPACITY);
    TEXT_PRINT(&text, "%d of %3d at %8x.", 1, 22, 0xBEEF);
    expect(&text, "1 of  22 at 0x0000beef.");
    text = text_new(CAPACITY);
    TEXT_PRINT(&text, "one is %d.", 1);
    expect(&text, "one is 1.");
}

static void strings_and_columns(void **state)
{
    (void)state;
    struct text text = text_new(CAPACITY);
    TEXT_PRINT(&text, "<%s|%4s|%2s>", "ab", "cd", "efg");
    expect(&text, "<ab|cd  |efg>");
    text = text_new(CAPACITY);
    TEXT_PRINT(&text, "%d%4s.", 12, "");
    expect(&text, "12    .");
    // What is not a place takes no value, and ends the text.
    text = text_new(CAPACITY);
    TEXT_PRINT(&text, "%d %% %d", 1, 2);
    expect(&text, "1 ");
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
        {"hello", 5, 60, "hello"},         {"", 0, 60, ""},
        {"a\x1B[2J", 5, 60, "a\\x1b[2J"},  {"\x1F \x7E\x7F", 4, 60, "\\x1f ~\\x7f"},
        {"\x00\xFF", 2, 60, "\\x00\\xff"}, {"a\\b", 3, 60, "a\\x5cb"},
        {"abcdef", 6, 6, "abcdef"},        {"abcdefg", 7, 6, "abcde~"},
        {"abc\n", 4, 6, "abc~"},           {"ab\n", 3, 6, "ab\\x0a"},
        {"ab\ncd", 5, 6, "ab~"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct text text = text_new(CAPACITY);
        text_add_escaped_(&text, (const uint8_t *)cases[i].name, cases[i].length_bytes,
                          cases[i].columns_max);
        expect(&text, cases[i].expected);
    }
}

static void a_text_never_leaves_its_span(void **state)
{
    (void)state;
    for (size_t capacity = 0; capacity <= 6; capacity++) {
        struct text text = text_new(capacity);
        text_add(&text, "abcdefgh");
        assert_int_equal(text.length_bytes_, capacity);
        text_add_byte(&text, 'x');
        text_add_span(&text, CONST_SPAN_OF_TEXT("yz"));
        TEXT_PRINT(&text, "%d %8x %20d", 12345, 12345, 12345);
        text_add_escaped(&text, CONST_SPAN_OF_TEXT("\n\n"), 60);
        text_end_line(&text);
        assert_int_equal(text_length(&text), capacity);
        text_pad(&text, CAPACITY);
        TEXT_PUT_BEFORE(&text, "1234567890");
        assert_int_equal(text.length_bytes_, capacity);
        assert_memory_equal(bytes, "1234567890", capacity);
        assert_int_equal(bytes[capacity], '#');
    }
}

static void null_adds_nothing(void **state)
{
    (void)state;
    struct text text = text_new(CAPACITY);
    text_add(&text, NULL);
    text_add_escaped_string(&text, NULL);
    expect(&text, "");
    assert_int_equal(text_name_find(NULL, CONST_SPAN_OF_TEXT("x"), true), TEXT_NO_NAME);
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
    TEXT_PUT_BEFORE(&text, "12");
    expect(&text, "12abcdef");
    TEXT_PUT_BEFORE(&text, "34");
    expect(&text, "3412abcd");
    TEXT_PUT_BEFORE(&text, "");
    expect(&text, "3412abcd");
}

static void a_line_ends_where_there_is_room(void **state)
{
    (void)state;
    struct text text = text_new(8);
    text_add(&text, "abc");
    text_end_line(&text);
    expect(&text, "abc\r\n");
    text = text_new(8);
    text_add(&text, "abcdefgh");
    text_end_line(&text);
    expect(&text, "abcdef\r\n");
}

static void names_are_found(void **state)
{
    (void)state;
    static const char names[] = " stop start-all start s";
    static const struct {
        const char *typed;
        bool is_prefix_enough;
        size_t index;
    } cases[] = {
        {"stop", false, 0},
        {"stop now", false, 0},
        {"stopped", false, TEXT_NO_NAME},
        {"stopped", true, 0},
        {"start", false, 2},
        {"start-all x", false, 1},
        {"sto", false, TEXT_NO_NAME},
        {"s", false, 3},
        {"", false, TEXT_NO_NAME},
        {"", true, TEXT_NO_NAME},
        {"stop-start", false, TEXT_NO_NAME},
    };
    // What lies behind a text without names is not looked at.
    static const char nothing[] = "\0x";
    assert_int_equal(text_name_find(nothing, CONST_SPAN_OF_TEXT("x"), false), TEXT_NO_NAME);
    assert_int_equal(text_name_find("", CONST_SPAN_OF_TEXT("x"), true), TEXT_NO_NAME);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        assert_int_equal(text_name_find_(names, (const uint8_t *)cases[i].typed,
                                         strlen(cases[i].typed), cases[i].is_prefix_enough),
                         cases[i].index);
    }
}

static void strings_of_one_array(void **state)
{
    (void)state;
    static const char colours[] = "red\0\0blue";
    assert_string_equal(TEXT_NTH(colours, 0), "red");
    assert_string_equal(TEXT_NTH(colours, 1), "");
    assert_string_equal(TEXT_NTH(colours, 2), "blue");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers),
        cmocka_unit_test(several_numbers),
        cmocka_unit_test(strings_and_columns),
        cmocka_unit_test(escaped_bytes),
        cmocka_unit_test(a_text_never_leaves_its_span),
        cmocka_unit_test(null_adds_nothing),
        cmocka_unit_test(padding_reaches_a_column),
        cmocka_unit_test(what_is_put_before_moves_the_rest),
        cmocka_unit_test(a_line_ends_where_there_is_room),
        cmocka_unit_test(names_are_found),
        cmocka_unit_test(strings_of_one_array),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
