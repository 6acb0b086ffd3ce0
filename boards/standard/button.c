// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <capsules/button/button.h>

#include "standard.h"
#include "thunk.h"

EVENT_THUNK(buttons_to_button_changed, CAPSULE_BUTTON, button_changed, struct button_changed)
