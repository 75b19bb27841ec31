#include "CKernels.h"
#include "Clones.h"

#pragma STDC FP_CONTRACT OFF

// Loops over columns of numbers. The element-wise ones are left to the compiler's vectoriser, which may not change
// their bits; sums go over eight lanes in a fixed order.

CLONED void ckAffine(double *restrict out, const double *restrict in, double scale, double shift, size_t count) {
  for (size_t i = 0; i < count; i++) out[i] = shift + scale * in[i];
}

CLONED void ckProduct(double *restrict out, const double *restrict a, const double *restrict b, size_t count) {
  for (size_t i = 0; i < count; i++) out[i] = a[i] * b[i];
}

CLONED void ckAddSquares(double *restrict sum, const double *restrict in, double center, size_t count) {
  for (size_t i = 0; i < count; i++) sum[i] += (in[i] - center) * (in[i] - center);
}

CLONED void ckScores(double *restrict mean, double *restrict deviation, const double *restrict weight,
                     const double *restrict noise, double factor, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const double scaled = weight[i] * factor;
    mean[i] = scaled * noise[i];
    deviation[i] = scaled * (noise[i] * noise[i] - 1);
  }
}

// The last, incomplete vector, filled up with a number that adds nothing.
BODY Numbers loadRest(const double *from, size_t count, double filler) {
  Numbers rest = filler;
  for (size_t lane = 0; lane < count; lane++) rest[lane] = from[lane];
  return rest;
}

BODY double laneSum(Numbers x) {
  return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
}

BODY CKMoments moments(const double *values, size_t count) {
  // The mean, about the first value: an offset common to all of them costs no digits.
  const size_t whole = count & ~(size_t)(LANES - 1);
  const double origin = values[0];
  Numbers first = 0, second = 0;
  size_t i = 0;
  for (; i + 2 * LANES <= whole; i += 2 * LANES) {
    first += load(values + i) - origin;
    second += load(values + i + LANES) - origin;
  }
  if (i < whole) first += load(values + i) - origin;
  if (whole < count) second += loadRest(values + whole, count - whole, origin) - origin;
  const double mean = origin + laneSum(first + second) / (double)count;

  Numbers sum1 = 0, sum2 = 0, sum3 = 0, sum4 = 0;
  for (i = 0; i < count; i += LANES) {
    const Numbers x = i < whole ? load(values + i) : loadRest(values + i, count - i, mean);
    const Numbers d = x - mean;
    const Numbers square = d * d;
    sum1 += d;
    sum2 += square;
    sum3 += square * d;
    sum4 += square * square;
  }
  // The mean is rounded: its error e moves the sums by their derivatives, to first order in e.
  const double n = (double)count;
  const double e = laneSum(sum1) / n;
  CKMoments result = {mean + e, laneSum(sum2), laneSum(sum3), laneSum(sum4)};
  result.sum4 -= 4 * e * result.sum3;
  result.sum3 -= 3 * e * result.sum2;
  return result;
}

CLONED void ckMoments(CKMoments *result, const double *values, size_t count, size_t stride) {
  if (stride == 1) {
    *result = moments(values, count);
    return;
  }
  double column[CK_MOMENTS_MOST];
  for (size_t i = 0; i < count; i++) column[i] = values[i * stride];
  *result = moments(column, count);
}
