// SPDX-License-Identifier: Apache-2.0 OR MIT
// Pairs of functions that do the same with a plain field and with a cell. cell_cost.py compares
// what the compiler makes of them.
#include <capsule.h>
#include <hand_over/entropy.h>
#include <lib/cell.h>

struct content {
    uint32_t words[4];
};

static struct {
    uint32_t plain;
    VALUE_CELL(uint32_t) value;
    uint32_t plain_optional;
    OPTIONAL_CELL(uint32_t) optional;
    struct content plain_content;
    MAP_CELL(struct content) map;
    struct transfer_buffer plain_name;
    bool plain_is_full;
    struct take_cell take;
} state CAPSULE_STATE;

extern const struct entropy_source source;

uint32_t plain_value_get(void);
uint32_t cell_value_get(void);
void plain_value_set(uint32_t value);
void cell_value_set(uint32_t value);
uint32_t plain_optional_get(void);
uint32_t cell_optional_get(void);
void plain_optional_set(uint32_t value);
void cell_optional_set(uint32_t value);
void plain_map_set(uint32_t value);
void cell_map_set(uint32_t value);
void plain_map_call(uint32_t value);
void cell_map_call(uint32_t value);
bool plain_take(void);
bool cell_take(void) TRY_ACQUIRE(true, state.take);
void plain_put_in(void);
void cell_put_in(void) RELEASE(state.take);
enum error plain_fill_up(struct transfer_buffer buffer);
enum error cell_fill_up(struct transfer_buffer buffer);
enum error plain_read_out(struct span to);
enum error cell_read_out(struct span to) REQUIRES(state.take);
enum error plain_hand_over(void);
enum error cell_hand_over(void) RELEASE(state.take);

uint32_t plain_value_get(void)
{
    return state.plain;
}

uint32_t cell_value_get(void)
{
    return VALUE_GET(state.value);
}

void plain_value_set(uint32_t value)
{
    state.plain = value;
}

void cell_value_set(uint32_t value)
{
    VALUE_SET(state.value, value);
}

uint32_t plain_optional_get(void)
{
    return state.plain_optional;
}

uint32_t cell_optional_get(void)
{
    return OPTIONAL_GET(state.optional);
}

void plain_optional_set(uint32_t value)
{
    state.plain_optional = value;
}

void cell_optional_set(uint32_t value)
{
    OPTIONAL_SET(state.optional, value);
}

void plain_map_set(uint32_t value)
{
    state.plain_content.words[1] = value;
}

void cell_map_set(uint32_t value)
{
    enum error error = ERROR_NONE;
    WITH_MAP(struct content, content, state.map, error)
    {
        content->words[1] = value;
    }
    (void)error;
}

void plain_map_call(uint32_t value)
{
    state.plain_content.words[1] = value;
    timer_cancel();
}

void cell_map_call(uint32_t value)
{
    enum error error = ERROR_NONE;
    WITH_MAP(struct content, content, state.map, error)
    {
        content->words[1] = value;
        timer_cancel();
    }
    (void)error;
}

bool plain_take(void)
{
    const bool was_full = state.plain_is_full;
    state.plain_is_full = false;
    return was_full;
}

bool cell_take(void)
{
    return cell_try_take(&state.take);
}

void plain_put_in(void)
{
    state.plain_is_full = true;
}

void cell_put_in(void)
{
    cell_put(&state.take);
}

enum error plain_fill_up(struct transfer_buffer buffer)
{
    if (state.plain_is_full) {
        return ERROR_BUSY;
    }
    state.plain_name = buffer;
    state.plain_is_full = true;
    return ERROR_NONE;
}

enum error cell_fill_up(struct transfer_buffer buffer)
{
    return cell_fill(&state.take, buffer);
}

enum error plain_read_out(struct span to)
{
    return transfer_buffer_read(state.plain_name, 0, to);
}

enum error cell_read_out(struct span to)
{
    return cell_read(&state.take, 0, to);
}

enum error plain_hand_over(void)
{
    const enum error error = source.request(state.plain_name, 1);
    if (error != ERROR_NONE) {
        state.plain_is_full = true;
    }
    return error;
}

enum error cell_hand_over(void)
{
    return entropy_source_request_from_cell(&source, &state.take, 1);
}
