// SPDX-License-Identifier: Apache-2.0 OR MIT
/// A bank of pins that a light, buttons and programs share, up to the driver.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <capsules/gpio/gpio.h>
#include <capsules/gpio_button/gpio_button.h>
#include <capsules/gpio_led/gpio_led.h>
#include <capsules/virtual_gpio/virtual_gpio.h>
#include <cmocka.h>

#include "bench.h"

enum { VIRTUAL, LIGHT, BUTTON, PINS, CAPSULE_COUNT };
enum { LIGHT_PIN = 0, BUTTON_PIN = 1, BUTTONS = 2, FIRST_PIN = 3, PIN_COUNT = 4, BANK = 7 };
enum { BUTTON_TICKS = FAKE_HZ / 1000 * GPIO_BUTTON_MILLISECONDS, LOOK_TICKS = FAKE_HZ / 1000 };

const struct bench_capsule bench_capsules[] = {
    [VIRTUAL] = {virtual_gpio_init, .driver = BENCH_NO_DRIVER, BENCH_STATE(virtual_gpio)},
    [LIGHT] = {gpio_led_init, .timer = gpio_led_timer, .driver = BENCH_NO_DRIVER,
               BENCH_STATE(gpio_led)},
    [BUTTON] = {gpio_button_init, .timer = gpio_button_timer, .driver = BENCH_NO_DRIVER,
                BENCH_STATE(gpio_button)},
    [PINS] = {gpio_init, .timer = gpio_timer, .driver = GPIO_DRIVER, .command = gpio_command,
              BENCH_STATE(gpio)},
};
const size_t bench_capsule_count = CAPSULE_COUNT;

// ---------------------------------------------------------------------------------------------
// A bank that does what it is told, and remembers

static struct {
    enum gpio_mode mode[BANK];
    bool is_high[BANK];
    bool is_driven_high[BANK];
    enum gpio_edge edge[BANK];
    bool is_armed[BANK];
    bool has_happened[BANK];
    unsigned told;
    enum error failure;     ///< of all that can fail
    uint32_t works_but_for; ///< a bit for each pin that fails, if not all do; 0: all
    unsigned failures;
} bank;

static uint32_t bank_count(void)
{
    return BANK;
}

/// How a call about a pin ends.
static enum error bank_answer(uint32_t index)
{
    if (index >= BANK) {
        return ERROR_INVALID;
    }
    if (bank.failure == ERROR_NONE ||
        (bank.works_but_for != 0 && (bank.works_but_for >> index & 1) == 0)) {
        return ERROR_NONE;
    }
    bank.failures++;
    return bank.failure;
}

static enum error bank_configure(uint32_t index, enum gpio_mode mode)
{
    const enum error error = bank_answer(index);
    if (error == ERROR_NONE) {
        bank.mode[index] = mode;
    }
    return error;
}

static enum error bank_write(uint32_t index, bool is_high)
{
    const enum error error = bank_answer(index);
    if (error == ERROR_NONE) {
        bank.is_driven_high[index] = is_high;
    }
    return error;
}

static bool bank_is_high(uint32_t index)
{
    if (index >= BANK || bank.mode[index] == GPIO_MODE_OFF) {
        return false;
    }
    return bank.mode[index] == GPIO_MODE_OUTPUT ? bank.is_driven_high[index] : bank.is_high[index];
}

/// As a chip's interrupt: into the capsule that is the bank's client.
static void bank_tell(uint32_t index, bool is_high)
{
    const struct gpio_changed event = {.index = index, .is_high = is_high};
    bank.told++;
    if (bench_enter(VIRTUAL)) {
        virtual_gpio_changed(&event);
        bench_leave();
    }
}

static void bank_look(void)
{
    for (uint32_t i = 0; i < BANK; i++) {
        if (bank.is_armed[i] && bank.has_happened[i]) {
            bank.is_armed[i] = false;
            bank.has_happened[i] = false;
            bank_tell(i, bank_is_high(i));
        }
    }
}

static enum error bank_watch(uint32_t index, enum gpio_edge edge)
{
    const enum error error = bank_answer(index);
    if (error != ERROR_NONE) {
        return error;
    }
    if (edge != bank.edge[index]) {
        bank.has_happened[index] = false;
    }
    bank.edge[index] = edge;
    bank.is_armed[index] = edge != GPIO_EDGE_NONE;
    return ERROR_NONE;
}

/// The level of a pin changes; who waits for that is told.
static void level_set(uint32_t index, bool is_high)
{
    if (bank.is_high[index] != is_high) {
        bank.is_high[index] = is_high;
        bank.has_happened[index] =
            bank.has_happened[index] || bank.edge[index] == GPIO_EDGE_EITHER ||
            bank.edge[index] == (is_high ? GPIO_EDGE_RISING : GPIO_EDGE_FALLING);
    }
    bank_look();
}

// ---------------------------------------------------------------------------------------------
// Wiring

const struct virtual_gpio_range virtual_gpio_ranges[VIRTUAL_GPIO_CLIENT_COUNT] = {
    [VIRTUAL_GPIO_FIRST] = {LIGHT_PIN, 1},
    [VIRTUAL_GPIO_SECOND] = {BUTTON_PIN, BUTTONS},
    [VIRTUAL_GPIO_THIRD] = {FIRST_PIN, PIN_COUNT},
};
const struct gpio_bank virtual_gpio_bank = {bank_count, bank_configure, bank_write, bank_is_high,
                                            bank_watch};
const struct gpio_led_wiring gpio_led_wiring = {.is_lit_low = true};
const struct gpio_button_wiring gpio_button_wiring = {.mode = GPIO_MODE_INPUT_PULLED_UP,
                                                      .is_pressed_low = true};

BENCH_TOLD(button_told, BUTTON, gpio_button_changed, struct gpio_changed)
BENCH_TOLD(pins_told, PINS, gpio_changed, struct gpio_changed)
const struct gpio_client virtual_gpio_clients[VIRTUAL_GPIO_CLIENT_COUNT] = {
    [VIRTUAL_GPIO_SECOND] = {button_told},
    [VIRTUAL_GPIO_THIRD] = {pins_told},
};

// As the build makes them: who calls a capsule that is out of service gets an error, or 0.
#define CALL(type, failed, name, parameters, arguments) \
    static type place_##name parameters                 \
    {                                                   \
        type result = failed;                           \
        if (bench_enter(VIRTUAL)) {                     \
            result = virtual_gpio_##name arguments;     \
            bench_leave();                              \
        }                                               \
        return result;                                  \
    }
#define PLACE(user, name)                                                                          \
    CALL(uint32_t, 0, name##_count, (void), ())                                                    \
    CALL(enum error, ERROR_FAILED, name##_configure, (uint32_t index, enum gpio_mode mode),        \
         (index, mode))                                                                            \
    CALL(enum error, ERROR_FAILED, name##_write, (uint32_t index, bool is_high), (index, is_high)) \
    CALL(bool, false, name##_is_high, (uint32_t index), (index))                                   \
    CALL(enum error, ERROR_FAILED, name##_watch, (uint32_t index, enum gpio_edge edge),            \
         (index, edge))                                                                            \
    const struct gpio_bank user = {place_##name##_count, place_##name##_configure,                 \
                                   place_##name##_write, place_##name##_is_high,                   \
                                   place_##name##_watch};
PLACE(gpio_led_pins, first)
PLACE(gpio_button_pins, second)
PLACE(gpio_pins, third)

static struct {
    unsigned count;
    struct button_changed last;
} buttons;

static void button_changed_note(const struct button_changed *event)
{
    buttons.count++;
    buttons.last = *event;
}
const struct button_client gpio_button_client = {button_changed_note};

static void buttons_watch(uint32_t mask)
{
    assert_true(bench_enter(BUTTON));
    gpio_button_watch(mask);
    bench_leave();
}

static void light_set(bool is_on)
{
    assert_true(bench_enter(LIGHT));
    gpio_led_set(0, is_on);
    assert_int_equal(gpio_led_is_on(0), is_on);
    bench_leave();
}

static int reset(void **state)
{
    memset(&bank, 0, sizeof bank);
    memset(&buttons, 0, sizeof buttons);
    for (unsigned i = 0; i < BUTTONS; i++) {
        bank.is_high[BUTTON_PIN + i] = true;
    }
    return bench_reset(state);
}

static struct fake_answer ask(struct process_id process, uint32_t command, uint32_t pin,
                              uint32_t argument)
{
    return fake_command(GPIO_DRIVER, process, command, pin, argument);
}

static void advance(uint64_t ticks)
{
    fake_time_set(time_now() + ticks);
    fake_run();
}

static void process_end(struct process_id process)
{
    fake_process_end(process);
    assert_true(bench_enter(PINS));
    gpio_process_ended(&process);
    bench_leave();
}

static void told(struct process_id process, uint32_t pin, bool is_high)
{
    fake_expect_upcall(GPIO_DRIVER, process, GPIO_UPCALL_CHANGED, pin, is_high, 0);
}

// ---------------------------------------------------------------------------------------------

static void places_reach_their_pins_alone(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    fake_expect_success_u32(ask(one, GPIO_COMMAND_COUNT, 0, 0), PIN_COUNT);
    for (uint32_t i = 0; i < PIN_COUNT; i++) {
        fake_expect_success(ask(one, GPIO_COMMAND_OUTPUT, i, 0));
        fake_expect_success(ask(one, GPIO_COMMAND_SET, i, 0));
        assert_int_equal(bank.mode[FIRST_PIN + i], GPIO_MODE_OUTPUT);
        assert_true(bank.is_driven_high[FIRST_PIN + i]);
    }
    static const uint32_t outside[] = {PIN_COUNT, BANK, 32, 255, 256, UINT32_MAX - FIRST_PIN + 1,
                                       UINT32_MAX};
    for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++) {
        for (uint32_t command = GPIO_COMMAND_OUTPUT; command <= GPIO_COMMAND_OFF; command++) {
            fake_expect_failure(ask(one, command, outside[i], 0), ERROR_INVALID);
        }
    }
    assert_int_equal(bank.mode[LIGHT_PIN], GPIO_MODE_OUTPUT);
    assert_int_equal(bank.mode[BUTTON_PIN], GPIO_MODE_INPUT_PULLED_UP);
    light_set(true);
    assert_false(bank.is_driven_high[LIGHT_PIN]);
    light_set(false);
    assert_true(bank.is_driven_high[LIGHT_PIN]);
}

static void pin_is_its_first_users_until_that_ends(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    const struct process_id two = fake_process_start("two");
    fake_expect_success(ask(one, GPIO_COMMAND_WATCH, 1, 0));
    for (uint32_t command = GPIO_COMMAND_OUTPUT; command <= GPIO_COMMAND_OFF; command++) {
        if (command != GPIO_COMMAND_READ) {
            fake_expect_failure(ask(two, command, 1, 0), ERROR_RESERVE);
        }
    }
    fake_expect_success_u32(ask(two, GPIO_COMMAND_READ, 1, 0), 0);
    // A refused wish makes nobody an owner.
    fake_expect_failure(ask(one, GPIO_COMMAND_INPUT, 2, 3), ERROR_NO_SUPPORT);
    fake_expect_failure(ask(one, GPIO_COMMAND_WATCH, 2, 3), ERROR_NO_SUPPORT);
    fake_expect_success(ask(two, GPIO_COMMAND_SET, 2, 0));
    fake_expect_failure(ask(one, GPIO_COMMAND_CLEAR, 2, 0), ERROR_RESERVE);
    fake_expect_success(ask(two, GPIO_COMMAND_OFF, 2, 0));
    fake_expect_success(ask(one, GPIO_COMMAND_OUTPUT, 2, 0));
    fake_expect_success(ask(one, GPIO_COMMAND_SET, 2, 0));
    process_end(one);
    for (uint32_t i = 0; i < PIN_COUNT; i++) {
        assert_int_equal(bank.mode[FIRST_PIN + i], GPIO_MODE_OFF);
        assert_int_equal(bank.edge[FIRST_PIN + i], GPIO_EDGE_NONE);
        assert_false(bank.is_driven_high[FIRST_PIN + i]);
    }
    fake_expect_success(ask(two, GPIO_COMMAND_WATCH, 1, 1));
    // The end of somebody else is none of its business.
    const struct process_id three = fake_process_start("three");
    process_end(three);
    assert_int_equal(bank.edge[FIRST_PIN + 1], GPIO_EDGE_RISING);
}

static void edges_are_told_once_a_look(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    fake_expect_success(ask(one, GPIO_COMMAND_INPUT, 0, 1));
    fake_expect_success(ask(one, GPIO_COMMAND_WATCH, 0, 0));
    level_set(FIRST_PIN, true);
    told(one, 0, true);
    for (unsigned i = 0; i < 99; i++) {
        level_set(FIRST_PIN, i % 2 != 0);
    }
    assert_int_equal(bank.told, 1);
    fake_expect_no_upcall();
    advance(LOOK_TICKS);
    bank_look();
    told(one, 0, false);
    advance(LOOK_TICKS);
    bank_look();
    fake_expect_no_upcall();
    assert_int_equal(bank.told, 2);
    fake_expect_success(ask(one, GPIO_COMMAND_IGNORE, 0, 0));
    level_set(FIRST_PIN, true);
    advance(LOOK_TICKS);
    fake_expect_no_upcall();
}

static void bank_that_lies_is_not_believed(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    // Edges of pins that nobody has, that nobody watches, and that do not exist.
    for (uint32_t i = 0; i < BANK; i++) {
        bank_tell(i, true);
    }
    bank_tell(BANK, true);
    bank_tell(GPIO_PIN_COUNT_MAX, true);
    bank_tell(UINT32_MAX, true);
    fake_expect_no_upcall();
    fake_expect_success(ask(one, GPIO_COMMAND_INPUT, 0, 0));
    bank_tell(FIRST_PIN, true);
    fake_expect_no_upcall();
    assert_int_equal(buttons.count, 0);
    // One that refuses everything is heard of, and makes nobody an owner.
    bank.failure = ERROR_FAILED;
    for (uint32_t command = GPIO_COMMAND_OUTPUT; command < GPIO_COMMAND_READ; command++) {
        fake_expect_failure(ask(one, command, 1, 0), ERROR_FAILED);
    }
    fake_expect_failure(ask(one, GPIO_COMMAND_WATCH, 1, 0), ERROR_FAILED);
    bank.failure = ERROR_NONE;
    const struct process_id two = fake_process_start("two");
    fake_expect_success(ask(two, GPIO_COMMAND_OUTPUT, 1, 0));
}

static void pin_that_cannot_be_watched_is_tried_again(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    fake_expect_success(ask(one, GPIO_COMMAND_WATCH, 3, 0));
    fake_expect_success(ask(one, GPIO_COMMAND_INPUT, 3, 0));
    level_set(FIRST_PIN + 3, true);
    told(one, 3, true);
    bank.failure = ERROR_FAILED;
    advance(LOOK_TICKS * 3);
    assert_false(bank.is_armed[FIRST_PIN + 3]);
    bank.failure = ERROR_NONE;
    advance(LOOK_TICKS);
    assert_true(bank.is_armed[FIRST_PIN + 3]);
}

static void pin_that_could_not_be_released_is_tried_again(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    const struct process_id two = fake_process_start("two");
    fake_expect_success(ask(one, GPIO_COMMAND_OUTPUT, 2, 0));
    fake_expect_success(ask(one, GPIO_COMMAND_SET, 2, 0));
    fake_expect_success(ask(one, GPIO_COMMAND_OUTPUT, 3, 0));
    fake_expect_success(ask(one, GPIO_COMMAND_SET, 3, 0));
    bank.failure = ERROR_FAILED;
    process_end(one);
    advance(LOOK_TICKS * 3);
    // Nobody begins with what somebody else has left.
    fake_expect_failure(ask(two, GPIO_COMMAND_OUTPUT, 3, 0), ERROR_FAILED);
    bank.failure = ERROR_NONE;
    fake_expect_success(ask(two, GPIO_COMMAND_OUTPUT, 3, 0));
    assert_false(bank.is_driven_high[FIRST_PIN + 3]);
    advance(LOOK_TICKS * 2);
    assert_int_equal(bank.mode[FIRST_PIN + 3], GPIO_MODE_OUTPUT);
    assert_int_equal(bank.mode[FIRST_PIN + 2], GPIO_MODE_OFF);
    assert_false(bank.is_driven_high[FIRST_PIN + 2]);
    // The same when nobody is there to release the pins as this capsule starts.
    fake_expect_success(ask(two, GPIO_COMMAND_SET, 3, 0));
    bench_capsule_fail(VIRTUAL);
    bench_capsule_fail(PINS);
    bench_capsule_restart(PINS, &two, 1);
    advance(LOOK_TICKS);
    assert_true(bank.is_driven_high[FIRST_PIN + 3]);
    bench_capsule_restart(VIRTUAL, NULL, 0);
    advance(LOOK_TICKS * 2);
    assert_int_equal(bank.mode[FIRST_PIN + 3], GPIO_MODE_OFF);
    assert_false(bank.is_driven_high[FIRST_PIN + 3]);
}

/// The capsules start while nobody is there to set up their pins.
static void start_is_tried_until_the_bank_is_there(void **state)
{
    (void)state;
    for (unsigned way = 0; way < 2; way++) {
        (void)reset(NULL);
        buttons_watch(3);
        light_set(true);
        bench_capsule_fail(LIGHT);
        bench_capsule_fail(BUTTON);
        for (uint32_t i = 0; i < BANK; i++) {
            bank.mode[i] = GPIO_MODE_OFF;
            bank.is_armed[i] = false;
        }
        bank.failure = way == 0 ? ERROR_FAILED : ERROR_NONE;
        if (way == 1) {
            bench_capsule_fail(VIRTUAL);
        }
        bench_capsule_restart(LIGHT, NULL, 0);
        bench_capsule_restart(BUTTON, NULL, 0);
        buttons_watch(2); // Not forgotten meanwhile.
        advance(BUTTON_TICKS * 3);
        assert_int_equal(bank.mode[LIGHT_PIN], GPIO_MODE_OFF);
        bank.failure = ERROR_NONE;
        if (way == 1) {
            bench_capsule_restart(VIRTUAL, NULL, 0);
        }
        advance(BUTTON_TICKS * 2);
        assert_int_equal(bank.mode[LIGHT_PIN], GPIO_MODE_OUTPUT);
        assert_true(bank.is_driven_high[LIGHT_PIN]); // Dark.
        light_set(true);
        assert_int_equal(bank.mode[BUTTON_PIN], GPIO_MODE_INPUT_PULLED_UP);
        assert_false(bank.is_armed[BUTTON_PIN]);
        level_set(BUTTON_PIN, false);
        level_set(BUTTON_PIN + 1, false);
        advance(BUTTON_TICKS);
        assert_int_equal(buttons.count, 1);
        assert_int_equal(buttons.last.index, 1);
        assert_true(buttons.last.is_pressed);
        // And it is done with that.
        light_set(true);
        advance(BUTTON_TICKS * 3);
        assert_false(bank.is_driven_high[LIGHT_PIN]);
    }
}

static void bank_that_is_away_is_asked_more_and_more_rarely(void **state)
{
    enum { SECONDS = 20, TRIES_MAX = 10 + SECONDS, USES = 8 };
    for (unsigned way = 0; way < 2; way++) {
        (void)reset(state);
        const struct process_id one = fake_process_start("one");
        const struct process_id two = fake_process_start("two");
        fake_expect_success(ask(one, GPIO_COMMAND_INPUT, 0, 0));
        fake_expect_success(ask(one, GPIO_COMMAND_WATCH, 0, 0));
        fake_expect_success(ask(two, GPIO_COMMAND_OUTPUT, 1, 0));
        buttons_watch(3);
        level_set(FIRST_PIN, true);
        level_set(BUTTON_PIN, false);
        told(one, 0, true);
        bank.failure = way == 0 ? ERROR_FAILED : ERROR_NO_DEVICE;
        process_end(two);
        light_set(true);
        for (unsigned i = 0; i < 1000 * SECONDS; i++) {
            advance(LOOK_TICKS);
        }
        assert_in_range(bank.failures, SECONDS, TRIES_MAX * USES);
        assert_int_equal(buttons.count, 0); // Nobody knows how they are.
        light_set(false);
        light_set(true);
        bank.failure = ERROR_NONE;
        for (unsigned i = 0; i < 1000; i++) {
            advance(LOOK_TICKS);
        }
        assert_true(bank.is_armed[FIRST_PIN]);
        assert_int_equal(bank.mode[LIGHT_PIN], GPIO_MODE_OUTPUT);
        assert_false(bank.is_driven_high[LIGHT_PIN]); // It is lit.
        assert_int_equal(buttons.count, 1);
        assert_true(buttons.last.is_pressed);
        // What is behind the bank switches a pin off by itself when it comes back (hal/gpio.h).
        assert_int_equal(bank.mode[FIRST_PIN + 1], way == 0 ? GPIO_MODE_OFF : GPIO_MODE_OUTPUT);
        // The next time begins as the first one did.
        const unsigned before = bank.failures;
        bank.failure = ERROR_FAILED;
        level_set(FIRST_PIN, false);
        told(one, 0, false);
        advance(LOOK_TICKS);
        advance(LOOK_TICKS);
        advance(LOOK_TICKS);
        assert_int_equal(bank.failures, before + 2);
    }
}

static void pin_that_is_away_holds_up_no_other(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    for (uint32_t i = 0; i < 2; i++) {
        fake_expect_success(ask(one, GPIO_COMMAND_INPUT, i, 0));
        fake_expect_success(ask(one, GPIO_COMMAND_WATCH, i, 0));
    }
    buttons_watch(3);
    level_set(FIRST_PIN, true);
    told(one, 0, true);
    level_set(BUTTON_PIN, false);
    bank.failure = ERROR_NO_DEVICE;
    bank.works_but_for = 1u << FIRST_PIN | 1u << BUTTON_PIN;
    advance(FAKE_HZ * 10);
    for (unsigned i = 1; i <= 1000; i++) {
        level_set(FIRST_PIN + 1, i % 2 != 0);
        told(one, 1, i % 2 != 0);
        advance(LOOK_TICKS);
        bank_look();
    }
    for (unsigned i = 1; i <= 100; i++) {
        level_set(BUTTON_PIN + 1, i % 2 == 0);
        advance(BUTTON_TICKS);
        assert_int_equal(buttons.count, i);
    }
    assert_in_range(bank.failures, 2, 30);
}

static void buttons_do_not_bounce(void **state)
{
    (void)state;
    buttons_watch(3);
    for (unsigned i = 0; i < 9; i++) {
        level_set(BUTTON_PIN, i % 2 != 0);
    }
    assert_int_equal(buttons.count, 0);
    advance(BUTTON_TICKS - 1);
    assert_int_equal(buttons.count, 0);
    advance(1);
    assert_int_equal(buttons.count, 1);
    assert_int_equal(buttons.last.index, 0);
    assert_true(buttons.last.is_pressed);
    // What bounced behind the first edge is told, and is the state that has been told.
    bank_look();
    advance(BUTTON_TICKS);
    assert_int_equal(buttons.count, 1);
    level_set(BUTTON_PIN + 1, false);
    level_set(BUTTON_PIN, true);
    advance(BUTTON_TICKS);
    assert_int_equal(buttons.count, 3);
    buttons_watch(0);
    level_set(BUTTON_PIN, false);
    advance(BUTTON_TICKS);
    assert_int_equal(buttons.count, 3);
    assert_int_equal(bank.edge[BUTTON_PIN], GPIO_EDGE_NONE);
}

static void look_that_is_due_is_not_put_off(void **state)
{
    (void)state;
    buttons_watch(1);
    level_set(BUTTON_PIN, false);
    // Somebody else enables another button, and does not stop.
    for (unsigned i = 0; i < BUTTON_TICKS; i++) {
        assert_int_equal(buttons.count, 0);
        buttons_watch(i % 2 == 0 ? 3 : 1);
        advance(1);
    }
    assert_int_equal(buttons.count, 1);
    assert_true(buttons.last.is_pressed);
}

static void restarts_leave_no_pin_behind(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    fake_expect_success(ask(one, GPIO_COMMAND_OUTPUT, 0, 0));
    fake_expect_success(ask(one, GPIO_COMMAND_SET, 0, 0));
    fake_expect_success(ask(one, GPIO_COMMAND_WATCH, 1, 0));
    bench_capsule_fail(PINS);
    level_set(FIRST_PIN + 1, true);
    bench_capsule_restart(PINS, &one, 1);
    assert_int_equal(bank.mode[FIRST_PIN], GPIO_MODE_OFF);
    assert_int_equal(bank.edge[FIRST_PIN + 1], GPIO_EDGE_NONE);
    fake_expect_no_upcall();
    const struct process_id two = fake_process_start("two");
    fake_expect_success(ask(two, GPIO_COMMAND_OUTPUT, 0, 0));

    // An edge that comes while the sharing capsule is out of service is not lost for good.
    fake_expect_success(ask(two, GPIO_COMMAND_INPUT, 2, 0));
    fake_expect_success(ask(two, GPIO_COMMAND_WATCH, 2, 1));
    buttons_watch(1);
    bench_capsule_fail(VIRTUAL);
    fake_expect_failure(ask(two, GPIO_COMMAND_SET, 0, 0), ERROR_FAILED);
    level_set(FIRST_PIN + 2, true);
    level_set(BUTTON_PIN, false);
    bench_capsule_restart(VIRTUAL, NULL, 0);
    told(two, 2, true);
    advance(BUTTON_TICKS);
    assert_int_equal(buttons.count, 1);
    level_set(FIRST_PIN + 2, false);
    level_set(FIRST_PIN + 2, true);
    told(two, 2, true);
    fake_expect_no_upcall();
    // Who has chosen buttons does not choose again.
    bench_capsule_fail(BUTTON);
    bench_capsule_restart(BUTTON, NULL, 0);
    level_set(BUTTON_PIN, true);
    advance(BUTTON_TICKS);
    assert_int_equal(buttons.count, 2);
    assert_false(buttons.last.is_pressed);
    bench_capsule_fail(LIGHT);
    bench_capsule_restart(LIGHT, NULL, 0);
    assert_true(bank.is_driven_high[LIGHT_PIN]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(places_reach_their_pins_alone, reset),
        cmocka_unit_test_setup(pin_is_its_first_users_until_that_ends, reset),
        cmocka_unit_test_setup(edges_are_told_once_a_look, reset),
        cmocka_unit_test_setup(bank_that_lies_is_not_believed, reset),
        cmocka_unit_test_setup(pin_that_cannot_be_watched_is_tried_again, reset),
        cmocka_unit_test_setup(pin_that_could_not_be_released_is_tried_again, reset),
        cmocka_unit_test_setup(start_is_tried_until_the_bank_is_there, reset),
        cmocka_unit_test_setup(bank_that_is_away_is_asked_more_and_more_rarely, reset),
        cmocka_unit_test_setup(pin_that_is_away_holds_up_no_other, reset),
        cmocka_unit_test_setup(buttons_do_not_bounce, reset),
        cmocka_unit_test_setup(look_that_is_due_is_not_put_off, reset),
        cmocka_unit_test_setup(restarts_leave_no_pin_behind, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
