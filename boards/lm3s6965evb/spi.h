// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The serial peripheral bus of the board, and what is on it.
#pragma once

/// Behind the pins' start. Context: init.
void board_spi_initialise(void);
