// SPDX-License-Identifier: Apache-2.0 OR MIT
// Puts the line together that a program ends with.
#include "stop.h"

void ipc_line_start(struct ipc_line *line)
{
    line->length = 0;
    ipc_line_add(line, ipc_program_name());
    ipc_line_add(line, ": ");
}

void ipc_line_add(struct ipc_line *line, const char *text)
{
    // The last byte is kept for the end of the line.
    while (*text != '\0' && line->length + 1 < sizeof(line->text)) {
        line->text[line->length] = *text;
        line->length += 1;
        text += 1;
    }
}

void ipc_line_add_number(struct ipc_line *line, uintptr_t number)
{
    char digits[3 * sizeof(number) + 1];
    size_t first = sizeof(digits) - 1;
    digits[first] = '\0';
    do {
        first -= 1;
        digits[first] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    ipc_line_add(line, &digits[first]);
}

void ipc_line_add_address(struct ipc_line *line, uintptr_t address)
{
    char digits[] = {'0', '\0'};
    ipc_line_add(line, "0x");
    for (unsigned shift = 8 * sizeof(address); shift > 0; shift -= 4) {
        digits[0] = "0123456789abcdef"[address >> (shift - 4) & 15];
        ipc_line_add(line, digits);
    }
}

void ipc_line_add_place(struct ipc_line *line, const struct ipc_place *place)
{
    if (place == NULL) {
        ipc_line_add(line, "a place that was not built in");
    } else if ((uintptr_t)place % 2 != 0) {
        ipc_line_add(line, "site ");
        ipc_line_add_number(line, (uintptr_t)place);
    } else {
        ipc_line_add(line, place->file);
        ipc_line_add(line, ":");
        ipc_line_add_number(line, place->line);
    }
}

void ipc_line_add_at(struct ipc_line *line, const struct ipc_place *place)
{
    if (place != NULL) {
        ipc_line_add(line, ", at ");
        ipc_line_add_place(line, place);
    }
}

void ipc_line_stop(struct ipc_line *line)
{
    line->text[line->length] = '\n';
    ipc_stop(line->text, line->length + 1);
}
