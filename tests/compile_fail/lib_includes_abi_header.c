// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: lib
// expect: abi/error\.h.*(No such file or directory|file not found)
#include <abi/error.h>
