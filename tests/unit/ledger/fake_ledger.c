// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "fake_ledger.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct fake_ledger_buffer fake_ledger[FAKE_LEDGER_BUFFERS];

void fake_ledger_put(unsigned index, uint8_t *bytes, size_t length_bytes, uint32_t devices)
{
    const struct transfer_buffer name = {.index = (uint16_t)index,
                                         .generation = fake_ledger[index].name.generation + 1};
    fake_ledger[index] = (struct fake_ledger_buffer){
        .bytes = bytes, .length_bytes = length_bytes, .devices = devices, .name = name};
}

enum error ledger_take(struct transfer_buffer buffer, uint32_t device, size_t length_bytes,
                       uint8_t **bytes)
{
    if (buffer.index >= FAKE_LEDGER_BUFFERS ||
        length_bytes > fake_ledger[buffer.index].length_bytes) {
        return ERROR_INVALID;
    }
    struct fake_ledger_buffer *taken = &fake_ledger[buffer.index];
    assert_true(device < 32 && (taken->devices >> device & 1) != 0);
    if (taken->is_at_device || buffer.generation != taken->name.generation) {
        return ERROR_STALE;
    }
    taken->is_at_device = true;
    taken->at_device = device;
    taken->name.generation++;
    *bytes = taken->bytes;
    return ERROR_NONE;
}

enum error ledger_return(struct transfer_buffer buffer, uint32_t device,
                         struct transfer_buffer *returned)
{
    assert_true(buffer.index < FAKE_LEDGER_BUFFERS);
    struct fake_ledger_buffer *given = &fake_ledger[buffer.index];
    assert_true(given->is_at_device && given->at_device == device);
    given->is_at_device = false;
    given->name.generation++;
    *returned = given->name;
    return ERROR_NONE;
}
