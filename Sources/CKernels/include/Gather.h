// Batches of images: rows of bytes chosen by a list of their numbers, as rows of floats.

#ifndef CKERNELS_GATHER_H
#define CKERNELS_GATHER_H

#include <stddef.h>
#include <stdint.h>

#include "Levels.h"

/// out = byte / 255, correctly rounded.
///
/// - bytes: rows of columns bytes.
/// - rows: the number of the row of bytes that becomes row r of out; count of them.
CK_KERNEL(ckGatherScaled, const uint8_t *bytes, const ptrdiff_t *rows, size_t count, size_t columns, float *out);

/// out = 1 where the byte exceeds the threshold, else 0.
CK_KERNEL(ckGatherThresholded, const uint8_t *bytes, const ptrdiff_t *rows, size_t count, size_t columns,
          uint8_t threshold, float *out);

/// out = 1 with probability byte / 255 within 2^-32, never for 0 and always for 255, else 0.
///
/// Number i of the batch is decided by the 32-bit word i after the first word of a Philox block (key, stream, first).
CK_KERNEL(ckGatherStochastic, const uint8_t *bytes, const ptrdiff_t *rows, size_t count, size_t columns, uint64_t key,
          uint64_t stream, uint64_t first, float *out);

#endif
