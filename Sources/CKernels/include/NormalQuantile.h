// The standard normal quantile: Wichura (1988), algorithm AS 241, routine PPND16, about 16 digits.
//
// Each rational function is written once, as a macro over an argument that is a number or a vector of numbers, so that
// the function for one number (below) and the kernel for many (Normals.c) are the same sequence of IEEE operations.
// Nothing is contracted into fused multiplications: the bits are the same on every processor.

#ifndef CKERNELS_NORMAL_QUANTILE_H
#define CKERNELS_NORMAL_QUANTILE_H

#include <stdint.h>
#include <string.h>

// Horner's rule for degree 7.
#define CK_HORNER(r, c7, c6, c5, c4, c3, c2, c1, c0)                                                                   \
  ((((((((c7) * (r) + (c6)) * (r) + (c5)) * (r) + (c4)) * (r) + (c3)) * (r) + (c2)) * (r) + (c1)) * (r) + (c0))

// Half the width of the central region: |p - 1/2| up to here.
#define CK_CENTRAL 0.425

// The centre, r = 0.425² - (p - 1/2)²: the quantile is (p - 1/2) * above / below.
#define CK_CENTRAL_ABOVE(r)                                                                                            \
  CK_HORNER(r, 2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,             \
            13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.3871328727963666080)
#define CK_CENTRAL_BELOW(r)                                                                                            \
  CK_HORNER(r, 5226.4952788528545610, 28729.085735721942674, 39307.895800092710610, 21213.794301586595867,             \
            5394.1960214247511077, 687.18700749205790830, 42.313330701600911252, 1.0)

// The tail, r = sqrt(-log(tail)) - 1.6, for a root up to 5: the quantile is above / below.
#define CK_TAIL_ABOVE(r)                                                                                               \
  CK_HORNER(r, 7.74545014278341407640e-4, 0.0227238449892691845833, 0.241780725177450611770, 1.27045825245236838258,   \
            3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734)
#define CK_TAIL_BELOW(r)                                                                                               \
  CK_HORNER(r, 1.05075007164441684324e-9, 5.47593808499534494600e-4, 0.0151986665636164571966,                         \
            0.148103976427480074590, 0.689767334985100004550, 1.67638483018380384940, 2.05319162663775882187, 1.0)

// The far tail, r = sqrt(-log(tail)) - 5, for a root above 5.
#define CK_FAR_ABOVE(r)                                                                                                \
  CK_HORNER(r, 2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.00124266094738807843860,                        \
            0.0265321895265761230930, 0.296560571828504891230, 1.78482653991729133580, 5.46378491116411436990,         \
            6.65790464350110377720)
#define CK_FAR_BELOW(r)                                                                                                \
  CK_HORNER(r, 2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5,                       \
            7.86869131145613259100e-4, 0.0148753612908506148525, 0.136929880922735805310, 0.599832206555887937690, 1.0)

// The logarithm x = 2^k m, m in [sqrt(1/2), sqrt(2)): k log 2 + 2 atanh(s), s = (m - 1)/(m + 1), |s| < 0.1716.
// The series of atanh is cut after s^21, where the rest is below 1e-18 absolute. log 2 is held in two pieces, the
// first with eleven zero bits at its end, so that k times it is exact.
#define CK_LOG2_HIGH 0x1.62e42fefa3800p-1
#define CK_LOG2_LOW 0x1.ef35793c76730p-45
#define CK_ATANH_TAIL(z)                                                                                               \
  ((((((((((1.0 / 21) * (z) + 1.0 / 19) * (z) + 1.0 / 17) * (z) + 1.0 / 15) * (z) + 1.0 / 13) * (z) + 1.0 / 11) *     \
         (z) + 1.0 / 9) * (z) + 1.0 / 7) * (z) + 1.0 / 5) * (z) + 1.0 / 3)
// Twice s, plus twice the rest of atanh and the low part of k log 2, plus the high part.
#define CK_LOG_SUM(k, s, z)                                                                                            \
  ((k) * CK_LOG2_HIGH + ((s) * 2.0 + ((s) * 2.0 * (z) * CK_ATANH_TAIL(z) + (k) * CK_LOG2_LOW)))

// Adding this to the bits of x brings the exponent of [sqrt(1/2), sqrt(2)) to that of 1.
#define CK_LOG_SHIFT 0x00095F619980C433u
#define CK_ROOT_HALF_BITS 0x3FE6A09E667F3BCDu
#define CK_MANTISSA 0x000FFFFFFFFFFFFFu
// Or-ed with an integer below 2^52 these are the bits of 2^52 plus that integer.
#define CK_INTEGER_BITS 0x4330000000000000u
#define CK_EXPONENT_ZERO (0x1p52 + 1023)

/// Returns log(x) for x in (0, 0.075], within 0.7 units in the last place.
static inline double ckTailLogarithm(double x) {
#pragma STDC FP_CONTRACT OFF
  double below = 0;
  if (x < 0x1p-1022) {  // A subnormal number has no exponent of its own.
    x *= 0x1p54;
    below = 54;
  }
  uint64_t bits, exponent, mantissa;
  memcpy(&bits, &x, sizeof bits);
  bits += CK_LOG_SHIFT;
  exponent = (bits >> 52) | CK_INTEGER_BITS;
  mantissa = (bits & CK_MANTISSA) + CK_ROOT_HALF_BITS;
  double k, m;
  memcpy(&k, &exponent, sizeof k);
  memcpy(&m, &mantissa, sizeof m);
  k = k - CK_EXPONENT_ZERO - below;
  const double s = (m - 1) / (m + 1);
  const double z = s * s;
  return CK_LOG_SUM(k, s, z);
}

/// Returns the standard normal quantile of 1/2 + centred.
///
/// - centred: the probability less 1/2, in (-1/2, 1/2).
/// - tail: the smaller of the probability and its complement, which centred alone would round; positive.
static inline double ckNormalQuantile(double centred, double tail) {
#pragma STDC FP_CONTRACT OFF
  const double size = centred < 0 ? -centred : centred;
  if (size <= CK_CENTRAL) {
    const double r = 0.180625 - centred * centred;
    return centred * CK_CENTRAL_ABOVE(r) / CK_CENTRAL_BELOW(r);
  }
  const double root = __builtin_sqrt(-ckTailLogarithm(tail));
  double far;
  if (root <= 5) {
    const double r = root - 1.6;
    far = CK_TAIL_ABOVE(r) / CK_TAIL_BELOW(r);
  } else {
    const double r = root - 5;
    far = CK_FAR_ABOVE(r) / CK_FAR_BELOW(r);
  }
  return centred < 0 ? -far : far;
}

#endif
