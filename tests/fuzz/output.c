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
    bool is_control_lead; ///< the last byte was 0xC2, which also begins U+0080 to U+009F
} output;

void output_open(void)
{
    memset(&output, 0, sizeof output);
}

/// True: the sequence is one of those known. It must begin like one.
static bool sequence_is_whole(void)
{
    bool is_begun = false;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(output.sequence, known[i]) == 0) {
            return true;
        }
        is_begun = is_begun || strncmp(output.sequence, known[i], output.sequence_bytes) == 0;
    }
    require(is_begun);
    return false;
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

void simulated_uart_output(uint8_t byte)
{
    if (output.is_in_sequence) {
        require(output.sequence_bytes < SEQUENCE_BYTES_MAX - 1);
        output.sequence[output.sequence_bytes++] = (char)byte;
        output.is_in_sequence = !sequence_is_whole();
    } else if (byte < 0x80) {
        plain_byte(byte);
    } else {
        // The control characters of two bytes. All other sequences without meaning show a mark.
        require(!output.is_control_lead || byte >= 0xA0);
    }
    output.is_control_lead = byte == 0xC2;
}
