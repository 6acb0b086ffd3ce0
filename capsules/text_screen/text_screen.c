// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "text_screen.h"

enum { PROCESS_COUNT_MAX = 64 /* bound of the loops over processes */ };
enum { LETTER = TEXT_SCREEN_LETTER_PIXELS, STEPS_PER_RUN = 2 };
enum { NEXT_LINE = 10, LINE_START = 13, LEFT_PIXEL = 0x80, FULL = 0xFF };

enum text_screen_task { TASK_NONE, TASK_WRITE, TASK_CLEAR };

/// What the driver keeps for one process, in its grant.
struct text_screen_client {
    struct lease text;
    uint32_t cleared_cells;
    uint8_t task; ///< enum text_screen_task
};

_Static_assert(sizeof(struct text_screen_client) <= TEXT_SCREEN_GRANT_BYTES,
               "the board reserves TEXT_SCREEN_GRANT_BYTES");

/// The cells of the screen.
struct text_grid {
    uint32_t columns;
    uint32_t rows;
};

static struct {
    struct process_id served; ///< whose text is written, or was
    bool is_in_task;          ///< that one's has not ended
    uint32_t column;          ///< where the next letter goes; the number of columns: behind them
    uint32_t row;
    uint32_t line_left; ///< cells of the line that was entered that are not empty yet
    uint8_t pixels[LETTER * SCREEN_PIXEL_BYTES];
} text_screen CAPSULE_STATE;

static struct text_grid grid_now(void)
{
    struct screen_description size = {.width_pixels = 0};
    text_screen_panel.describe(&size);
    struct text_grid grid = {.columns = size.width_pixels / LETTER,
                             .rows = size.height_pixels / LETTER};
    return grid;
}

static void task_end(struct process_id process, struct text_screen_client *client,
                     enum error status)
{
    if (client->task != TASK_NONE) {
        // In this order: an abort in between tells it twice, and not never.
        (void)upcall_schedule(process, TEXT_SCREEN_UPCALL_DONE, (uint32_t)status, 0, 0);
        client->task = TASK_NONE;
    }
}

// ---------------------------------------------------------------------------------------------
// Commands

static enum error go_to(const struct text_grid *grid, uint32_t column, uint32_t row)
{
    if (column >= grid->columns || row >= grid->rows) {
        return ERROR_INVALID;
    }
    text_screen.column = column;
    text_screen.row = row;
    text_screen.line_left = 0;
    return ERROR_NONE;
}

static enum error task_begin(const struct command *command, struct text_screen_client *client)
{
    if (command->number == TEXT_SCREEN_COMMAND_WRITE) {
        lease_take(command->process, BUFFER_READ_ONLY, TEXT_SCREEN_ALLOW_TEXT, command->argument[0],
                   &client->text);
        if (lease_left(&client->text) == 0) {
            return ERROR_NO_MEMORY;
        }
    }
    client->cleared_cells = 0;
    client->task = command->number == TEXT_SCREEN_COMMAND_WRITE ? TASK_WRITE : TASK_CLEAR;
    deferred_call_request();
    return ERROR_NONE;
}

/// A command that ends with an upcall: at once, or when its task is done.
static enum error command_run(const struct command *command, struct text_screen_client *client,
                              const struct text_grid *grid)
{
    bool asks_size = command->number == TEXT_SCREEN_COMMAND_SIZE;
    bool is_on = command->number == TEXT_SCREEN_COMMAND_ON;
    enum error error = ERROR_NONE;
    switch (command->number) {
    case TEXT_SCREEN_COMMAND_SIZE:
    case TEXT_SCREEN_COMMAND_BLINK_OFF:
    case TEXT_SCREEN_COMMAND_HIDE:
        break;
    case TEXT_SCREEN_COMMAND_ON:
    case TEXT_SCREEN_COMMAND_OFF:
        error = text_screen_panel.power(is_on);
        break;
    case TEXT_SCREEN_COMMAND_WRITE:
    case TEXT_SCREEN_COMMAND_CLEAR:
        return task_begin(command, client);
    case TEXT_SCREEN_COMMAND_HOME:
        error = go_to(grid, 0, 0);
        break;
    case TEXT_SCREEN_COMMAND_GO_TO:
        error = go_to(grid, command->argument[0], command->argument[1]);
        break;
    default:
        return ERROR_NO_SUPPORT;
    }
    if (error == ERROR_NONE) {
        (void)upcall_schedule(command->process, TEXT_SCREEN_UPCALL_DONE, ERROR_NONE,
                              asks_size ? grid->columns : 0, asks_size ? grid->rows : 0);
    }
    return error;
}

void text_screen_command(struct command *command)
{
    struct text_grid grid = grid_now();
    enum error error = ERROR_NONE;
    if (grid.columns == 0 || grid.rows == 0) {
        error = ERROR_NO_DEVICE;
    } else if (command->number != COMMAND_EXISTS) {
        WITH_GRANT(struct text_screen_client, client, command->process, error)
        {
            error = client->task != TASK_NONE ? ERROR_BUSY : command_run(command, client, &grid);
        }
    }
    command_result(command, error);
}

// ---------------------------------------------------------------------------------------------
// Drawing

static enum error letter_draw(uint32_t column, uint32_t row, uint8_t letter)
{
    enum error error = ERROR_NONE;
    for (uint32_t line = 0; line < LETTER && error == ERROR_NONE; line++) {
        uint32_t bits = text_screen_letter_row(letter, line);
        for (uint32_t i = 0; i < LETTER * SCREEN_PIXEL_BYTES; i++) {
            bool is_set = (bits << i / SCREEN_PIXEL_BYTES & LEFT_PIXEL) != 0;
            AT(text_screen.pixels, i) = is_set ? FULL : 0;
        }
        struct screen_pixels pixels = {.column = column * LETTER,
                                       .row = row * LETTER + line,
                                       .bytes = CONST_SPAN_IN(text_screen.pixels)};
        error = text_screen_panel.write(&pixels);
    }
    return error;
}

static void line_enter(const struct text_grid *grid)
{
    text_screen.column = 0;
    text_screen.row = text_screen.row + 1 < grid->rows ? text_screen.row + 1 : 0;
    text_screen.line_left = grid->columns;
}

/// Makes a cell of the line that was entered empty, from the right on.
static enum error line_go_on(void)
{
    text_screen.line_left--;
    return letter_draw(text_screen.line_left, text_screen.row, ' ');
}

static enum error letter_put(const struct text_grid *grid, uint8_t letter)
{
    if (letter == NEXT_LINE) {
        line_enter(grid);
        return ERROR_NONE;
    }
    if (letter == LINE_START) {
        text_screen.column = 0;
        return ERROR_NONE;
    }
    text_screen.column++;
    return letter_draw(text_screen.column - 1, text_screen.row, letter);
}

/// Writes the next letter of a process, or does what comes before it.
static enum error write_step(struct text_screen_client *client, const struct text_grid *grid)
{
    uint8_t letter[1] = {0};
    if (text_screen.line_left > 0) {
        return line_go_on();
    }
    if (text_screen.column >= grid->columns) {
        line_enter(grid);
        return ERROR_NONE;
    }
    // What was taken back shows nothing more.
    return lease_read(&client->text, SPAN_IN(letter)) == ERROR_NONE ? letter_put(grid, letter[0])
                                                                    : ERROR_FAILED;
}

static enum error clear_step(struct text_screen_client *client, const struct text_grid *grid)
{
    uint32_t cell = client->cleared_cells;
    client->cleared_cells++;
    return letter_draw(cell % grid->columns, cell / grid->columns, ' ');
}

/// How far a task has come.
struct task_state {
    bool is_over;
    enum error status;
};

/// Does some of a task.
static struct task_state task_go_on(struct text_screen_client *client, const struct text_grid *grid)
{
    bool is_write = client->task == TASK_WRITE;
    struct task_state state = {.is_over = false, .status = ERROR_NONE};
    for (size_t i = 0; i < STEPS_PER_RUN && !state.is_over; i++) {
        state.status = is_write ? write_step(client, grid) : clear_step(client, grid);
        state.is_over = state.status != ERROR_NONE ||
                        (is_write ? lease_left(&client->text) == 0 && text_screen.line_left == 0
                                  : client->cleared_cells == grid->columns * grid->rows);
    }
    if (state.is_over && !is_write) {
        (void)go_to(grid, 0, 0);
    }
    return state;
}

/// Goes on with the task of a process, which is served until that is done. False: it has none.
static bool turn_take(struct process_id process, const struct text_grid *grid)
{
    bool has_task = false;
    enum error error;
    WITH_GRANT(struct text_screen_client, client, process, error)
    {
        has_task = client->task != TASK_NONE;
        if (!has_task) {
            break;
        }
        struct task_state state = task_go_on(client, grid);
        text_screen.served = process;
        text_screen.is_in_task = !state.is_over;
        if (state.is_over) {
            task_end(process, client, state.status);
        }
    }
    return has_task;
}

void text_screen_deferred(void)
{
    struct text_grid grid = grid_now();
    // Whoever asks again behind the end of its task waits for the others.
    if (text_screen.is_in_task && turn_take(text_screen.served, &grid)) {
        deferred_call_request();
        return;
    }
    struct process_id process = text_screen.served;
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < PROCESS_COUNT_MAX && grant_next_process(&process); i++) {
            if (turn_take(process, &grid)) {
                deferred_call_request();
                return;
            }
        }
        process.number = 0;
    }
}

void text_screen_on_restart(struct process_id *process)
{
    enum error error;
    WITH_GRANT(struct text_screen_client, client, process_id_at(process), error)
    {
        task_end(process_id_at(process), client, ERROR_RESERVE);
    }
}
