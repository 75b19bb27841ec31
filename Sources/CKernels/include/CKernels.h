// The innermost loops, vectorised and chosen by processor at run time; the same bits on every processor.

#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "Activations.h"
#include "Codes.h"
#include "Gather.h"
#include "Levels.h"
#include "Likelihoods.h"
#include "NormalQuantile.h"
#include "Optimizers.h"
#include "Sparse.h"

/// Flushes subnormal numbers to zero in this thread; returns what ckRestoreRounding puts back.
unsigned ckFlushSubnormals(void);

/// Puts back what ckFlushSubnormals returned.
void ckRestoreRounding(unsigned mode);

/// Fills a block with standard normals: number i comes from word i after the first word of a Philox block.
///
/// - out: room for 2 * blocks numbers.
/// - key, stream: the key of Philox 4x32-10 and the upper half of its counter.
/// - first: the lower half of the counter of the first block.
void ckFillNormals(double *out, size_t blocks, uint64_t key, uint64_t stream, uint64_t first);

/// The same from a given level, for tests; the level must be supported.
void ckFillNormalsAt(CKLevel level, double *out, size_t blocks, uint64_t key, uint64_t stream, uint64_t first);

/// The same numbers, each rounded to single precision.
void ckFillFloatNormals(float *out, size_t blocks, uint64_t key, uint64_t stream, uint64_t first);

/// out = shift + scale * in, element by element.
void ckAffine(double *restrict out, const double *restrict in, double scale, double shift, size_t count);

/// out = a * b, element by element.
void ckProduct(double *restrict out, const double *restrict a, const double *restrict b, size_t count);

/// sum += (in - center)^2, element by element.
void ckAddSquares(double *restrict sum, const double *restrict in, double center, size_t count);

/// mean = factor * weight * noise and deviation = factor * weight * (noise^2 - 1), element by element.
void ckScores(double *restrict mean, double *restrict deviation, const double *restrict weight,
              const double *restrict noise, double factor, size_t count);

/// The most numbers of one call of ckMoments.
#define CK_MOMENTS_MOST 1024

/// The mean of some numbers, and the sums of the powers 2, 3 and 4 of their deviations from it.
typedef struct {
  double mean, sum2, sum3, sum4;
} CKMoments;

/// Computes the moments of the count numbers values[0], values[stride], ...; count from 1 to CK_MOMENTS_MOST.
void ckMoments(CKMoments *result, const double *values, size_t count, size_t stride);

#endif
