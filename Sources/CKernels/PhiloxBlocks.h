// The counter-based generator Philox 4x32-10, eight blocks at a time.

#ifndef CKERNELS_PHILOX_BLOCKS_H
#define CKERNELS_PHILOX_BLOCKS_H

#include "Clones.h"

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

#endif
