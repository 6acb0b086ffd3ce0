// SPDX-License-Identifier: Apache-2.0 OR MIT
// One end of a channel: calls, notifies, and does what no program should.
#include <microkit.h>

char microkit_name[MICROKIT_PD_NAME_LENGTH] = "client";

static unsigned notified_count;

static void check(const char *what, int is_right)
{
    microkit_dbg_puts(is_right ? "PASS " : "FAIL ");
    microkit_dbg_puts(what);
    microkit_dbg_puts("\n");
}

void init(void)
{
    for (unsigned count = 0; count <= 120; count += 8) {
        for (unsigned i = 0; i < count; i++) {
            microkit_mr_set(i, 100 * count + i);
        }
        microkit_msginfo reply =
            microkit_ppcall(0, microkit_msginfo_new(count, (seL4_Uint16)count));
        int is_right = microkit_msginfo_get_label(reply) == count + 1 &&
                       microkit_msginfo_get_count(reply) == count;
        for (unsigned i = 0; i < count; i++) {
            is_right = is_right && microkit_mr_get(i) == 100 * count + i + 1;
        }
        check("ppcall", is_right);
    }
    (void)microkit_ppcall(1, microkit_msginfo_new(0, 0));
    microkit_notify(61);
    microkit_msginfo reply;
    check("value", microkit_try_ppcall(5, microkit_msginfo_new(0, 0), &reply) != 0);
    microkit_notify(0);
}

void notified(microkit_channel ch)
{
    notified_count += 1;
    check("notified", ch == 7);
    if (notified_count < 3) {
        microkit_deferred_notify(0);
        return;
    }
    microkit_mr_set(0, 3);
    WITH_IPC_READ(message)
    {
        check("view", message->word[0] == 3);
        microkit_dbg_puts("DONE client\n");
    }
    microkit_mr_set(120, 1);
}
