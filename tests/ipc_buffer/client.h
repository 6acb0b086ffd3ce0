// SPDX-License-Identifier: Apache-2.0 OR MIT
/// What the client needs from below: a place for its results, and a partner behind two
/// capabilities, one for calls and one for messages one way.
#pragma once

#include <stdint.h>

/// The partner: answers a call of label 0 by putting (word ^ PARTNER_KEY) + index into each word,
/// with label PARTNER_LABEL and the same length; notes word 4 of each message that is sent one way
/// (the bare machine also of replies to nobody: it has one note more), and answers a call of label
/// PARTNER_NOTES with these notes, oldest first, and forgets them.
enum { PARTNER = 1, PARTNER_ONE_WAY = 2, NOBODY = 99, PARTNER_LABEL = 7, PARTNER_NOTES = 2 };
#ifndef PARTNER_NOTES_MAX
#define PARTNER_NOTES_MAX 2
#endif
#define PARTNER_KEY 0x5A5A5A5Au

/// Takes one result. `index` is that of the first wrong word, `count` if there is none.
void client_report(const char *style, unsigned count, unsigned index, uintptr_t got,
                   uintptr_t wanted);
