// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Buffers that capsules and devices hand on: the ledger, and the cells that keep their names.
#include <abi/error.h>
#include <hand_over/entropy.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ledger.h"
#include "machine.h"
#include "support.h"

static struct transfer_buffer name;
static struct transfer_buffer returned;
static enum error ledger_error;
static size_t ledger_bytes;
static uint8_t *ledger_base;

static void find_home(void)
{
    name = transfer_buffer_home(0);
}

static void take_now(void)
{
    ledger_error = ledger_take(name, 3, ledger_bytes, &ledger_base);
}

/// Writes the last bytes and reads them again.
static void use_now(void)
{
    static const uint8_t written[] = {1, 2, 3};
    uint8_t read[sizeof written] = {0};
    const size_t offset = TEST_BUFFER_BYTES - sizeof written;
    ledger_error = transfer_buffer_write(name, offset, CONST_SPAN_IN(written));
    check_equal(transfer_buffer_read(name, offset, SPAN_IN(read)), ledger_error);
    if (ledger_error == ERROR_NONE) {
        check(memcmp(read, written, sizeof read) == 0);
        check(memcmp(test_buffer_bytes[name.index] + offset, written, sizeof written) == 0);
    }
}

static void use_behind(void)
{
    uint8_t bytes[2] = {7, 7};
    check_equal(transfer_buffer_capacity(name), TEST_BUFFER_BYTES);
    check_equal(transfer_buffer_read(name, TEST_BUFFER_BYTES, SPAN_PART(bytes, 0, 0)), ERROR_NONE);
    check_equal(transfer_buffer_read(name, TEST_BUFFER_BYTES - 1, SPAN_IN(bytes)), ERROR_SIZE);
    check_equal(transfer_buffer_read(name, TEST_BUFFER_BYTES + 1, SPAN_PART(bytes, 0, 0)),
                ERROR_SIZE);
    check_equal(transfer_buffer_read(name, SIZE_MAX, SPAN_IN(bytes)), ERROR_SIZE);
    check_equal(transfer_buffer_write(name, TEST_BUFFER_BYTES - 1, CONST_SPAN_IN(bytes)),
                ERROR_SIZE);
    check_equal(bytes[0], 7);
}

static void ledger_moves_a_buffer_to_a_device_and_back(void)
{
    (void)machine_boot_one();
    check(in_capsule(CAPSULE_FIRST, find_home));
    const struct transfer_buffer old = name;
    check(in_capsule(CAPSULE_FIRST, use_now));
    check_equal(ledger_error, ERROR_NONE);
    ledger_bytes = TEST_BUFFER_BYTES;
    check(in_capsule(CAPSULE_FIRST, take_now));
    check_equal(ledger_error, ERROR_NONE);
    check(ledger_base == test_buffer_bytes[0]);
    // Out of reach while the device has it, by the old name and by the present one.
    check(in_capsule(CAPSULE_FIRST, use_now));
    check_equal(ledger_error, ERROR_STALE);
    check(in_capsule(CAPSULE_FIRST, find_home));
    check(in_capsule(CAPSULE_FIRST, use_now));
    check_equal(ledger_error, ERROR_STALE);
    check(in_capsule(CAPSULE_FIRST, take_now));
    check_equal(ledger_error, ERROR_STALE);
    check_equal(ledger_return(name, 4, &returned), ERROR_STALE);
    check_equal(ledger_return(name, 3, &returned), ERROR_NONE);
    check_equal(ledger_return(name, 3, &returned), ERROR_STALE);
    name = old;
    check(in_capsule(CAPSULE_FIRST, use_now));
    check_equal(ledger_error, ERROR_STALE);
    name = returned;
    check(in_capsule(CAPSULE_FIRST, use_now));
    check_equal(ledger_error, ERROR_NONE);
}

static void copies_stay_inside_a_transferable_buffer(void)
{
    (void)machine_boot_one();
    check(in_capsule(CAPSULE_FIRST, find_home));
    check(in_capsule(CAPSULE_FIRST, use_behind));
    // A buffer of somebody else.
    check(in_capsule(CAPSULE_SECOND, use_now));
    check_equal(ledger_error, ERROR_STALE);
}

static struct take_cell cell;
static bool is_taken;

// Hands on what it took, which Clang would refuse in a capsule.
UNANALYSED static void cell_use(void)
{
    is_taken = cell_try_take(&cell);
}

static void cell_fill_now(void)
{
    ledger_error = cell_fill(&cell, name);
}

/// Who is asked for entropy takes the buffer, or answers with an error.
static enum error request_answer;

static enum error request_take(struct transfer_buffer buffer, size_t length_bytes)
{
    if (request_answer != ERROR_NONE) {
        return request_answer;
    }
    name = buffer;
    ledger_bytes = length_bytes;
    take_now();
    return ledger_error;
}

static const struct entropy_source taker = {.request = request_take};

UNANALYSED static void cell_hand_over_now(void)
{
    request_answer = entropy_source_request_from_cell(&taker, &cell, 1);
}

UNANALYSED static void cell_write_and_read_now(void)
{
    uint8_t bytes[2] = {3, 4};
    ledger_error = cell_write(&cell, 0, CONST_SPAN_IN(bytes));
    bytes[0] = 0;
    bytes[1] = 0;
    if (ledger_error == ERROR_NONE) {
        ledger_error = cell_read(&cell, 1, SPAN_PART(bytes, 0, 1));
    }
    ledger_bytes = bytes[0];
    cell_put(&cell);
}

static void take_cell_gives_what_the_ledger_says_is_here(void)
{
    (void)machine_boot_one();
    cell = (struct take_cell){.is_full_ = false};
    check(in_capsule(CAPSULE_FIRST, cell_use));
    check(!is_taken);
    check(in_capsule(CAPSULE_FIRST, find_home));
    check(in_capsule(CAPSULE_FIRST, cell_fill_now));
    check_equal(ledger_error, ERROR_NONE);
    check(in_capsule(CAPSULE_FIRST, cell_fill_now));
    check_equal(ledger_error, ERROR_BUSY);
    check(in_capsule(CAPSULE_FIRST, cell_use));
    check(is_taken);
    check(in_capsule(CAPSULE_FIRST, cell_use));
    check(!is_taken); // Taken already.
    check(in_capsule(CAPSULE_FIRST, cell_write_and_read_now));
    check_equal(ledger_error, ERROR_NONE);
    check_equal(ledger_bytes, 4);
    check(in_capsule(CAPSULE_FIRST, cell_use));
    check(is_taken); // Put back.
}

static void take_cell_has_again_what_nobody_took(void)
{
    (void)machine_boot_one();
    cell = (struct take_cell){.is_full_ = false};
    check(in_capsule(CAPSULE_FIRST, find_home));
    check(in_capsule(CAPSULE_FIRST, cell_fill_now));
    check(in_capsule(CAPSULE_FIRST, cell_use));
    request_answer = ERROR_BUSY;
    check(in_capsule(CAPSULE_FIRST, cell_hand_over_now));
    check_equal(request_answer, ERROR_BUSY);
    check(in_capsule(CAPSULE_FIRST, cell_use));
    check(is_taken);
    request_answer = ERROR_NONE;
    check(in_capsule(CAPSULE_FIRST, cell_hand_over_now));
    check_equal(request_answer, ERROR_NONE);
    check(ledger_base == test_buffer_bytes[0]);
    check(in_capsule(CAPSULE_FIRST, cell_use));
    check(!is_taken);
    check(in_capsule(CAPSULE_FIRST, cell_fill_now));
    check_equal(ledger_error, ERROR_STALE); // A device has it.
    cell.is_full_ = true;                   // What a cut or a wrong cell says does not count.
    check(in_capsule(CAPSULE_FIRST, cell_use));
    check(!is_taken);
}

/// Whether a hand-over traps, tried in a process of its own.
UNANALYSED static bool hand_over_traps(const struct entropy_source *contract,
                                       struct take_cell *from)
{
    const pid_t child = fork();
    if (child == 0) {
        (void)signal(SIGILL, SIG_DFL); // The sanitizer would end it otherwise.
        (void)!entropy_source_request_from_cell(contract, from, 1);
        _exit(0);
    }
    int status = 0;
    check(waitpid(child, &status, 0) == child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGILL;
}

/// What lies at address 0 is nobody's contract: an Arm processor's first word to call is there.
static void hand_over_without_contract_or_cell_traps(void)
{
    cell = (struct take_cell){.is_full_ = false};
    request_answer = ERROR_BUSY;
    check(!hand_over_traps(&taker, &cell));
    check(hand_over_traps(NULL, &cell));
    check(hand_over_traps(&taker, NULL));
}

static void ledger_refuses_forged_names_and_lengths(void)
{
    (void)machine_boot_one();
    check(in_capsule(CAPSULE_FIRST, find_home));
    const struct transfer_buffer good = name;
    const struct {
        uint16_t index, generation_high;
        uint32_t generation;
        size_t bytes;
        unsigned capsule;
        enum error error;
    } cases[] = {
        {0, 1, good.generation, 1, CAPSULE_FIRST, ERROR_STALE},
        {0, UINT16_MAX, good.generation, 1, CAPSULE_FIRST, ERROR_STALE},
        {0, 0, good.generation + 1, 1, CAPSULE_FIRST, ERROR_STALE},
        {0, 0, good.generation - 1, 1, CAPSULE_FIRST, ERROR_STALE},
        {1, 0, 0, 1, CAPSULE_FIRST, ERROR_STALE}, // the neighbour's
        {2, 0, 0, 1, CAPSULE_FIRST, ERROR_INVALID},
        {UINT16_MAX, 0, 0, 1, CAPSULE_FIRST, ERROR_INVALID},
        {0, 0, good.generation, TEST_BUFFER_BYTES + 1, CAPSULE_FIRST, ERROR_INVALID},
        {0, 0, good.generation, SIZE_MAX, CAPSULE_FIRST, ERROR_INVALID},
        {0, 0, good.generation, 1, CAPSULE_SECOND, ERROR_STALE},
        {0, 0, good.generation, TEST_BUFFER_BYTES, CAPSULE_FIRST, ERROR_NONE},
    };
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check_context("case %u", i);
        name =
            (struct transfer_buffer){cases[i].index, cases[i].generation_high, cases[i].generation};
        ledger_bytes = cases[i].bytes;
        check(in_capsule(cases[i].capsule, take_now));
        check_equal(ledger_error, cases[i].error);
    }
    check_equal(ledger_return((struct transfer_buffer){.index = 9}, 3, &returned), ERROR_STALE);
}

static void ledger_counts_owners_further_than_a_word(void)
{
    (void)machine_boot_one();
    check(in_capsule(CAPSULE_FIRST, find_home));
    const struct transfer_buffer old = name;
    ledger_bytes = 1;
    // As after nearly all changes of the owner that a word can count.
    test_buffer_states[0].generation = old.generation - 2;
    check(in_capsule(CAPSULE_FIRST, find_home));
    check(in_capsule(CAPSULE_FIRST, take_now));
    check_equal(ledger_error, ERROR_NONE);
    check_equal(ledger_return(name, 3, &returned), ERROR_NONE);
    check_equal(returned.generation, old.generation);
    check_equal(returned.generation_high, old.generation_high + 1);
    name = old;
    check(in_capsule(CAPSULE_FIRST, take_now));
    check_equal(ledger_error, ERROR_STALE);
    name = old;
    check(in_capsule(CAPSULE_FIRST, use_now));
    check_equal(ledger_error, ERROR_STALE);
    name = returned;
    check(in_capsule(CAPSULE_FIRST, take_now));
    check_equal(ledger_error, ERROR_NONE);
}

static void lend_to_second(void)
{
    ledger_lend(name, CAPSULE_SECOND);
}

static void ledger_lets_a_capsule_in_between_hand_on_what_it_was_lent(void)
{
    (void)machine_boot_one();
    ledger_bytes = TEST_BUFFER_BYTES;
    check(in_capsule(CAPSULE_FIRST, find_home));
    // A capsule cannot lend what is not its own, nor to itself.
    check(in_capsule(CAPSULE_SECOND, lend_to_second));
    check(in_capsule(CAPSULE_SECOND, take_now));
    check_equal(ledger_error, ERROR_STALE);

    check(in_capsule(CAPSULE_FIRST, lend_to_second));
    check(in_capsule(CAPSULE_SECOND, use_now));
    check_equal(ledger_error, ERROR_STALE); // Its bytes are the home's alone.
    check(in_capsule(CAPSULE_SECOND, take_now));
    check_equal(ledger_error, ERROR_NONE);
    check(in_capsule(CAPSULE_FIRST, find_home));
    check(in_capsule(CAPSULE_FIRST, use_now));
    check_equal(ledger_error, ERROR_STALE);
    check_equal(ledger_return(name, 3, &returned), ERROR_NONE);

    // It comes back to its home, and the permission is over.
    name = returned;
    check(in_capsule(CAPSULE_SECOND, take_now));
    check_equal(ledger_error, ERROR_STALE);
    check(in_capsule(CAPSULE_FIRST, use_now));
    check_equal(ledger_error, ERROR_NONE);

    // A capsule that has failed keeps no permission.
    check(in_capsule(CAPSULE_FIRST, lend_to_second));
    ledger_reclaim(CAPSULE_SECOND);
    check(in_capsule(CAPSULE_SECOND, take_now));
    check_equal(ledger_error, ERROR_STALE);
    // While it is out of service it gets none, or its restart would find that.
    test_capsule_status[CAPSULE_SECOND].is_failed = true;
    check(in_capsule(CAPSULE_FIRST, lend_to_second));
    test_capsule_status[CAPSULE_SECOND].is_failed = false;
    check(in_capsule(CAPSULE_SECOND, take_now));
    check_equal(ledger_error, ERROR_STALE);
    // Names that are not good lend nothing and harm nothing.
    name.generation--;
    check(in_capsule(CAPSULE_FIRST, lend_to_second));
    name.generation++;
    check(in_capsule(CAPSULE_SECOND, take_now));
    check_equal(ledger_error, ERROR_STALE);
    name.index = UINT16_MAX;
    check(in_capsule(CAPSULE_FIRST, lend_to_second));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(ledger_moves_a_buffer_to_a_device_and_back),
        KERNEL_TEST(copies_stay_inside_a_transferable_buffer),
        KERNEL_TEST(take_cell_gives_what_the_ledger_says_is_here),
        KERNEL_TEST(take_cell_has_again_what_nobody_took),
        KERNEL_TEST(hand_over_without_contract_or_cell_traps),
        KERNEL_TEST(ledger_refuses_forged_names_and_lengths),
        KERNEL_TEST(ledger_counts_owners_further_than_a_word),
        KERNEL_TEST(ledger_lets_a_capsule_in_between_hand_on_what_it_was_lent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
