// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Contract of the terminal: one serial line shared by programs and the process console.
 *
 * Output is *fetched*. A client that has something to print calls `request`; whenever the line is
 * free the terminal asks one of the clients that requested, in turn, for one piece of output, and
 * goes on asking until the client gives none, or a prompt. A piece is printed in one go. A client
 * may offer a piece of ordinary text with its request: if the line is free, nobody waits and
 * nothing has to come before it, it is taken at once. A piece
 * that ends without a newline leaves its line open: only the same writer continues it, for any
 * other the terminal goes to the next line first.
 *
 * Input goes to one holder at a time, the one that has the *focus*: the process console or one
 * process. Bytes that the holder does not take stay with the terminal (up to 192) and are offered
 * again at each request. Ctrl-T moves the focus.
 *
 * Every function takes one pointer to a structure that is borrowed for the call, so that the board
 * can put the capsule boundary in between. Each returns ERROR_NONE, or ERROR_FAILED if the capsule
 * called was aborted; the answer is in the structure. A client's functions are never called inside
 * a call that the client makes, and must not call the terminal. Context: kernel.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <abi/error.h>
#include <lib/attributes.h>
#include <lib/process_id.h>
#include <lib/span.h>
#include <lib/text.h>

enum terminal_client_number {
    TERMINAL_PROCESS_CONSOLE,
    TERMINAL_PROGRAMS,
    TERMINAL_DEBUG,
};
enum { TERMINAL_CLIENT_COUNT = 3 };

enum {
    TERMINAL_PIECE_BYTES_MIN = 128, ///< a client may always give this many bytes at once
    TERMINAL_PREFIX_BYTES_MAX = 4,  ///< what the terminal may put before them
    TERMINAL_BUFFER_BYTES_MIN = TERMINAL_PIECE_BYTES_MIN + TERMINAL_PREFIX_BYTES_MAX,
};

struct BORROWED terminal_request {
    uint8_t client;          ///< enum terminal_client_number
    bool is_taken;           ///< answer: the bytes are printed, and nothing is fetched
    uint32_t writer;         ///< as in struct terminal_piece
    struct const_span bytes; ///< borrow; at most TERMINAL_PIECE_BYTES_MIN. None: nothing is offered
};

/// Who gets the input. Number 0: the process console.
struct terminal_focus {
    struct process_id process;
    bool has_output; ///< answer of `focus_moved`: as if `request` were called
};

struct VTABLE terminal {
    /// Prints what is offered now. If that is not possible, and if nothing is offered, has the
    /// client asked for output, and the holder of the focus offered what was typed, soon.
    enum error (*request)(struct terminal_request *request);

    /// Moves the focus. Typed bytes that nobody took yet are for the new holder.
    enum error (*focus_set)(struct terminal_focus *focus);
};

enum terminal_placement {
    /// Ordinary text.
    TERMINAL_TEXT,
    /// A prompt: other output erases it instead of going to the next line. Replaces the last
    /// prompt. A client is not asked on after a prompt that is not followed.
    TERMINAL_PROMPT,
    /// Continues the prompt that is on the screen. Not to be given when is_prompt_lost.
    TERMINAL_PROMPT_MORE,
};

/// One piece of output.
struct BORROWED terminal_piece {
    struct text text;    ///< empty; the client adds to it. Nothing added: no more output
    bool is_prompt_lost; ///< the client's prompt was erased since it was given
    uint8_t placement;   ///< answer: enum terminal_placement
    bool is_followed;    ///< answer: the next piece belongs to this one, so no other comes between
    uint32_t writer;     ///< answer: who of the client's writers it is
};

/// One typed byte.
struct terminal_input {
    struct process_id process; ///< holder of the focus; 0: the process console
    uint8_t byte;
    bool is_taken;   ///< answer; if false, the byte is offered again later
    bool has_output; ///< answer: as if `request` were called
};

/// What the terminal calls. Each may be null: nothing to fetch, no input wanted.
struct VTABLE terminal_client {
    enum error (*fetch)(struct terminal_piece *piece);

    /// Programs: of a process. Process console: for itself.
    enum error (*received)(struct terminal_input *input);

    /// Programs: which process waits for input now; 0 for none.
    enum error (*reader)(struct terminal_focus *reader);

    /// Process console: the focus moved without its doing, or stayed since no process waits for
    /// input.
    enum error (*focus_moved)(struct terminal_focus *focus);
};
