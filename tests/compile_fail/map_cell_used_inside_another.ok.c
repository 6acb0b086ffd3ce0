// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: capsules
// compiler: clang
#include <capsule.h>
#include <lib/cell.h>

struct counter {
    uint32_t count;
};

static struct {
    MAP_CELL(struct counter) one;
    MAP_CELL(struct counter) other;
} state;

void test(void);

void test(void)
{
    enum error error;
    uint32_t count = 0;
    WITH_MAP(struct counter, one, state.one, error)
    {
        count = one->count;
    }
    WITH_MAP(struct counter, other, state.other, error)
    {
        other->count = count;
    }
}
