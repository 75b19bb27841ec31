// Kernels between the products of a network.

#ifndef CKERNELS_ACTIVATIONS_H
#define CKERNELS_ACTIVATIONS_H

#include <stddef.h>
#include <stdint.h>

#include "Levels.h"

/// y = f(y + b), the bias b added to every row.
///
/// - activation: 0 identity, 1 ReLU, 2 tanh, 3 softplus, 4 sigmoid.
CK_KERNEL(ckActivate, int32_t activation, float *y, const float *bias, size_t rows, size_t columns);

/// dy = dy * f'(a), with f' found from y = f(a).
CK_KERNEL(ckDifferentiate, int32_t activation, const float *y, float *dy, size_t count);

/// sum = the sum of the rows, each column from its first number to its last.
CK_KERNEL(ckSumRows, const float *a, size_t rows, size_t columns, float *sum);

/// sum += a, element by element.
CK_KERNEL(ckAdd, const float *a, float *sum, size_t count);

/// y *= m, element by element.
CK_KERNEL(ckScale, const float *m, float *y, size_t count);

#endif
