// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "architecture.h"

#include <stddef.h>
#include <string.h>

static const struct architecture architectures[] = {
    {{"cortex-m0"}, true},
    {{"cortex-m3", "cortex-m0"}, true},
    {{"cortex-m4", "cortex-m3", "cortex-m0"}, true},
    {{"cortex-m7", "cortex-m4", "cortex-m3", "cortex-m0"}, true},
    {{"cortex-m33", "cortex-m4", "cortex-m3", "cortex-m0"}, true},
    {{"rv32i"}, false},
    {{"rv32imc", "rv32i"}, false},
    {{"rv32imac", "rv32imc", "rv32i"}, false},
    {{"rv64imac"}, false},
};

const struct architecture *architecture_find(const char *name)
{
    for (size_t index = 0; index < sizeof(architectures) / sizeof(architectures[0]); index++) {
        if (strcmp(architectures[index].chain[0], name) == 0) {
            return &architectures[index];
        }
    }
    return NULL;
}
