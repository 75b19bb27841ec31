#include "Likelihoods.h"

#include "FloatLanes.h"
#include "NormalQuantile.h"

#pragma STDC FP_CONTRACT OFF

// A lane of factors from 1 to 2 could overflow after 127 of them; one more than these may come.
#define FACTORS 64

// The sum of the logarithms of the lanes, each from 1 to below 2^127: exponents are added, mantissas multiplied.
BODY double logarithmOfLanes(Floats x) {
  const Integers exponents = ((Integers)x >> 23) - 127;
  const Floats mantissas = (Floats)(((Integers)x & 0x007FFFFF) | 0x3F800000);
  const Doubles wide = __builtin_convertvector(mantissas, Doubles);
  const Numbers eight = wide.lo * wide.hi;
  const double __attribute__((ext_vector_type(4))) four = eight.lo * eight.hi;
  const double product = (four[0] * four[2]) * (four[1] * four[3]);
  return __builtin_reduce_add(exponents) * 0x1.62e42fefa39efp-1 + ckTailLogarithm(product);
}

// Sixteen logits: the sum of x l - max(l, 0), and the product of 1 + e^-|l|. Returns x - 1 / (1 + e^-l).
BODY Floats addBernoulli(Floats l, Floats x, Floats *sum, Floats *product) {
  const Floats e = exponentialOfNegative(-absolute(l));
  const Floats positive = l > 0 ? l : (Floats)0;
  *sum += x * l - positive;
  *product *= 1 + e;
  return x - (l > 0 ? (Floats)1 : e) / (1 + e);
}

// A logit that adds nothing where x = 0.
#define NO_LOGIT -1000.0f

BODY float bernoulliRow(float *gradient, const float *logits, const float *targets, float weight, size_t columns) {
  const size_t whole = columns - columns % WIDTH, rest = columns - whole;
  Floats sum = 0;
  double logarithms = 0;
  for (size_t c = 0; c < columns;) {
    Floats product = 1;
    const size_t end = whole - c < FACTORS * WIDTH ? whole : c + FACTORS * WIDTH;
    for (; c < end; c += WIDTH) {
      const Floats gap = addBernoulli(loadFloats(logits + c), loadFloats(targets + c), &sum, &product);
      if (gradient) storeFloats(gradient + c, weight * gap);
    }
    if (c == whole && rest > 0) {
      const Floats l = loadSome(logits + c, rest, NO_LOGIT), x = loadSome(targets + c, rest, 0);
      const Floats gap = addBernoulli(l, x, &sum, &product);
      if (gradient) storeSome(gradient + c, weight * gap, rest);
      c = columns;
    }
    logarithms += logarithmOfLanes(product);
  }
  return (float)(sumOfLanes(sum) - logarithms);
}

BODY void ckBernoulliLogLikelihoodBody(const float *logits, const float *targets, size_t rows, size_t columns,
                                       size_t repeats, float *result) {
  for (size_t r = 0; r < rows; r++) {
    result[r] = bernoulliRow(NULL, logits + r * columns, targets + r / repeats * columns, 0, columns);
  }
}

KERNEL(ckBernoulliLogLikelihood, (logits, targets, rows, columns, repeats, result), const float *logits,
       const float *targets, size_t rows, size_t columns, size_t repeats, float *result)

BODY void ckBernoulliGradientBody(float *logits, const float *targets, const float *weights, size_t rows,
                                  size_t columns, size_t repeats, float *result) {
  for (size_t r = 0; r < rows; r++) {
    float *row = logits + r * columns;
    result[r] = bernoulliRow(row, row, targets + r / repeats * columns, weights[r], columns);
  }
}

KERNEL(ckBernoulliGradient, (logits, targets, weights, rows, columns, repeats, result), float *logits,
       const float *targets, const float *weights, size_t rows, size_t columns, size_t repeats, float *result)

// Sixteen means m and log-variances s: the sum of s + (x - m)^2 e^-s, and the gradients with respect to m and s.
BODY void addGaussian(Floats *m, Floats *s, Floats x, float weight, Floats *sum) {
  const Floats gap = x - *m;
  const Floats precision = exponential(-*s);
  const Floats square = gap * gap * precision;
  *sum += *s + square;
  *m = weight * gap * precision;
  *s = weight * 0.5f * (square - 1);
}

BODY float gaussianRow(float *gradient, const float *outputs, const float *targets, float weight, size_t columns) {
  const size_t whole = columns - columns % WIDTH, rest = columns - whole;
  Floats sum = 0;
  for (size_t c = 0; c < whole; c += WIDTH) {
    Floats m = loadFloats(outputs + c), s = loadFloats(outputs + columns + c);
    addGaussian(&m, &s, loadFloats(targets + c), weight, &sum);
    if (gradient) {
      storeFloats(gradient + c, m);
      storeFloats(gradient + columns + c, s);
    }
  }
  if (rest > 0) {
    Floats m = loadSome(outputs + whole, rest, 0), s = loadSome(outputs + columns + whole, rest, 0);
    addGaussian(&m, &s, loadSome(targets + whole, rest, 0), weight, &sum);
    if (gradient) {
      storeSome(gradient + whole, m, rest);
      storeSome(gradient + columns + whole, s, rest);
    }
  }
  return (float)(-0.5 * (sumOfLanes(sum) + (double)columns * 0x1.d67f1c864beb5p0));
}

BODY void ckGaussianLogLikelihoodBody(const float *outputs, const float *targets, size_t rows, size_t columns,
                                      size_t repeats, float *result) {
  for (size_t r = 0; r < rows; r++) {
    result[r] = gaussianRow(NULL, outputs + 2 * r * columns, targets + r / repeats * columns, 0, columns);
  }
}

KERNEL(ckGaussianLogLikelihood, (outputs, targets, rows, columns, repeats, result), const float *outputs,
       const float *targets, size_t rows, size_t columns, size_t repeats, float *result)

BODY void ckGaussianGradientBody(float *outputs, const float *targets, const float *weights, size_t rows,
                                 size_t columns, size_t repeats, float *result) {
  for (size_t r = 0; r < rows; r++) {
    float *row = outputs + 2 * r * columns;
    result[r] = gaussianRow(row, row, targets + r / repeats * columns, weights[r], columns);
  }
}

KERNEL(ckGaussianGradient, (outputs, targets, weights, rows, columns, repeats, result), float *outputs,
       const float *targets, const float *weights, size_t rows, size_t columns, size_t repeats, float *result)

BODY void ckSquaredDistancesBody(const float *means, const float *targets, size_t rows, size_t columns, size_t repeats,
                                 float *result) {
  const size_t whole = columns - columns % WIDTH, rest = columns - whole;
  for (size_t r = 0; r < rows; r++) {
    const float *m = means + r * columns, *x = targets + r / repeats * columns;
    Floats sum = 0;
    for (size_t c = 0; c < whole; c += WIDTH) {
      const Floats gap = loadFloats(x + c) - loadFloats(m + c);
      sum += gap * gap;
    }
    if (rest > 0) {
      const Floats gap = loadSome(x + whole, rest, 0) - loadSome(m + whole, rest, 0);
      sum += gap * gap;
    }
    result[r] = (float)sumOfLanes(sum);
  }
}

KERNEL(ckSquaredDistances, (means, targets, rows, columns, repeats, result), const float *means, const float *targets,
       size_t rows, size_t columns, size_t repeats, float *result)

BODY void ckResidualsBody(float *means, const float *targets, const float *weights, size_t rows, size_t columns,
                          size_t repeats) {
  for (size_t r = 0; r < rows; r++) {
    float *restrict m = means + r * columns;
    const float *restrict x = targets + r / repeats * columns;
    const float weight = weights[r];
    for (size_t c = 0; c < columns; c++) m[c] = weight * (x[c] - m[c]);
  }
}

KERNEL(ckResiduals, (means, targets, weights, rows, columns, repeats), float *means, const float *targets,
       const float *weights, size_t rows, size_t columns, size_t repeats)

// The largest of some logits; a NaN may be lost here and comes back with the exponentials.
BODY float largestLogit(const float *logits, size_t columns) {
  const size_t whole = columns - columns % WIDTH;
  Floats most = -__builtin_inff();
  for (size_t c = 0; c < whole; c += WIDTH) {
    const Floats l = loadFloats(logits + c);
    most = most > l ? most : l;
  }
  if (whole < columns) {
    const Floats l = loadSome(logits + whole, columns - whole, -__builtin_inff());
    most = most > l ? most : l;
  }
  float largest = most[0];
  for (size_t lane = 1; lane < WIDTH; lane++) largest = largest > most[lane] ? largest : most[lane];
  return largest;
}

// The sum of e^(l - largest), whose terms are left in place of the logits where that is asked for.
BODY double sumOfExponentials(float *terms, const float *logits, float largest, size_t columns) {
  const size_t whole = columns - columns % WIDTH;
  Floats sum = 0;
  for (size_t c = 0; c < whole; c += WIDTH) {
    const Floats e = exponentialOfNegative(loadFloats(logits + c) - largest);
    sum += e;
    if (terms) storeFloats(terms + c, e);
  }
  if (whole < columns) {
    const Floats e = exponentialOfNegative(loadSome(logits + whole, columns - whole, -__builtin_inff()) - largest);
    sum += e;
    if (terms) storeSome(terms + whole, e, columns - whole);
  }
  return sumOfLanes(sum);
}

BODY void ckCategoricalLogLikelihoodBody(const float *logits, const uint32_t *targets, size_t rows, size_t columns,
                                         float *result) {
  for (size_t r = 0; r < rows; r++) {
    const float *row = logits + r * columns;
    const float largest = largestLogit(row, columns), chosen = row[targets[r]];
    const double sum = sumOfExponentials(NULL, row, largest, columns);
    result[r] = (float)((double)(chosen - largest) - (sum >= 1 ? ckTailLogarithm(sum) : sum));
  }
}

KERNEL(ckCategoricalLogLikelihood, (logits, targets, rows, columns, result), const float *logits,
       const uint32_t *targets, size_t rows, size_t columns, float *result)

BODY void ckCategoricalGradientBody(float *logits, const uint32_t *targets, float weight, size_t rows, size_t columns,
                                    float *result) {
  for (size_t r = 0; r < rows; r++) {
    float *row = logits + r * columns;
    const float largest = largestLogit(row, columns), chosen = row[targets[r]];
    const double sum = sumOfExponentials(row, row, largest, columns);
    result[r] = (float)((double)(chosen - largest) - (sum >= 1 ? ckTailLogarithm(sum) : sum));
    const float factor = (float)(-(double)weight / sum);
    for (size_t c = 0; c < columns; c++) row[c] *= factor;
    row[targets[r]] += weight;
  }
}

KERNEL(ckCategoricalGradient, (logits, targets, weight, rows, columns, result), float *logits, const uint32_t *targets,
       float weight, size_t rows, size_t columns, float *result)
