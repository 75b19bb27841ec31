// The search for the nearest code of a codebook, after the matrix product.

#ifndef CKERNELS_CODES_H
#define CKERNELS_CODES_H

#include <stddef.h>
#include <stdint.h>

#include "Levels.h"

/// For each row of products z·e: the largest of z·e - half[code], which belongs to the nearest code.
///
/// - half: ||e||^2 / 2, one number a code.
/// - indices: Its place, the first one among equals; 0 in a row of NaN.
/// - best: It itself.
/// - second: The largest of the others; equal to best where two are equal, minus infinity with one code.
CK_KERNEL(ckNearestCodes, const float *products, const float *half, size_t rows, size_t codes, uint32_t *indices,
          float *best, float *second);

#endif
