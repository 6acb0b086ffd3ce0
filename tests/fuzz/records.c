// SPDX-License-Identifier: Apache-2.0 OR MIT
// How inputs made of records change: whole records come, go and move, and bytes inside of one.
#include <string.h>

#include "operations.h"
#include "random.h"

enum { HEAD_BYTES = 1, CHANGES_MAX = 4, RUN_MAX = 8 };

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t count, size_t count_max, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t count, size_t count_max);

static uint8_t *record_at(uint8_t *bytes, size_t index)
{
    return bytes + HEAD_BYTES + index * OPERATION_BYTES;
}

/// Makes room for `run` records at `index`, and leaves what was there behind them.
static void records_open(uint8_t *bytes, size_t records, size_t index, size_t run)
{
    memmove(record_at(bytes, index + run), record_at(bytes, index),
            (records - index) * OPERATION_BYTES);
}

/// A byte as values near a limit have it, or any.
static uint8_t byte_pick(struct random *dice)
{
    static const uint8_t near[] = {0, 0, 0, 1, 1, 2, 3, 4, 5, 8, 16, 64, 0x7F, 0x80, 0xFE, 0xFF};
    return (uint8_t)(random_once_in(dice, 2) ? near[random_below(dice, sizeof near)]
                                             : random_next(dice));
}

static void record_invent(struct random *dice, uint8_t *record)
{
    for (size_t i = 0; i < OPERATION_BYTES; i++) {
        record[i] = byte_pick(dice);
    }
    record[0] = (uint8_t)random_next(dice);
}

/// One change. Returns how many records there are then.
static size_t records_change(struct random *dice, uint8_t *bytes, size_t records,
                             size_t records_max)
{
    const size_t run = 1 + random_below(dice, RUN_MAX);
    const size_t place = random_below(dice, (uint32_t)records + 1);
    const size_t from = records > 0 ? random_below(dice, (uint32_t)records) : 0;
    switch (random_below(dice, 6)) {
    case 0: // A record that was not there.
        if (records < records_max) {
            records_open(bytes, records, place, 1);
            record_invent(dice, record_at(bytes, place));
            records++;
        }
        break;
    case 1: // Some again, elsewhere.
        if (records + run <= records_max && from + run <= records) {
            uint8_t copied[RUN_MAX * OPERATION_BYTES];
            memcpy(copied, record_at(bytes, from), run * OPERATION_BYTES);
            records_open(bytes, records, place, run);
            memcpy(record_at(bytes, place), copied, run * OPERATION_BYTES);
            records += run;
        }
        break;
    case 2: // Some less.
        if (from + run < records) {
            memmove(record_at(bytes, from), record_at(bytes, from + run),
                    (records - from - run) * OPERATION_BYTES);
            records -= run;
        }
        break;
    case 3:
        bytes[0] = byte_pick(dice);
        break;
    default:
        if (records > 0) {
            record_at(bytes, from)[random_below(dice, OPERATION_BYTES)] = byte_pick(dice);
        }
        break;
    }
    return records;
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t count, size_t count_max, unsigned seed)
{
    struct random dice = random_from(seed);
    if (count_max < HEAD_BYTES + OPERATION_BYTES || random_once_in(&dice, 6)) {
        return LLVMFuzzerMutate(bytes, count, count_max);
    }
    if (count == 0) {
        bytes[0] = 0;
    }
    size_t records = count == 0 ? 0 : (count - HEAD_BYTES) / OPERATION_BYTES;
    const size_t records_max = (count_max - HEAD_BYTES) / OPERATION_BYTES;
    for (uint32_t left = 1 + random_below(&dice, CHANGES_MAX); left > 0; left--) {
        records = records_change(&dice, bytes, records, records_max);
    }
    return HEAD_BYTES + records * OPERATION_BYTES;
}
