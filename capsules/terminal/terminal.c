// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "terminal.h"

#include <lib/checked_index.h>

enum {
    INPUT_BYTES_MAX = 192,
    OFFER_BYTES_MAX = 4, ///< offered in one run
    CONTROL_T = 0x14,
    PROMPT_DELAY_DIVISOR = 20, ///< a lost prompt comes back when there was no output for 1/20 s
};

/// What is on the line where the cursor stands.
enum line_state {
    LINE_EMPTY,
    LINE_OPEN,   ///< text of line_client and line_writer
    LINE_PROMPT, ///< a prompt of line_client
};

static struct {
    struct process_id focus; ///< 0: the process console
    uint32_t line_writer;
    uint8_t line_state; ///< enum line_state
    uint8_t line_client;
    uint8_t next_client;     ///< whose turn is first
    uint8_t prompt_client;   ///< whose prompt is lost
    uint8_t waiting_clients; ///< bit i: client i requested
    uint16_t kept_first;     ///< of the buffer: what the line could not take yet
    uint16_t kept_end;       ///< 0: nothing; else no more is printed
    bool is_prompt_lost;
    bool is_prompt_delayed; ///< there was output since the prompt's timer was set
    bool is_input_paused;   ///< the line keeps what is typed
    uint8_t input_length;
    uint8_t input[INPUT_BYTES_MAX]; ///< not taken by the holder of the focus yet
} terminal CAPSULE_STATE;

_Static_assert(TERMINAL_CLIENT_COUNT <= 8, "waiting_clients has a bit for each client");

static void output_start(void);
static bool output_take(const struct terminal_request *request);
static void kept_send(void);
static void prompt_delay(void);
static bool piece_fetch(uint8_t client);
static void piece_place(uint8_t client, const struct terminal_piece *piece);
static void input_offer(void);
static bool input_has_room(void);
static bool byte_offer(uint8_t byte);
static bool control_t_follows(size_t from);
static void focus_next(void);
static void focus_tell(void);

static void client_wait(uint8_t client)
{
    terminal.waiting_clients = (uint8_t)(terminal.waiting_clients | (1u << client));
}

static bool client_waits(uint8_t client)
{
    return ((uint32_t)terminal.waiting_clients >> client & 1u) != 0;
}

static void client_satisfy(uint8_t client)
{
    terminal.waiting_clients = (uint8_t)(terminal.waiting_clients & ~(1u << client));
}

static void turn_pass(uint8_t client)
{
    terminal.next_client = (uint8_t)((client + 1u) % TERMINAL_CLIENT_COUNT);
}

void terminal_init(void)
{
    // A line that cannot receive still prints; there is nobody to tell.
    (void)terminal_uart.receive_start();
    // After a restart, who asked for output before is not known any more.
    terminal.waiting_clients = (1u << TERMINAL_CLIENT_COUNT) - 1;
    deferred_call_request();
}

void terminal_deferred(void)
{
    input_offer();
    output_start();
}

void terminal_timer(void)
{
    if (terminal.is_prompt_lost && terminal.is_prompt_delayed) {
        prompt_delay();
    } else if (terminal.is_prompt_lost) {
        client_wait(terminal.prompt_client);
        deferred_call_request();
    }
}

static void prompt_delay(void)
{
    terminal.is_prompt_delayed = false;
    timer_set(time_now() + time_hz() / PROMPT_DELAY_DIVISOR);
}

void terminal_process_ended(struct process_id *process)
{
    if (!process_id_equal(terminal.focus, process_id_at(process))) {
        return;
    }
    terminal.focus.number = 0;
    terminal.input_length = 0;
    focus_tell();
    deferred_call_request();
}

void terminal_request(struct terminal_request *request)
{
    // A wrong number is the caller's mistake, and no reason to stop serving everybody else.
    if (request->client >= TERMINAL_CLIENT_COUNT) {
        return;
    }
    request->is_taken = const_span_length(request->bytes) > 0 && output_take(request);
    if (!request->is_taken) {
        client_wait(request->client);
        deferred_call_request();
    }
}

void terminal_focus_set(struct terminal_focus *focus)
{
    terminal.focus = focus->process;
    deferred_call_request();
}

// ---------------------------------------------------------------------------------------------
// Output

void terminal_transmitted(const struct uart_transmitted *event)
{
    (void)event;
    kept_send();
    output_start();
}

/// Sends what is kept, as far as the line takes it. The event follows when it can take more.
static void kept_send(void)
{
    size_t length = (size_t)terminal.kept_end - terminal.kept_first;
    struct const_span kept = area_part(&terminal_buffer, terminal.kept_first, length);
    size_t taken = terminal_uart.transmit(&kept);
    terminal.kept_first = (uint16_t)(terminal.kept_first + taken);
    if (taken >= length) {
        terminal.kept_first = 0;
        terminal.kept_end = 0;
    }
}

/// Prints text that is offered, if it can be printed as it is and nobody waits. False: it cannot.
static bool output_take(const struct terminal_request *request)
{
    if (terminal.kept_end != 0 || terminal.waiting_clients != 0 ||
        const_span_length(request->bytes) > TERMINAL_PIECE_BYTES_MIN ||
        !(terminal.line_state == LINE_EMPTY ||
          (terminal.line_state == LINE_OPEN && terminal.line_client == request->client &&
           terminal.line_writer == request->writer))) {
        return false;
    }
    terminal.line_client = request->client;
    terminal.line_writer = request->writer;
    terminal.line_state = const_span_ends_with(request->bytes, '\n') ? LINE_EMPTY : LINE_OPEN;
    terminal.is_prompt_delayed = true;
    size_t taken = terminal_uart.transmit(&request->bytes);
    if (taken < const_span_length(request->bytes)) {
        struct text text = area_text(&terminal_buffer, 0);
        text_add_span(&text, const_span_rest(request->bytes, taken));
        terminal.kept_end = (uint16_t)text_length(&text);
    }
    return true;
}

/// Sends the next piece, if the line is free and somebody has one. What a piece costs is nearly all
/// that one run may do, so this asks one client.
static void output_start(void)
{
    if (terminal.kept_end != 0 || terminal.waiting_clients == 0) {
        return;
    }
    for (size_t i = 0; i < TERMINAL_CLIENT_COUNT && !client_waits(terminal.next_client); i++) {
        turn_pass(terminal.next_client);
    }
    uint8_t client = terminal.next_client;
    if (piece_fetch(client)) {
        kept_send();
    } else {
        turn_pass(client);
    }
    if (terminal.kept_end == 0 && terminal.waiting_clients != 0) {
        deferred_call_request();
    }
}

/// Gets a piece of a client, with what must stand before it. False: it has none.
static bool piece_fetch(uint8_t client)
{
    const struct terminal_client *source = &AT(terminal_clients, client);
    bool is_prompt_lost = terminal.is_prompt_lost && terminal.prompt_client == client;
    struct terminal_piece piece = {
        .text = area_text_before(&terminal_buffer, TERMINAL_PREFIX_BYTES_MAX),
        .is_prompt_lost = is_prompt_lost,
    };
    if (source->fetch == NULL || source->fetch(&piece) != ERROR_NONE ||
        text_length(&piece.text) == 0) {
        client_satisfy(client);
        // A client that does not want its prompt back now draws it when it wants to.
        terminal.is_prompt_lost = terminal.is_prompt_lost && !is_prompt_lost;
        return false;
    }
    piece_place(client, &piece);
    if (!piece.is_followed) {
        turn_pass(client);
        if (piece.placement != TERMINAL_TEXT) {
            client_satisfy(client);
        }
    }
    return true;
}

/// Gives a piece its place on the screen, and notes what is on the last line then.
static void piece_place(uint8_t client, const struct terminal_piece *piece)
{
    struct text text = area_text(&terminal_buffer, text_length(&piece->text));
    bool is_own = terminal.line_client == client && terminal.line_writer == piece->writer;
    bool is_ended = const_span_ends_with(text_span(&piece->text), '\n');
    terminal.is_prompt_delayed = true;
    if (terminal.line_state == LINE_PROMPT && piece->placement != TERMINAL_PROMPT_MORE) {
        // To the first column, and clear to the end of the line.
        TEXT_PUT_BEFORE(&text, "\r\x1B[K");
        terminal.prompt_client = terminal.line_client;
        terminal.is_prompt_lost = true;
        prompt_delay();
    } else if (terminal.line_state == LINE_OPEN && (!is_own || piece->placement != TERMINAL_TEXT)) {
        TEXT_PUT_BEFORE(&text, "\r\n");
    }
    if (piece->placement != TERMINAL_TEXT) {
        terminal.is_prompt_lost = false;
    }
    terminal.line_client = client;
    terminal.line_writer = piece->writer;
    if (is_ended) {
        terminal.line_state = LINE_EMPTY;
    } else {
        terminal.line_state = piece->placement == TERMINAL_TEXT ? LINE_OPEN : LINE_PROMPT;
    }
    terminal.kept_end = (uint16_t)text_length(&text);
}

// ---------------------------------------------------------------------------------------------
// Input

void terminal_received(const struct uart_received *event)
{
    for (size_t i = 0; i < UART_RECEIVED_BYTES_MAX && i < event->length_bytes; i++) {
        uint8_t byte = AT(event->bytes, i);
        if (terminal.input_length < INPUT_BYTES_MAX) {
            terminal.input_length++;
        } else if (byte != CONTROL_T) {
            continue;
        }
        AT(terminal.input, terminal.input_length - 1u) = byte;
    }
    input_offer();
    // The process console takes everything in the end, so nothing typed for it need be lost. A
    // program may take nothing, and Ctrl-T must get through: what is typed for it beyond the room
    // is dropped.
    if (terminal.focus.number == 0 && !input_has_room()) {
        terminal.is_input_paused = true;
        terminal_uart.receive_pause();
    }
    deferred_call_request();
}

static bool input_has_room(void)
{
    return terminal.input_length <= INPUT_BYTES_MAX - UART_RECEIVED_BYTES_MAX;
}

/// Offers what was typed to the holder of the focus, byte by byte, until it takes no more. A Ctrl-T
/// moves the focus when it is reached, or when the holder takes nothing more of what is before it.
static void input_offer(void)
{
    size_t done = 0;
    bool is_refused = false;
    bool is_moved = false;
    for (; done < terminal.input_length && !is_moved; done++) {
        is_moved = AT(terminal.input, done) == CONTROL_T;
        if (is_moved || is_refused) {
            continue;
        }
        if (done == OFFER_BYTES_MAX) {
            deferred_call_request(); // The rest is a run of its own.
            break;
        }
        if (!byte_offer(AT(terminal.input, done))) {
            if (!control_t_follows(done)) {
                break;
            }
            is_refused = true;
        }
    }
    span_move_down(SPAN_PART(terminal.input, 0, terminal.input_length), done);
    terminal.input_length = (uint8_t)(terminal.input_length - done);
    if (is_moved) {
        focus_next();
        deferred_call_request(); // What follows is for the new holder.
    }
    if (terminal.is_input_paused && (terminal.focus.number != 0 || input_has_room())) {
        terminal.is_input_paused = false;
        (void)terminal_uart.receive_start();
    }
}

/// True: the holder of the focus took it.
static bool byte_offer(uint8_t byte)
{
    uint8_t client = terminal.focus.number == 0 ? TERMINAL_PROCESS_CONSOLE : TERMINAL_PROGRAMS;
    const struct terminal_client *holder = &AT(terminal_clients, client);
    struct terminal_input input = {.process = terminal.focus, .byte = byte};
    if (holder->received == NULL || holder->received(&input) != ERROR_NONE) {
        return false;
    }
    if (input.has_output) {
        client_wait(client);
    }
    return input.is_taken;
}

static bool control_t_follows(size_t from)
{
    size_t i = from;
    for (; i < terminal.input_length && AT(terminal.input, i) != CONTROL_T; i++) {
    }
    return i < terminal.input_length;
}

/// Ctrl-T: to the program that waits for input, or back.
static void focus_next(void)
{
    const struct terminal_client *programs = &AT(terminal_clients, TERMINAL_PROGRAMS);
    struct terminal_focus reader = {.process = {0}};
    if (terminal.focus.number == 0 && programs->reader != NULL &&
        programs->reader(&reader) != ERROR_NONE) {
        reader.process.number = 0;
    }
    terminal.focus = reader.process;
    focus_tell();
}

static void focus_tell(void)
{
    const struct terminal_client *console = &AT(terminal_clients, TERMINAL_PROCESS_CONSOLE);
    struct terminal_focus focus = {.process = terminal.focus};
    if (console->focus_moved != NULL && console->focus_moved(&focus) == ERROR_NONE &&
        focus.has_output) {
        client_wait(TERMINAL_PROCESS_CONSOLE);
    }
}
