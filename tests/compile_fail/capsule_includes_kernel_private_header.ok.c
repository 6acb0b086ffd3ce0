// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: capsules
#include <capsule.h>
