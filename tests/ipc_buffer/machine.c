// SPDX-License-Identifier: Apache-2.0 OR MIT
// The partner, and what the client reports to.
#include "machine.h"

#include <abi/error.h>
#include <abi/ipc.h>

#include "client.h"

static void print(const char *text);
static void print_number(uintptr_t number);

static volatile uintptr_t *words; ///< of the registered buffer
static uintptr_t notes[3];
static unsigned note_count;
static unsigned receive_count;
static void *outside[5]; ///< where a variant was started

static uintptr_t word_read(const struct machine_call *call, unsigned index)
{
    return index < 4 ? call->word[index] : words[index];
}

static void word_write(struct machine_call *call, unsigned index, uintptr_t value)
{
    if (index < 4) {
        call->word[index] = value;
    } else {
        words[index] = value;
    }
}

static void partner_answer(struct machine_call *call)
{
    unsigned length = call->info & 0x7F;
    unsigned label = (unsigned)(call->info >> 12);
    struct machine_call answer = {.info = PARTNER_LABEL << 12 | length};
    if (label == PARTNER_NOTES) {
        answer.info = PARTNER_LABEL << 12 | 3;
        for (unsigned i = 0; i < 3; i++) {
            answer.word[i] = notes[i];
        }
        note_count = 0;
    } else {
        for (unsigned i = 0; i < length; i++) {
            uint32_t word = (uint32_t)word_read(call, i) ^ PARTNER_KEY;
            word_write(&answer, i, (uintptr_t)word + i);
        }
    }
    *call = answer;
}

static void receive_answer(struct machine_call *call)
{
    receive_count += 1;
    if (receive_count % 2 == 1) {
        *call = (struct machine_call){
            .capability = IPC_STATUS_SIGNAL, .window = 5, .reply_slot = 3u << 28};
    } else {
        *call = (struct machine_call){.info = 6, .window = 9, .reply_slot = 1u << 31};
        for (unsigned i = 0; i < 6; i++) {
            word_write(call, i, 0xA0 + i);
        }
    }
}

void machine_call_answer(unsigned class, struct machine_call *call)
{
    switch (class) {
    case IPC_BUFFER_SET:
        // Behind the state, which is the library's.
        words = (volatile uintptr_t *)call->word[0] + 1;
        *call = (struct machine_call){0};
        break;
    case IPC_CALL:
        if (call->capability == PARTNER) {
            partner_answer(call);
        } else {
            *call = (struct machine_call){.capability = ERROR_INVALID};
        }
        break;
    case IPC_SEND:
    case IPC_SEND_POLL:
    case IPC_REPLY:
        notes[note_count % 3] = words[4];
        note_count += 1;
        *call = (struct machine_call){0};
        break;
    case IPC_RECEIVE:
        receive_answer(call);
        break;
    default:
        *call = (struct machine_call){.capability = ERROR_NO_SUPPORT};
    }
}

void machine_run(void)
{
    for (const struct machine_variant *variant = machine_variants; variant->name != NULL;
         variant++) {
        print("VARIANT ");
        print(variant->name);
        print("\n");
        variant->client();
        if (__builtin_setjmp(outside) == 0) {
            variant->nested();
        }
    }
    machine_end();
}

void client_report(const char *style, unsigned count, unsigned index, uintptr_t got,
                   uintptr_t wanted)
{
    print(index == count ? "PASS " : "FAIL ");
    print(style);
    print(" ");
    print_number(count);
    if (index != count) {
        print(" ");
        print_number(index);
        print(" ");
        print_number(got);
        print(" ");
        print_number(wanted);
    }
    print("\n");
}

// The end of a program, as the library has it.
_Noreturn void ipc_stop(const char *line, size_t length);
_Noreturn void ipc_stop(const char *line, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        machine_put(line[i]);
    }
    __builtin_longjmp(outside, 1);
}

// What compilers ask for.
void *memset(void *to, int byte, size_t length);
void *memset(void *to, int byte, size_t length)
{
    volatile char *next = to;
    for (size_t i = 0; i < length; i++) {
        next[i] = (char)byte;
    }
    return to;
}

void *memcpy(void *restrict to, const void *restrict from, size_t length);
void *memcpy(void *restrict to, const void *restrict from, size_t length)
{
    volatile char *next = to;
    for (size_t i = 0; i < length; i++) {
        next[i] = ((const char *)from)[i];
    }
    return to;
}

static void print(const char *text)
{
    while (*text != '\0') {
        machine_put(*text);
        text += 1;
    }
}

static void print_number(uintptr_t number)
{
    char digits[24];
    unsigned first = sizeof(digits) - 1;
    digits[first] = '\0';
    do {
        first -= 1;
        digits[first] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    print(&digits[first]);
}
