// Sixteen floats at a time, and the elementary functions on them.
//
// Only IEEE additions, multiplications, divisions and roots in a fixed order, nothing contracted: the bits are the same
// on every processor. Choices are written so that NaN goes through.

#ifndef CKERNELS_FLOAT_LANES_H
#define CKERNELS_FLOAT_LANES_H

#include <stddef.h>
#include <stdint.h>

#include "Clones.h"
#include "Levels.h"

#pragma STDC FP_CONTRACT OFF

typedef float Floats __attribute__((ext_vector_type(16)));
typedef int32_t Integers __attribute__((ext_vector_type(16)));
typedef double Doubles __attribute__((ext_vector_type(16)));
typedef float LooseFloats __attribute__((ext_vector_type(16), aligned(4)));

#define WIDTH 16

/// Defines a kernel and its variant for a given level from its body, name##Body.
#define KERNEL(name, arguments, ...)                                      \
  static void name##Portable(__VA_ARGS__) { name##Body arguments; }       \
  ON_VERSION3 static void name##On3(__VA_ARGS__) { name##Body arguments; } \
  ON_VERSION4 static void name##On4(__VA_ARGS__) { name##Body arguments; } \
  CLONED void name(__VA_ARGS__) { name##Body arguments; }                 \
  void name##At(CKLevel level, __VA_ARGS__) {                             \
    if (level == ckVersion4) {                                            \
      name##On4 arguments;                                                \
    } else if (level == ckVersion3) {                                     \
      name##On3 arguments;                                                \
    } else {                                                              \
      name##Portable arguments;                                           \
    }                                                                     \
  }

BODY Floats loadFloats(const float *from) { return *(const LooseFloats *)from; }

BODY void storeFloats(float *to, Floats floats) { *(LooseFloats *)to = floats; }

// The first count lanes, the others filled up.
BODY Floats loadSome(const float *from, size_t count, float filler) {
  float lanes[WIDTH] __attribute__((aligned(64)));
  for (size_t i = 0; i < WIDTH; i++) lanes[i] = i < count ? from[i] : filler;
  return loadFloats(lanes);
}

BODY void storeSome(float *to, Floats floats, size_t count) {
  float lanes[WIDTH] __attribute__((aligned(64)));
  storeFloats(lanes, floats);
  for (size_t i = 0; i < count; i++) to[i] = lanes[i];
}

// The sum of the lanes in double precision, halves added to each other.
BODY double sumOfLanes(Floats x) {
  const Doubles wide = __builtin_convertvector(x, Doubles);
  const Numbers eight = wide.lo + wide.hi;
  const double __attribute__((ext_vector_type(4))) four = eight.lo + eight.hi;
  return (four[0] + four[2]) + (four[1] + four[3]);
}

BODY Floats absolute(Floats x) { return (Floats)((Integers)x & 0x7FFFFFFF); }

BODY Floats withSignOf(Floats sign, Floats x) {
  return (Floats)(((Integers)sign & (int32_t)0x80000000) | ((Integers)x & 0x7FFFFFFF));
}

// The larger and the smaller of x and a bound; NaN stays NaN.
BODY Floats atLeast(float bound, Floats x) { return x < bound ? (Floats)bound : x; }
BODY Floats atMost(float bound, Floats x) { return x > bound ? (Floats)bound : x; }

// x = n log 2 + r with |r| <= 0.347: n as a number whose lowest bits hold n + 127, and p = e^r - 1.
//
// Rounding by adding 1.5 * 2^23; log 2 in two pieces, the first of nine bits, so that n times it is exact. The
// polynomial is the best of its degree for the relative error of e^r, 2^-28.2.
#define ROUNDER 0x1.8p23f
typedef struct {
  Floats rounded, rest;
} Exponent;

BODY Exponent splitExponent(Floats x) {
  const Floats rounded = x * 0x1.715476p0f + ROUNDER;
  const Floats n = rounded - ROUNDER;
  const Floats r = (x - n * 0x1.63p-1f) - n * -0x1.bd0106p-13f;
  const Floats q = (((r * 0x1.6a21acp-10f + 0x1.123b6ap-7f) * r + 0x1.5558fap-5f) * r + 0x1.555490p-3f) * r +
                   0x1.fffffcp-2f;
  return (Exponent){rounded, r + r * r * q};
}

// 2^n for n from -126 to 127.
BODY Floats powerOfTwo(Integers n) { return (Floats)((n + 127) << 23); }

BODY Integers wholePart(Exponent e) { return (Integers)e.rounded - (Integers)(Floats)ROUNDER; }

// The exponential of any number, within 1.5 units in the last place; subnormal results are rounded once more.
BODY Floats exponential(Floats x) {
  const Exponent e = splitExponent(atMost(89, atLeast(-104.5f, x)));
  const Integers n = wholePart(e), half = n >> 1;
  return (1 + e.rest) * powerOfTwo(half) * powerOfTwo(n - half);
}

// The exponential of a number that is not positive, 0 below the logarithm of the smallest normal number.
#define LOG_SMALLEST -0x1.5d589ep6f
BODY Floats exponentialOfNegative(Floats x) {
  const Exponent e = splitExponent(atLeast(LOG_SMALLEST, x));
  const Floats result = (1 + e.rest) * powerOfTwo(wholePart(e));
  return x < LOG_SMALLEST ? (Floats)0 : result;
}

// e^x - 1 of a number that is not positive: 2^n p + (2^n - 1).
BODY Floats exponentialLessOne(Floats x) {
  const Exponent e = splitExponent(atLeast(-30, x));
  const Floats power = powerOfTwo(wholePart(e));
  return power * e.rest + (power - 1);
}

// log(1 + u) for u from 0 to 1: 2 atanh(s), s = u / (2 + u).
BODY Floats logarithmOfOnePlus(Floats u) {
  const Floats s = u / (2 + u);
  const Floats z = s * s;
  const Floats tail =
      ((z * 0x1.1f48e0p-3f + 0x1.1ea6f6p-3f) * z + 0x1.99d352p-3f) * z + 0x1.5554fep-2f;
  return 2 * s + 2 * s * z * tail;
}

// tanh x = -u / (2 + u) with u = e^-2|x| - 1, with the sign of x.
BODY Floats hyperbolicTangent(Floats x) {
  const Floats u = exponentialLessOne(-2 * absolute(x));
  return withSignOf(x, u / (2 + u));
}

// log(1 + e^x) = max(x, 0) + log(1 + e^-|x|).
BODY Floats softplus(Floats x) {
  const Floats positive = x > 0 ? x : (Floats)0;
  return positive + logarithmOfOnePlus(exponentialOfNegative(-absolute(x)));
}

// 1 / (1 + e^-x), by e^-|x|.
BODY Floats sigmoid(Floats x) {
  const Floats e = exponentialOfNegative(-absolute(x));
  return (x > 0 ? (Floats)1 : e) / (1 + e);
}

#endif
