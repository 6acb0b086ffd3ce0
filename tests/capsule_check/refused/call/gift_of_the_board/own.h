// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once

/// The board gives objects only.
void example_settings(void);
