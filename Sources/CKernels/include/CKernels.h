// The innermost loops, vectorised and chosen by processor at run time; the same bits on every processor.

#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "NormalQuantile.h"

/// Processors for which a kernel is compiled apart.
typedef enum {
  ckPortable = 0,  // what every processor of the architecture has
  ckVersion3 = 3,  // x86-64-v3: AVX2
  ckVersion4 = 4,  // x86-64-v4: AVX-512
} CKLevel;

/// Returns whether this processor can run the kernels of a level.
int ckIsSupported(CKLevel level);

/// Fills a block with standard normals: number i comes from word i after the first word of a Philox block.
///
/// - out: room for 2 * blocks numbers.
/// - key, stream: the key of Philox 4x32-10 and the upper half of its counter.
/// - first: the lower half of the counter of the first block.
void ckFillNormals(double *out, size_t blocks, uint64_t key, uint64_t stream, uint64_t first);

/// The same from a given level, for tests; the level must be supported.
void ckFillNormalsAt(CKLevel level, double *out, size_t blocks, uint64_t key, uint64_t stream, uint64_t first);

#endif
