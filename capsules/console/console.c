// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "console.h"

#include <lib/checked_index.h>

#include "filter.h"

enum {
    LINE_BYTES_MAX = 128,
    STEP_BYTES_MAX = 160, ///< copied in one deferred call, all processes together
    READ_BYTES_MAX = 64,
    PARTS_MAX = STEP_BYTES_MAX + 1, ///< of a write in one deferred call
    PARTIAL_LINE_DIVISOR = 50,      ///< a partial line waits for 1/50 s
    PROCESS_COUNT_MAX = 64,         ///< bound of the loops over processes
};

/// What the console keeps for one process, in its grant.
struct console_client {
    struct process_id process; ///< valid once it has written
    uint64_t release_at;       ///< when the partial line is released; valid if is_partial_timed
    bool is_writing;
    bool is_reading;
    bool is_partial_timed;
    uint8_t line_length;
    uint8_t ready_length; ///< bytes of the line that are the terminal's as soon as it asks
    struct console_filter filter;
    struct lease text;  ///< what is written; done are bytes that are in the line or gone
    struct lease typed; ///< where what is read goes
    uint8_t line[LINE_BYTES_MAX];
};

_Static_assert(sizeof(struct console_client) <= CONSOLE_GRANT_BYTES,
               "the board reserves CONSOLE_GRANT_BYTES");
_Static_assert(LINE_BYTES_MAX <= (int)TERMINAL_PIECE_BYTES_MIN,
               "a full line is one piece of output");

static struct {
    struct process_id reader;      ///< whose read is under way; 0: nobody's
    struct process_id last_writer; ///< whose bytes went to the terminal last
    uint32_t budget_bytes;         ///< what may still be copied in this run
    bool is_timer_set;             ///< for the partial line that is released first
    uint8_t last_words_length;
    uint32_t last_words_writer;
    uint8_t last_words[LINE_BYTES_MAX]; ///< the unfinished line of a process that ended
} console CAPSULE_STATE;

static enum error write_start(const struct command *command);
static enum error read_start(const struct command *command);
static enum error read_abort(const struct command *command);
static enum error write_advance(struct console_client *client);
static bool part_take(struct console_client *client);
static void write_finish(struct console_client *client);
static void line_put(struct console_client *client, size_t length_bytes);
static void partial_delay(struct console_client *client);
static enum error line_offer(struct console_client *client);
static void line_drop(struct console_client *client);
static void piece_take(struct process_id process, struct terminal_piece *piece);
static void partial_release(struct console_client *client);
static void read_finish(struct console_client *client, enum error status);

static enum error terminal_call(void)
{
    struct terminal_request request = {.client = TERMINAL_PROGRAMS};
    return console_terminal.request(&request);
}

void console_command(struct command *command)
{
    enum error error = ERROR_NO_SUPPORT;
    switch (command->number) {
    case COMMAND_EXISTS:
        error = ERROR_NONE;
        break;
    case CONSOLE_COMMAND_WRITE:
        error = write_start(command);
        break;
    case CONSOLE_COMMAND_READ:
        error = read_start(command);
        break;
    case CONSOLE_COMMAND_ABORT_READ:
        error = read_abort(command);
        break;
    default:
        break;
    }
    command_result(command, error);
}

void console_process_ended(struct process_id *process)
{
    if (process_id_equal(console.reader, process_id_at(process))) {
        console.reader.number = 0;
    }
    // The grant goes with the process; what it said last must not. There is room for one.
    bool is_new = false;
    enum error error;
    WITH_GRANT(struct console_client, client, process_id_at(process), error)
    {
        if (client->line_length > 0 && console.last_words_length == 0) {
            is_new = true;
            console.last_words_length = (uint8_t)span_copy(
                SPAN_IN(console.last_words), CONST_SPAN_PART(client->line, 0, client->line_length));
            console.last_words_writer = (uint32_t)process->number;
        }
    }
    if (is_new) {
        (void)terminal_call();
    }
}

void console_on_restart(struct process_id *process)
{
    enum error error;
    WITH_GRANT(struct console_client, client, process_id_at(process), error)
    {
        if (client->is_writing) {
            uint32_t done = lease_done(&client->text);
            (void)upcall_schedule(process_id_at(process), CONSOLE_UPCALL_WRITTEN, done, done,
                                  ERROR_RESERVE);
        }
        if (client->is_reading) {
            console.reader = process_id_at(process);
            read_finish(client, ERROR_RESERVE);
        }
    }
}

// ---------------------------------------------------------------------------------------------
// Output

static enum error write_start(const struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct console_client, client, command->process, error)
    {
        client->process = command->process;
        lease_take(command->process, BUFFER_READ_ONLY, CONSOLE_ALLOW_WRITE, command->argument[0],
                   &client->text);
        client->is_writing = true;
        console.budget_bytes = STEP_BYTES_MAX;
        error = write_advance(client);
        if (error != ERROR_NONE) {
            // Without a terminal nobody would ever take the line; the program is told now.
            client->is_writing = false;
            client->line_length = 0;
            client->ready_length = 0;
        }
    }
    return error;
}

/// Copies as much of the write as the line and the budget hold, offers the terminal what is ready,
/// and completes the write if that was all.
static enum error write_advance(struct console_client *client)
{
    enum error error = ERROR_NONE;
    // Each part takes from the budget, but for one that finds that the buffer is gone.
    for (size_t i = 0; i < PARTS_MAX && error == ERROR_NONE && lease_left(&client->text) > 0; i++) {
        if (!part_take(client)) {
            break;
        }
        if (client->ready_length > 0) {
            error = line_offer(client);
        }
    }
    write_finish(client);
    if (console.budget_bytes == 0) {
        deferred_call_request(); // The rest, also when the filter let nothing pass so far.
    }
    return error;
}

/// Takes what fits of the write, which has not ended, into the line. False: nothing does.
static bool part_take(struct console_client *client)
{
    size_t count = lease_left(&client->text);
    size_t room = sizeof(client->line) - client->line_length;
    count = count < room ? count : room;
    count = count < console.budget_bytes ? count : console.budget_bytes;
    if (count == 0) {
        return false;
    }
    uint32_t done = lease_done(&client->text);
    if (lease_read(&client->text, SPAN_PART(client->line, client->line_length, count)) !=
        ERROR_NONE) {
        // The program took its buffer back. What arrived before is written; nothing is left.
        count = lease_done(&client->text) - done;
    }
    console.budget_bytes -= (uint32_t)count;
    line_put(client, count);
    return true;
}

/// Completes the write if all of it is copied and no whole line is left.
static void write_finish(struct console_client *client)
{
    uint32_t done = lease_done(&client->text);
    if (client->is_writing && lease_left(&client->text) == 0 && client->ready_length == 0) {
        // In this order: an abort in between tells it twice, and not never.
        (void)upcall_schedule(client->process, CONSOLE_UPCALL_WRITTEN, done, done, 0);
        client->is_writing = false;
    }
}

/// Takes in bytes that have been copied behind the line, as far as the filter passes them.
static void line_put(struct console_client *client, size_t length_bytes)
{
    size_t kept = client->line_length;
    size_t end = kept + length_bytes;
    for (size_t i = kept; i < end; i++) {
        uint8_t byte = console_filter_pass(&client->filter, AT(client->line, i));
        if (byte != 0) {
            AT(client->line, kept) = byte;
            kept++;
            if (byte == '\n') {
                client->ready_length = (uint8_t)kept;
            }
        }
    }
    client->line_length = (uint8_t)kept;
    if (kept == sizeof(client->line)) {
        client->ready_length = (uint8_t)kept;
    }
    if (client->ready_length == kept) {
        client->is_partial_timed = false;
    } else if (!client->is_partial_timed) {
        partial_delay(client);
    }
}

/// Has the partial line wait.
static void partial_delay(struct console_client *client)
{
    client->is_partial_timed = true;
    client->release_at = time_now() + time_hz() / PARTIAL_LINE_DIVISOR;
    if (!console.is_timer_set) {
        // All wait equally long, so a timer that is set comes early enough for this line.
        console.is_timer_set = true;
        timer_set(client->release_at);
    }
}

/// Offers the ready bytes to the terminal. It takes them now, or fetches them later.
static enum error line_offer(struct console_client *client)
{
    struct terminal_request request = {
        .client = TERMINAL_PROGRAMS,
        .writer = (uint32_t)client->process.number,
        .bytes = CONST_SPAN_PART(client->line, 0, client->ready_length),
    };
    enum error error = console_terminal.request(&request);
    if (error == ERROR_NONE && request.is_taken) {
        console.last_writer = client->process;
        line_drop(client);
    }
    return error;
}

/// Drops the ready bytes, which are gone.
static void line_drop(struct console_client *client)
{
    size_t length = client->line_length;
    size_t gone = client->ready_length;
    client->line_length = (uint8_t)(length - gone);
    client->ready_length = 0;
    if (length != gone) {
        span_move_down(SPAN_PART(client->line, 0, length), gone);
    }
}

void console_deferred(void)
{
    console.budget_bytes = STEP_BYTES_MAX;
    struct process_id process = {0};
    for (size_t i = 0; i < PROCESS_COUNT_MAX && grant_next_process(&process); i++) {
        enum error error;
        WITH_GRANT(struct console_client, client, process, error)
        {
            if (client->is_writing) {
                (void)write_advance(client);
            }
        }
    }
}

/// One piece: the whole lines of the next process, in turn, that has some.
void console_fetch(struct terminal_piece *piece)
{
    if (console.last_words_length > 0) {
        text_add_span(&piece->text,
                      CONST_SPAN_PART(console.last_words, 0, console.last_words_length));
        piece->writer = console.last_words_writer;
        console.last_words_length = 0;
        return;
    }
    struct process_id process = console.last_writer;
    // First those behind the last writer, then all from the start.
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < PROCESS_COUNT_MAX && grant_next_process(&process); i++) {
            piece_take(process, piece);
            if (text_length(&piece->text) > 0) {
                console.last_writer = process;
                return;
            }
        }
        process.number = 0;
    }
}

/// Moves the ready bytes of a process into the piece.
static void piece_take(struct process_id process, struct terminal_piece *piece)
{
    enum error error;
    WITH_GRANT(struct console_client, client, process, error)
    {
        text_add_span(&piece->text, CONST_SPAN_PART(client->line, 0, client->ready_length));
        line_drop(client);
        piece->writer = (uint32_t)process.number;
        write_finish(client);
        if (client->is_writing) {
            deferred_call_request();
        }
    }
}

/// Releases the partial lines that have waited long enough.
void console_timer(void)
{
    uint64_t now = time_now();
    uint64_t next = UINT64_MAX;
    bool is_ready = false;
    struct process_id process = {0};
    for (size_t i = 0; i < PROCESS_COUNT_MAX && grant_next_process(&process); i++) {
        enum error error;
        WITH_GRANT(struct console_client, client, process, error)
        {
            if (client->is_partial_timed && client->release_at <= now) {
                partial_release(client);
                is_ready = true;
            } else if (client->is_partial_timed && client->release_at < next) {
                next = client->release_at;
            }
        }
    }
    console.is_timer_set = next != UINT64_MAX;
    if (console.is_timer_set) {
        timer_set(next);
    }
    if (is_ready) {
        (void)terminal_call();
    }
}

static void partial_release(struct console_client *client)
{
    client->is_partial_timed = false;
    client->ready_length = client->line_length;
}

// ---------------------------------------------------------------------------------------------
// Input

static enum error read_start(const struct command *command)
{
    if (console.reader.number != 0) {
        return ERROR_BUSY;
    }
    enum error error = ERROR_NONE;
    WITH_GRANT(struct console_client, client, command->process, error)
    {
        lease_take(command->process, BUFFER_READ_WRITE, CONSOLE_ALLOW_READ, command->argument[0],
                   &client->typed);
        if (lease_left(&client->typed) > READ_BYTES_MAX) {
            error = ERROR_INVALID;
            break;
        }
        // What the program wrote just before is most often its prompt.
        partial_release(client);
        // The terminal offers what was typed before this read, later.
        error = terminal_call();
        if (error == ERROR_NONE) {
            client->is_reading = true;
            console.reader = command->process;
            if (lease_left(&client->typed) == 0) {
                read_finish(client, ERROR_NONE);
            }
        }
    }
    return error;
}

static enum error read_abort(const struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct console_client, client, command->process, error)
    {
        if (process_id_equal(console.reader, command->process)) {
            read_finish(client, ERROR_CANCEL);
        }
    }
    return error;
}

/// Ends the read under way; what has arrived stays in the program's buffer.
static void read_finish(struct console_client *client, enum error status)
{
    struct process_id process = console.reader;
    (void)upcall_schedule(process, CONSOLE_UPCALL_READ, (uint32_t)status,
                          lease_done(&client->typed), 0);
    console.reader.number = 0;
    client->is_reading = false;
}

void console_received(struct terminal_input *input)
{
    if (console.reader.number == 0 || !process_id_equal(console.reader, input->process)) {
        return;
    }
    enum error error;
    WITH_GRANT(struct console_client, client, input->process, error)
    {
        if (lease_write(&client->typed, CONST_SPAN_OF_BYTE(input->byte)) != ERROR_NONE) {
            read_finish(client, ERROR_NO_MEMORY); // The program took its buffer back.
        } else {
            input->is_taken = true;
            if (lease_left(&client->typed) == 0) {
                read_finish(client, ERROR_NONE);
            }
        }
    }
}

void console_reader(struct terminal_focus *reader)
{
    reader->process = console.reader;
}
