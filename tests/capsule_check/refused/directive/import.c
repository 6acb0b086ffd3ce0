// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"
#import <stdint.h> // expect: directive
