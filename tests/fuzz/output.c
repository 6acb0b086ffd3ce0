// SPDX-License-Identifier: Apache-2.0 OR MIT
// What reaches the user's terminal: text of programs without anything that controls a terminal, and
// the few sequences of the console itself.
#include <string.h>

#include "simulation.h"

enum { SEQUENCE_BYTES_MAX = 8 };

/// Whole sequences behind an escape that the terminal and the process console use.
static const char *const known[] = {"[K", "[1m", "[0m"};

static struct {
    char sequence[SEQUENCE_BYTES_MAX]; ///< behind an escape
    size_t sequence_bytes;
    bool is_in_sequence;
    bool is_cut;          ///< a sequence may have been cut
    bool is_control_lead; ///< the last byte was 0xC2, which also begins U+0080 to U+009F
} output;

void output_open(void)
{
    memset(&output, 0, sizeof output);
}

enum progress { SEQUENCE_GOES_ON, SEQUENCE_IS_WHOLE, SEQUENCE_IS_UNKNOWN };

static enum progress sequence_progress(void)
{
    enum progress progress = SEQUENCE_IS_UNKNOWN;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(output.sequence, known[i]) == 0) {
            return SEQUENCE_IS_WHOLE;
        }
        if (strncmp(output.sequence, known[i], output.sequence_bytes) == 0) {
            progress = SEQUENCE_GOES_ON;
        }
    }
    return progress;
}

void output_cut(void)
{
    output.is_cut = true;
}

static void plain_byte(uint8_t byte)
{
    if (byte == 0x1B) {
        output.is_in_sequence = true;
        output.sequence_bytes = 0;
        memset(output.sequence, 0, sizeof output.sequence);
        return;
    }
    const bool is_plain = (byte >= 0x20 && byte <= 0x7E) || byte == '\n' || byte == '\r' ||
                          byte == '\t' || byte == '\b';
    require(is_plain);
}

/// A byte behind an escape. False: it is none, since the sequence was cut.
static bool sequence_byte(uint8_t byte)
{
    require(output.sequence_bytes < SEQUENCE_BYTES_MAX - 1);
    output.sequence[output.sequence_bytes++] = (char)byte;
    const enum progress progress = sequence_progress();
    output.is_in_sequence = progress == SEQUENCE_GOES_ON;
    if (progress == SEQUENCE_IS_UNKNOWN) {
        require(output.is_cut);
        output.is_cut = false;
        return false;
    }
    return true;
}

void simulated_uart_output(uint8_t byte)
{
    if (output.is_in_sequence && sequence_byte(byte)) {
        return;
    }
    if (byte < 0x80) {
        plain_byte(byte);
    } else {
        // The control characters of two bytes. All other sequences without meaning show a mark.
        require(!output.is_control_lead || byte >= 0xA0);
    }
    output.is_control_lead = byte == 0xC2;
}
