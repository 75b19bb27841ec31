#include "CKernels.h"
#include "Clones.h"
#include "PhiloxBlocks.h"

#pragma STDC FP_CONTRACT OFF

// Normals made between two passes over the tails; 4 KiB of uniforms beside 4 KiB of results.
#define CHUNK 512

// A word as a uniform number in (-1/2, 1/2), an odd multiple of 2^-53: its upper 52 bits, read with their sign, and a
// half. The bits are put behind the exponent of 1, which gives a number in [1, 2) without a conversion.
BODY Numbers centredUniform(Words words) {
  const Words bits = ((words ^ 0x8000000000000000u) >> 12) | 0x3FF0000000000000u;
  return ((Numbers)bits - 1.5) + 0x1p-53;
}

BODY Numbers central(Numbers centred) {
  const Numbers r = 0.180625 - centred * centred;
  return centred * CK_CENTRAL_ABOVE(r) / CK_CENTRAL_BELOW(r);
}

// The square root of -log(tail).
BODY Numbers tailRoot(Numbers tail) {
  const Words bits = (Words)tail + CK_LOG_SHIFT;
  const Numbers k = (Numbers)((bits >> 52) | CK_INTEGER_BITS) - CK_EXPONENT_ZERO;
  const Numbers m = (Numbers)((bits & CK_MANTISSA) + CK_ROOT_HALF_BITS);
  const Numbers s = (m - 1.0) / (m + 1.0);
  const Numbers z = s * s;
  return __builtin_elementwise_sqrt(-CK_LOG_SUM(k, s, z));
}

// Replaces those of a chunk of results that lie in the tails, 15 % of them, gathered into whole vectors.
BODY void tails(double *out, const double *centred) {
  uint16_t places[CHUNK + 1];
  double sides[CHUNK + LANES] __attribute__((aligned(64)));
  double results[CHUNK + LANES] __attribute__((aligned(64)));
  size_t count = 0;
  for (size_t i = 0; i < CHUNK; i++) {
    places[count] = (uint16_t)i;
    count += __builtin_fabs(centred[i]) > CK_CENTRAL;
  }
  for (size_t i = 0; i < count; i++) sides[i] = centred[places[i]];
  for (size_t i = 0; i < LANES; i++) sides[count + i] = CK_CENTRAL;

  Numbers largest = 0;
  for (size_t i = 0; i < count; i += LANES) {
    const Numbers root = tailRoot(0.5 - __builtin_elementwise_abs(load(sides + i)));
    largest = __builtin_elementwise_max(largest, root);
    store(results + i, root);
  }
  for (size_t i = 0; i < count; i += LANES) {
    const Numbers r = load(results + i) - 1.6;
    store(results + i, __builtin_elementwise_copysign(CK_TAIL_ABOVE(r) / CK_TAIL_BELOW(r), load(sides + i)));
  }
  for (size_t i = 0; i < count; i++) out[places[i]] = results[i];
  // Once in 4e10 numbers.
  if (__builtin_reduce_max(largest) > 5) {
    for (size_t i = 0; i < count; i++) {
      out[places[i]] = ckNormalQuantile(sides[i], 0.5 - __builtin_fabs(sides[i]));
    }
  }
}

BODY void fill(double *out, size_t blocks, uint64_t key, uint64_t stream, uint64_t first) {
  double centred[CHUNK] __attribute__((aligned(64)));
  double rest[CHUNK] __attribute__((aligned(64)));
  Words counter = {0, 1, 2, 3, 4, 5, 6, 7};
  counter += first;
  while (blocks > 0) {
    const size_t whole = blocks < CHUNK / 2 ? blocks : CHUNK / 2;
    double *target = whole == CHUNK / 2 ? out : rest;
    // Short loops one after another: the processor works on several turns of each at a time.
    for (size_t i = 0; i < CHUNK; i += 2 * LANES) {
      Words words[2];
      philox(key, stream, counter, &words[0], &words[1]);
      counter += LANES;
      store(centred + i, centredUniform(words[0]));
      store(centred + i + LANES, centredUniform(words[1]));
    }
    for (size_t i = 0; i < CHUNK; i += LANES) store(target + i, central(load(centred + i)));
    tails(target, centred);
    if (target == rest) memcpy(out, rest, 2 * whole * sizeof *out);
    out += 2 * whole;
    blocks -= whole;
  }
}

static void portable(double *out, size_t blocks, uint64_t key, uint64_t stream, uint64_t first) {
  fill(out, blocks, key, stream, first);
}

ON_VERSION3 static void version3(double *out, size_t blocks, uint64_t key, uint64_t stream, uint64_t first) {
  fill(out, blocks, key, stream, first);
}

ON_VERSION4 static void version4(double *out, size_t blocks, uint64_t key, uint64_t stream, uint64_t first) {
  fill(out, blocks, key, stream, first);
}

CLONED void ckFillNormals(double *out, size_t blocks, uint64_t key, uint64_t stream, uint64_t first) {
  fill(out, blocks, key, stream, first);
}

void ckFillNormalsAt(CKLevel level, double *out, size_t blocks, uint64_t key, uint64_t stream, uint64_t first) {
  if (level == ckVersion4) {
    version4(out, blocks, key, stream, first);
  } else if (level == ckVersion3) {
    version3(out, blocks, key, stream, first);
  } else {
    portable(out, blocks, key, stream, first);
  }
}

void ckFillFloatNormals(float *out, size_t blocks, uint64_t key, uint64_t stream, uint64_t first) {
  double numbers[CHUNK] __attribute__((aligned(64)));
  while (blocks > 0) {
    const size_t part = blocks < CHUNK / 2 ? blocks : CHUNK / 2;
    ckFillNormals(numbers, part, key, stream, first);
    for (size_t i = 0; i < 2 * part; i++) out[i] = (float)numbers[i];
    out += 2 * part;
    blocks -= part;
    first += part;
  }
}

int ckIsSupported(CKLevel level) {
#if defined(__x86_64__)
  if (level == ckVersion4) return __builtin_cpu_supports("x86-64-v4") != 0;
  if (level == ckVersion3) return __builtin_cpu_supports("x86-64-v3") != 0;
#endif
  return level == ckPortable;
}
