// SPDX-License-Identifier: Apache-2.0 OR MIT
// Pairs of functions that do the same with a plain field and with a cell. cell_cost.py compares
// what the compiler makes of them.
#include <capsule.h>
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
} state CAPSULE_STATE;

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
