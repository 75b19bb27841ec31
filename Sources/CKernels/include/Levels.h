// Processor levels: each kernel is compiled for several, and the loader chooses.

#ifndef CKERNELS_LEVELS_H
#define CKERNELS_LEVELS_H

/// Processors for which a kernel is compiled apart.
typedef enum {
  ckPortable = 0,  // what every processor of the architecture has
  ckVersion3 = 3,  // x86-64-v3: AVX2
  ckVersion4 = 4,  // x86-64-v4: AVX-512
} CKLevel;

/// Returns whether this processor can run the kernels of a level.
int ckIsSupported(CKLevel level);

/// Declares a kernel, and the same kernel at a given level, for tests; the level must be supported.
#define CK_KERNEL(name, ...) \
  void name(__VA_ARGS__);    \
  void name##At(CKLevel level, __VA_ARGS__)

#endif
