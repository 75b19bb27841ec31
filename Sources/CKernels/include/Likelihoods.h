// Log-likelihoods of the rows of a batch, and their gradients. Row r is compared with target r / repeats.

#ifndef CKERNELS_LIKELIHOODS_H
#define CKERNELS_LIKELIHOODS_H

#include <stddef.h>
#include <stdint.h>

#include "Levels.h"

/// result = the sum of x l - log(1 + e^l) over a row of logits l.
///
/// Sums run over sixteen lanes in single precision, then in double; each log(1 + e^-|l|) is a factor of a product, so
/// that its error is absolute, at most 2^-22.
CK_KERNEL(ckBernoulliLogLikelihood, const float *logits, const float *targets, size_t rows, size_t columns,
          size_t repeats, float *result);

/// The same, and l becomes weight * (x - 1 / (1 + e^-l)), one weight a row.
CK_KERNEL(ckBernoulliGradient, float *logits, const float *targets, const float *weights, size_t rows, size_t columns,
          size_t repeats, float *result);

/// result = the sum of -1/2 (log 2 pi + s + (x - m)^2 e^-s) over a row of columns means m and columns log-variances s.
CK_KERNEL(ckGaussianLogLikelihood, const float *outputs, const float *targets, size_t rows, size_t columns,
          size_t repeats, float *result);

/// The same, and m becomes weight * (x - m) e^-s, s becomes weight * 1/2 ((x - m)^2 e^-s - 1).
CK_KERNEL(ckGaussianGradient, float *outputs, const float *targets, const float *weights, size_t rows, size_t columns,
          size_t repeats, float *result);

/// result = the sum of (x - m)^2 over a row of means.
CK_KERNEL(ckSquaredDistances, const float *means, const float *targets, size_t rows, size_t columns, size_t repeats,
          float *result);

/// m becomes weight * (x - m).
CK_KERNEL(ckResiduals, float *means, const float *targets, const float *weights, size_t rows, size_t columns,
          size_t repeats);

/// result = l_k - log of the sum of e^l over a row of logits l, k the row's target, below columns.
///
/// The largest logit is taken out of the sum, which runs over sixteen lanes in single precision, then in double.
CK_KERNEL(ckCategoricalLogLikelihood, const float *logits, const uint32_t *targets, size_t rows, size_t columns,
          float *result);

/// The same, and l becomes weight * (1 at k, 0 elsewhere, less the probabilities).
CK_KERNEL(ckCategoricalGradient, float *logits, const uint32_t *targets, float weight, size_t rows, size_t columns,
          float *result);

#endif
