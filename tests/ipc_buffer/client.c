// SPDX-License-Identifier: Apache-2.0 OR MIT
// The client whose accesses to its buffer a compiler might fuse across a call: writes words, calls,
// reads the answer back, in every style that the library allows and in some that it cannot forbid.
// Compiled many times, each time under another name (CLIENT).
#include "client.h"

#include <ipc.h>

enum { FIXED_WORDS = 10 };
static const uint8_t counts[] = {1, 4, 5, 10, 64, 120};

void CLIENT(void);
void CLIENT_NESTED(void);

static IPC_BUFFER_MEMORY(memory);

static uintptr_t sent(unsigned index)
{
    return 0x1000u + index;
}

static uintptr_t answer(unsigned index)
{
    return (uintptr_t)(uint32_t)((0x1000u + index) ^ PARTNER_KEY) + index;
}

/// Reports the first of these words that is not the answer.
static void words_check(const char *style, unsigned count, const volatile uintptr_t *word)
{
    for (unsigned i = 0; i < count; i++) {
        uintptr_t got = word[i];
        if (got != answer(i)) {
            client_report(style, count, i, got, answer(i));
            return;
        }
    }
    client_report(style, count, count, 0, 0);
}

static void setters_and_getters(unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        ipc_word_set(i, sent(i));
    }
    struct ipc_result result = ipc_call(PARTNER, ipc_info(0, count));
    if (result.info != ipc_info(PARTNER_LABEL, count)) {
        client_report("S1 info", count, 0, result.info, ipc_info(PARTNER_LABEL, count));
    }
    for (unsigned i = 0; i < count; i++) {
        uintptr_t got = ipc_word_get(i);
        if (got != answer(i)) {
            client_report("S1", count, i, got, answer(i));
            return;
        }
    }
    client_report("S1", count, count, 0, 0);
}

/// The words as plain memory, outside the check's reach.
static uintptr_t *words_of(struct ipc_handle *buffer)
{
    uintptr_t *word = NULL;
    WITH_IPC_WRITE_OF(buffer, message)
    {
        word = (uintptr_t *)(uintptr_t)message->word;
    }
    return word;
}

// Accesses to constant words, which a compiler can follow from end to end, and a copy that is
// checked behind.
#define FIXED_ACCESSES(word, call, copy) \
    do {                                 \
        (word)[0] = sent(0);             \
        (word)[1] = sent(1);             \
        (word)[2] = sent(2);             \
        (word)[3] = sent(3);             \
        (word)[4] = sent(4);             \
        (word)[5] = sent(5);             \
        (word)[6] = sent(6);             \
        (word)[7] = sent(7);             \
        (word)[8] = sent(8);             \
        (word)[9] = sent(9);             \
        (void)(call);                    \
        (copy)[0] = (word)[0];           \
        (copy)[1] = (word)[1];           \
        (copy)[2] = (word)[2];           \
        (copy)[3] = (word)[3];           \
        (copy)[4] = (word)[4];           \
        (copy)[5] = (word)[5];           \
        (copy)[6] = (word)[6];           \
        (copy)[7] = (word)[7];           \
        (copy)[8] = (word)[8];           \
        (copy)[9] = (word)[9];           \
    } while (0)

static void pointer_kept(unsigned count)
{
    uintptr_t *word = words_of(ipc_current());
    for (unsigned i = 0; i < count; i++) {
        word[i] = sent(i);
    }
    (void)ipc_call(PARTNER, ipc_info(0, count));
    words_check("S2", count, word);

    uintptr_t copy[FIXED_WORDS];
    FIXED_ACCESSES(word, ipc_call(PARTNER, ipc_info(0, FIXED_WORDS)), copy);
    words_check("S2 fixed", FIXED_WORDS, copy);
}

__attribute__((noinline)) static void pointer_restrict(volatile uintptr_t *restrict word,
                                                       struct ipc_handle *buffer, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        word[i] = sent(i);
    }
    (void)ipc_call_with(buffer, PARTNER, ipc_info(0, count));
    words_check("S3", count, word);

    uintptr_t copy[FIXED_WORDS];
    FIXED_ACCESSES(word, ipc_call_with(buffer, PARTNER, ipc_info(0, FIXED_WORDS)), copy);
    words_check("S3 fixed", FIXED_WORDS, copy);
}

__attribute__((always_inline)) static inline void
pointer_restrict_inline(volatile uintptr_t *restrict word, struct ipc_handle *buffer,
                        unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        word[i] = sent(i);
    }
    (void)ipc_call_with(buffer, PARTNER, ipc_info(0, count));
    words_check("S4", count, word);

    uintptr_t copy[FIXED_WORDS];
    FIXED_ACCESSES(word, ipc_call_with(buffer, PARTNER, ipc_info(0, FIXED_WORDS)), copy);
    words_check("S4 fixed", FIXED_WORDS, copy);
}

/// The words as they view them.
static volatile uintptr_t *words_viewed(struct ipc_handle *buffer)
{
    volatile uintptr_t *word = NULL;
    WITH_IPC_WRITE_OF(buffer, message)
    {
        word = message->word;
    }
    return word;
}

/// The whole buffer behind one pointer with `restrict`, as plain memory.
__attribute__((noinline)) static void buffer_restrict(struct ipc_buffer_memory *restrict at)
{
    uintptr_t copy[FIXED_WORDS];
    FIXED_ACCESSES(
        at->message_.word,
        ipc_call_with((struct ipc_handle *)(void *)at, PARTNER, ipc_info(0, FIXED_WORDS)), copy);
    words_check("buffer restrict", FIXED_WORDS, copy);
}

#ifdef CLIENT_BREAKS_RULES
/// A pointer to the words with `restrict`, got at by force, beside the buffer: a promise that is
/// not kept. With stubs that are right, too, no compiler has to read the answer.
__attribute__((noinline)) static void promise_broken(uintptr_t *restrict word,
                                                     struct ipc_handle *buffer)
{
    uintptr_t copy[FIXED_WORDS];
    FIXED_ACCESSES(word, ipc_call_with(buffer, PARTNER, ipc_info(0, FIXED_WORDS)), copy);
    words_check("promise", FIXED_WORDS, copy);
}
#endif

static void explicit_views(struct ipc_handle *buffer, const char *style, unsigned count)
{
    WITH_IPC_WRITE_OF(buffer, message)
    {
        for (unsigned i = 0; i < count; i++) {
            message->word[i] = sent(i);
        }
    }
    (void)ipc_call_with(buffer, PARTNER, ipc_info(0, count));
    WITH_IPC_READ_OF(buffer, message)
    {
        words_check(style, count, message->word);
    }
}

/// Sends one way with two values of the same word, and asks the partner what it saw.
static void sends_check(const char *style, unsigned count, uintptr_t *word)
{
    word[4] = 0x111;
    (void)ipc_send(PARTNER_ONE_WAY, ipc_info(0, count));
    word[4] = 0x222;
    (void)ipc_send_poll(PARTNER_ONE_WAY, ipc_info(0, count));
    word[4] = 0x333;
    (void)ipc_reply(ipc_info(0, count), 0);
    word[4] = 0x444;
    (void)ipc_call(PARTNER, ipc_info(PARTNER_NOTES, 0));
    static const uintptr_t wanted[] = {0x111, 0x222, 0x333};
    for (unsigned i = 0; i < PARTNER_NOTES_MAX; i++) {
        if (word[i] != wanted[i]) {
            client_report(style, count, i, word[i], wanted[i]);
            return;
        }
    }
    client_report(style, count, count, 0, 0);
}

/// Words that only the kernel writes: read, call, read.
static void reads_check(const uintptr_t *word)
{
    (void)ipc_call(PARTNER, ipc_info(0, 6));
    uintptr_t first = word[5];
    (void)ipc_call(PARTNER, ipc_info(0, 6));
    uintptr_t second = word[5];
    uintptr_t wanted = (uintptr_t)(uint32_t)((uint32_t)first ^ PARTNER_KEY) + 5;
    client_report("read", 6, second == wanted ? 6 : 5, second, wanted);
}

/// A buffer that lies on the stack, whose address nobody else has.
static void stack_buffer(void)
{
    IPC_BUFFER_MEMORY(local);
    struct ipc_handle *buffer = ipc_buffer_open(&local);
    ipc_buffer_register(buffer);
    explicit_views(buffer, "stack", 120);
    uintptr_t copy[FIXED_WORDS];
    FIXED_ACCESSES(local.message_.word, ipc_call_with(buffer, PARTNER, ipc_info(0, FIXED_WORDS)),
                   copy);
    words_check("stack fixed", FIXED_WORDS, copy);
    ipc_buffer_register(ipc_current());
}

/// A static buffer by its name.
static void static_buffer(void)
{
    uintptr_t copy[FIXED_WORDS];
    FIXED_ACCESSES(memory.message_.word, ipc_call(PARTNER, ipc_info(0, FIXED_WORDS)), copy);
    words_check("static fixed", FIXED_WORDS, copy);
    reads_check(memory.message_.word);
}

#ifdef CLIENT_FIXED_ADDRESS
/// A buffer at an address that is a number.
static void fixed_buffer(void)
{
    struct ipc_buffer_memory *at = (struct ipc_buffer_memory *)CLIENT_FIXED_ADDRESS;
    struct ipc_handle *buffer = ipc_buffer_open(at);
    ipc_buffer_register(buffer);
    uintptr_t copy[FIXED_WORDS];
    FIXED_ACCESSES(at->message_.word, ipc_call_with(buffer, PARTNER, ipc_info(0, FIXED_WORDS)),
                   copy);
    words_check("address fixed", FIXED_WORDS, copy);
    ipc_buffer_register(ipc_current());
}
#endif

/// Bytes and half-words before a call, words behind it; strict aliasing is on.
static void smaller_sizes(void)
{
    ipc_word_set(5, 0);
    WITH_IPC_WRITE(message)
    {
        message->word[5] = 0;
        message->byte[5 * sizeof(uintptr_t)] = 0x05;
        message->byte[5 * sizeof(uintptr_t) + 1] = 0x10;
        message->half[6 * sizeof(uintptr_t) / 2] = 0x1006;
        message->half[6 * sizeof(uintptr_t) / 2 + 1] = 0;
        if (sizeof(uintptr_t) > 4) {
            message->single[6 * sizeof(uintptr_t) / 4 + sizeof(uintptr_t) / 4 - 1] = 0;
        }
    }
    (void)ipc_call(PARTNER, ipc_info(0, 7));
    uintptr_t five = ipc_word_get(5);
    uintptr_t six = 0;
    WITH_IPC_READ(message)
    {
        for (unsigned i = 0; i < sizeof(uintptr_t); i++) {
            six |= (uintptr_t)message->byte[6 * sizeof(uintptr_t) + i] << 8 * i;
        }
    }
    bool is_right = five == answer(5) && six == answer(6);
    client_report("bytes", 7, is_right ? 7 : 5, five, answer(5));
}

/// A call that the kernel itself answers, with an error: all words in registers are zero.
static void call_refused(void)
{
    uintptr_t *word = words_of(ipc_current());
    word[0] = sent(0);
    word[4] = sent(4);
    struct ipc_result result = ipc_call(NOBODY, ipc_info(0, 5));
    uintptr_t first = word[0];
    uintptr_t fifth = word[4];
    bool is_right = result.status == ERROR_INVALID && result.info == 0 && first == 0;
    client_report("refused", 5, is_right && fifth == sent(4) ? 5 : 0, first, 0);
}

#ifdef CLIENT_RECEIVES
/// A receive that gets a notification, and then one that gets the message.
static void notification_between(void)
{
    uintptr_t *word = words_of(ipc_current());
    word[0] = 1;
    word[5] = 1;
    struct ipc_result result = ipc_receive();
    uintptr_t first = word[0];
    bool is_right = result.status == IPC_STATUS_SIGNAL && result.badge == (3ull << 60 | 5) &&
                    first == 0 && word[5] == 1;
    word[5] = 2;
    result = ipc_receive();
    uintptr_t sixth = word[5];
    is_right = is_right && result.status == ERROR_NONE && result.badge == (1ull << 63 | 9) &&
               word[0] == 0xA0 && sixth == 0xA5;
    client_report("between", 6, is_right ? 6 : 5, sixth, 0xA5);
}
#endif

void CLIENT(void)
{
    (void)ipc_buffer_set(&memory);
    for (unsigned n = 0; n < sizeof(counts); n++) {
        unsigned count = counts[n];
        setters_and_getters(count);
        pointer_kept(count);
        pointer_restrict(words_viewed(ipc_current()), ipc_current(), count);
        pointer_restrict_inline(words_viewed(ipc_current()), ipc_current(), count);
        explicit_views(ipc_current(), "S6", count);
        if (count > 4) {
            sends_check("S7", count, words_of(ipc_current()));
        }
    }
    buffer_restrict(&memory);
    sends_check("S7 static", 5, memory.message_.word);
    static_buffer();
    stack_buffer();
    smaller_sizes();
    call_refused();
#ifdef CLIENT_FIXED_ADDRESS
    fixed_buffer();
#endif
#ifdef CLIENT_RECEIVES
    notification_between();
#endif
#ifdef CLIENT_BREAKS_RULES
    promise_broken(words_of(ipc_current()), ipc_current());
#endif
}

/// Borrows, calls inside the borrow, reads inside the same borrow: ends the program.
IPC_UNANALYSED void CLIENT_NESTED(void)
{
    (void)ipc_buffer_set(&memory);
    WITH_IPC_WRITE(message)
    {
        message->word[0] = sent(0);
        (void)ipc_call(PARTNER, ipc_info(0, 1));
        uintptr_t got = message->word[0];
        client_report("S5", 1, got == answer(0) ? 1 : 0, got, answer(0));
    }
}

// ---------------------------------------------------------------------------------------------
// Looked at in the disassembly: a store, a call, a load of the same word.

uintptr_t PROBE(restrict)(struct ipc_buffer_memory *restrict at);
uintptr_t PROBE(restrict)(struct ipc_buffer_memory *restrict at)
{
    at->message_.word[5] = 0x123;
    (void)ipc_call_with((struct ipc_handle *)(void *)at, PARTNER, ipc_info(0, 6));
    return at->message_.word[5];
}

uintptr_t PROBE(view)(struct ipc_handle *buffer);
uintptr_t PROBE(view)(struct ipc_handle *buffer)
{
    WITH_IPC_WRITE_OF(buffer, message)
    {
        message->word[5] = 0x123;
    }
    (void)ipc_call_with(buffer, PARTNER, ipc_info(0, 6));
    WITH_IPC_READ_OF(buffer, message)
    {
        return message->word[5];
    }
    return 0;
}

uintptr_t PROBE(static)(void);
uintptr_t PROBE(static)(void)
{
    memory.message_.word[5] = 0x123;
    (void)ipc_call_with((struct ipc_handle *)(void *)&memory, PARTNER, ipc_info(0, 6));
    return memory.message_.word[5];
}
