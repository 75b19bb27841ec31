// How a kernel is compiled: one body, always inlined, into one function a processor level.

#ifndef CKERNELS_CLONES_H
#define CKERNELS_CLONES_H

#include <stdint.h>

// The bodies pass vectors to each other, which has no one convention across processors; being inlined, they need none.
#pragma clang diagnostic ignored "-Wpsabi"
#define BODY static inline __attribute__((always_inline))

#if defined(__x86_64__)
#define ON_VERSION3 __attribute__((target("arch=x86-64-v3")))
#define ON_VERSION4 __attribute__((target("arch=x86-64-v4")))
#else
#define ON_VERSION3
#define ON_VERSION4
#endif

// The function that is called: chosen once by the loader where it can.
#if defined(__x86_64__) && defined(__linux__)
#define CLONED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONED
#endif

// Eight lanes on every processor, so that sums over lanes have one order.
typedef double Numbers __attribute__((ext_vector_type(8)));
typedef uint64_t Words __attribute__((ext_vector_type(8)));
typedef double LooseNumbers __attribute__((ext_vector_type(8), aligned(8)));

#define LANES 8

BODY Numbers load(const double *from) { return *(const LooseNumbers *)from; }

BODY void store(double *to, Numbers numbers) { *(LooseNumbers *)to = numbers; }

#endif
