// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `virtual_uart`: several serial lines out of one, with the same contract above and below
 * (hal/uart.h).
 *
 * Each client has a place. What a client sends in one call, and goes on sending each time that it
 * is told that the line can take more, goes out in one piece: the line is its own until a call is
 * taken whole. Then the others that wait have their turns, in the order of their places and round
 * again. A client that is told to go on and sends nothing within that call, because it has failed
 * or changed its mind, loses its turn.
 *
 * What is received is given to every client that has reception on. What a client misses while it
 * has paused is lost to it, unless all have.
 *
 * After a restart it is not known who waited or received. So all clients are told that the line can
 * take more, also when the machine starts, and have reception on until they pause it.
 *
 * This shares a line between capsules, byte by byte, and knows nothing of what they send. The
 * terminal (hal/terminal.h) shares one between programs and people: it keeps lines of text apart
 * and gives the input to one holder.
 */
#pragma once

#include <capsule.h>
#include <hal/uart.h>

enum virtual_uart_place {
    VIRTUAL_UART_FIRST,
    VIRTUAL_UART_SECOND,
    VIRTUAL_UART_THIRD,
    VIRTUAL_UART_FOURTH,
};
enum { VIRTUAL_UART_CLIENT_COUNT = 4 };

/// The line that all share. Defined by the board.
extern const struct uart virtual_uart_line;

/// Who is told; a place of the board's that nobody has is empty. Defined by the board.
extern const struct uart_client virtual_uart_clients[VIRTUAL_UART_CLIENT_COUNT];

void virtual_uart_init(void);
void virtual_uart_deferred(void);

void virtual_uart_transmitted(const struct uart_transmitted *event);
void virtual_uart_received(const struct uart_received *event);

// The line of each place.
size_t virtual_uart_first_transmit(const struct const_span *bytes);
enum error virtual_uart_first_receive_start(void);
void virtual_uart_first_receive_pause(void);
size_t virtual_uart_second_transmit(const struct const_span *bytes);
enum error virtual_uart_second_receive_start(void);
void virtual_uart_second_receive_pause(void);
size_t virtual_uart_third_transmit(const struct const_span *bytes);
enum error virtual_uart_third_receive_start(void);
void virtual_uart_third_receive_pause(void);
size_t virtual_uart_fourth_transmit(const struct const_span *bytes);
enum error virtual_uart_fourth_receive_start(void);
void virtual_uart_fourth_receive_pause(void);
