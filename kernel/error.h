// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Conversion of kernel errors to what Tock programs know. See abi/error.h.
#pragma once

#include <abi/error.h>

/// The only conversion. `error` is not ERROR_NONE.
enum error error_to_abi(enum error error);
