// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "cell_test.h"

void cell_test_command(struct command *command)
{
    enum error error = ERROR_NONE;
    switch (command->number) {
    case COMMAND_EXISTS:
        break;
    case 1:
        error = cell_test_take_put() ? ERROR_NONE : ERROR_FAILED;
        break;
    default:
        error = ERROR_NO_SUPPORT;
        break;
    }
    command_result(command, error);
}
