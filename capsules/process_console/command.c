// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "command.h"

#include <lib/checked_index.h>

enum { SLOT_COUNT_MAX = 64 };

enum command_kind {
    COMMAND_REPORT, ///< prints the report named by `argument`
    COMMAND_PROCESS,
    COMMAND_CONTROL, ///< enum process_action in `argument`
    COMMAND_FOCUS,
    COMMAND_RESET,
    COMMAND_PANIC,
    COMMAND_START_CONSOLE,
    COMMAND_STOP_CONSOLE,
};

struct command_entry {
    uint8_t kind; ///< enum command_kind
    uint8_t argument;
};

/// All names, a space before each, in the order of `entries`.
static const char names[] = " help list status kernel start stop fault terminate boot process focus"
                            " reset panic console-start console-stop";

static const struct command_entry entries[] = {
    {COMMAND_REPORT, REPORT_HELP},
    {COMMAND_REPORT, REPORT_LIST},
    {COMMAND_REPORT, REPORT_STATUS},
    {COMMAND_REPORT, REPORT_KERNEL},
    {COMMAND_CONTROL, PROCESS_RESUME},
    {COMMAND_CONTROL, PROCESS_STOP},
    {COMMAND_CONTROL, PROCESS_FAULT},
    {COMMAND_CONTROL, PROCESS_TERMINATE},
    {COMMAND_CONTROL, PROCESS_BOOT},
    {COMMAND_PROCESS, 0},
    {COMMAND_FOCUS, 0},
    {COMMAND_RESET, 0},
    {COMMAND_PANIC, 0},
    {COMMAND_START_CONSOLE, 0},
    {COMMAND_STOP_CONSOLE, 0},
};

/// What was done, in the order of enum process_action.
static const char *const action_texts[] = {
    [PROCESS_STOP] = "stopped",      [PROCESS_RESUME] = "resumed.",
    [PROCESS_FAULT] = "now faulted", [PROCESS_TERMINATE] = "terminated",
    [PROCESS_BOOT] = "starts",
};

void command_names(struct text *text)
{
    text_add(text, names);
}

/// Index of the first byte from `from` on that is a space, or is none.
static size_t line_find(const struct line *line, size_t from, bool is_space_wanted)
{
    size_t i = from;
    for (; i < line->length; i++) {
        if ((AT(line->bytes, i) == ' ') == is_space_wanted) {
            break;
        }
    }
    return i;
}

/**
 * Finds the command whose name stands in the line at `start`. Of a harmless one, a report, more may
 * follow the name without a space.
 *
 * @return its index, or the number of entries.
 */
static size_t entry_find(const struct line *line, size_t start)
{
    enum { UNEQUAL = 2 * LINE_BYTES_MAX };
    size_t entry = 0;
    size_t position = start;
    // The first space is passed over; the zero byte at the end ends the last name.
    for (size_t i = 1; i < sizeof(names); i++) {
        char byte = AT(names, i);
        uint8_t typed = position < line->length ? AT(line->bytes, position) : ' ';
        if (byte != ' ' && byte != '\0') {
            position = typed == (uint8_t)byte ? position + 1 : UNEQUAL;
            continue;
        }
        if (position < UNEQUAL && (typed == ' ' || AT(entries, entry).kind == COMMAND_REPORT)) {
            break;
        }
        entry++;
        position = start;
    }
    return entry;
}

static bool name_is(const struct process_information *information, const struct line *line,
                    size_t start, size_t end)
{
    bool is_equal = information->counters.name_length_bytes == end - start && start < end;
    for (size_t i = 0; is_equal && start + i < end; i++) {
        is_equal = (uint8_t)AT(information->counters.name, i) == AT(line->bytes, start + i);
    }
    return is_equal;
}

/// The number that is written there, or UINT32_MAX.
static uint32_t number_read(const struct line *line, size_t start, size_t end)
{
    uint32_t number = start < end && end - start < 10 ? 0 : UINT32_MAX;
    for (size_t i = start; i < end && number != UINT32_MAX; i++) {
        uint32_t digit = (uint32_t)AT(line->bytes, i) - '0';
        number = digit <= 9 ? number * 10u + digit : UINT32_MAX;
    }
    return number;
}

/// Finds the process that the rest of the line names, by name or by number. True: found.
static bool process_named(const struct line *line, size_t start, uint8_t *slot,
                          struct process_information *information)
{
    size_t end = line->length;
    for (; end > start && AT(line->bytes, end - 1) == ' '; end--) {
    }
    uint32_t number = number_read(line, start, end);
    // Names come first, since a program may have a number for its name.
    for (size_t pass = 0; pass < 2; pass++) {
        for (uint8_t i = 0; i < SLOT_COUNT_MAX; i++) {
            enum error error = process_describe(i, information);
            if (error == ERROR_INVALID) {
                break;
            }
            if (error == ERROR_NONE &&
                (pass == 0 ? name_is(information, line, start, end)
                           : number != UINT32_MAX && information->id.number == number)) {
                *slot = i;
                return true;
            }
        }
    }
    return false;
}

static const char *control_text(enum error error, enum process_action action)
{
    if (error == ERROR_NONE) {
        return AT(action_texts, action);
    }
    if (error == ERROR_ALREADY) {
        return "is so already";
    }
    return error == ERROR_OFF ? "is not alive" : "is gone";
}

/// Carries out a command that names a process.
static void process_command(const struct command_entry *entry, const struct line *line,
                            size_t start, struct command_effect *effect)
{
    struct report *report = &effect->report;
    struct process_information information;
    if (!process_named(line, start, &report->slot, &information)) {
        report->kind = REPORT_TEXT;
        report->text = "No such process.";
        return;
    }
    report->process = information.id;
    if (entry->kind == COMMAND_PROCESS) {
        report->kind = REPORT_PROCESS;
        return;
    }
    report->kind = REPORT_DONE;
    if (entry->kind == COMMAND_CONTROL) {
        enum process_action action = (enum process_action)entry->argument;
        report->text = control_text(process_control(information.id, action), action);
        return;
    }
    report->text = "is not alive";
    if (information.state != PROCESS_SHOWN_FAULTED &&
        information.state != PROCESS_SHOWN_TERMINATED) {
        report->kind = REPORT_FOCUS;
        effect->is_focus_wanted = true;
    }
}

static void entry_execute(const struct command_entry *entry, const struct line *line, size_t start,
                          struct command_effect *effect)
{
    struct report *report = &effect->report;
    switch ((enum command_kind)entry->kind) {
    case COMMAND_REPORT:
        report->kind = entry->argument;
        break;
    case COMMAND_PROCESS:
    case COMMAND_CONTROL:
    case COMMAND_FOCUS:
        process_command(entry, line, start, effect);
        break;
    case COMMAND_RESET:
        machine_reset();
    case COMMAND_PANIC:
        machine_panic();
    case COMMAND_START_CONSOLE:
        report->kind = REPORT_TEXT;
        report->text = "The process console is on.";
        effect->is_stopped = false;
        break;
    case COMMAND_STOP_CONSOLE:
        report->kind = REPORT_TEXT;
        report->text = "Disabling the process console. Run console-start to reactivate.";
        effect->is_stopped = true;
        break;
    }
}

void command_execute(const struct line *line, struct command_effect *effect)
{
    size_t start = line_find(line, 0, false);
    effect->report = (struct report){.kind = REPORT_NONE};
    if (start == line->length) {
        return;
    }
    size_t found = entry_find(line, start);
    if (found == ARRAY_COUNT(entries)) {
        effect->report.kind = effect->is_stopped ? REPORT_NONE : REPORT_HELP;
        effect->report.text = "No such command. ";
        return;
    }
    const struct command_entry *entry = &AT(entries, found);
    if (!effect->is_stopped || entry->kind == COMMAND_START_CONSOLE) {
        size_t end = line_find(line, start, true);
        entry_execute(entry, line, line_find(line, end, false), effect);
    }
}
