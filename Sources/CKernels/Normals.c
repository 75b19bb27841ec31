#include "CKernels.h"
#include "Clones.h"

#pragma STDC FP_CONTRACT OFF

// Normals made between two passes over the tails; 4 KiB of uniforms beside 4 KiB of results.
#define CHUNK 512

// Eight blocks of Philox 4x32-10 at consecutive counters: sixteen words in order.
BODY void philox(uint64_t key, uint64_t stream, Words counter, Words *first, Words *second) {
  // A lane holds a 32-bit word in its lower half; the upper half is whatever the last product left there.
  Words c0 = counter, c1 = counter >> 32;
  Words c2 = (Words)(stream & 0xFFFFFFFFu), c3 = (Words)(stream >> 32);
  uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; round++) {
    const Words a = (c0 & 0xFFFFFFFFu) * 0xD2511F53u;
    const Words b = (c2 & 0xFFFFFFFFu) * 0xCD9E8D57u;
    c0 = (b >> 32) ^ c1 ^ (uint64_t)k0;
    c2 = (a >> 32) ^ c3 ^ (uint64_t)k1;
    c1 = b;
    c3 = a;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  const Words even = (c0 & 0xFFFFFFFFu) | (c1 << 32);
  const Words odd = (c2 & 0xFFFFFFFFu) | (c3 << 32);
  *first = __builtin_shufflevector(even, odd, 0, 8, 1, 9, 2, 10, 3, 11);
  *second = __builtin_shufflevector(even, odd, 4, 12, 5, 13, 6, 14, 7, 15);
}

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

int ckIsSupported(CKLevel level) {
#if defined(__x86_64__)
  if (level == ckVersion4) return __builtin_cpu_supports("x86-64-v4") != 0;
  if (level == ckVersion3) return __builtin_cpu_supports("x86-64-v3") != 0;
#endif
  return level == ckPortable;
}
