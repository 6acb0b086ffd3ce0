// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A protected procedure call of one word through libmicrokit, to bench_ppcall_server. Counted is
 * all from before the word is set until the answer's word is at hand, the server's part, too.
 */
#include "measure.h"

#include <microkit.h>

enum { SERVER_CHANNEL = 0 };

char microkit_name[MICROKIT_PD_NAME_LENGTH] = "client";

static int call_is_answered(seL4_Word word)
{
    MEASURE_MARK(MEASURE_PPCALL_1_BEGIN);
    microkit_mr_set(0, word);
    microkit_msginfo reply = microkit_ppcall(SERVER_CHANNEL, microkit_msginfo_new(0, 1));
    seL4_Word answer = microkit_mr_get(0);
    MEASURE_MARK(MEASURE_PPCALL_1_END);
    return answer == word + 1 && microkit_msginfo_get_count(reply) == 1;
}

void init(void)
{
    int is_good = 1;
    for (seL4_Word i = 0; i < MEASURE_REPEATS; i++) {
        is_good = is_good && call_is_answered(i);
    }
    // Refused calls would be cheap ones.
    if (is_good) {
        MEASURE_MARK(MEASURE_STOP);
    }
}

void notified(microkit_channel ch)
{
    (void)ch;
}
