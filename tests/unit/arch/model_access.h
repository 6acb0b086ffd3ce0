// SPDX-License-Identifier: Apache-2.0 OR MIT
/// What the models of the protection units are asked about.
#pragma once

enum model_access { MODEL_READ, MODEL_WRITE, MODEL_EXECUTE };
