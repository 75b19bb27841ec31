#include "CKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

// Flush to zero (bit 15) and denormals are zero (bit 6).
unsigned ckFlushSubnormals(void) {
  const unsigned mode = _mm_getcsr();
  _mm_setcsr(mode | 0x8040);
  return mode;
}

void ckRestoreRounding(unsigned mode) { _mm_setcsr(mode); }
#elif defined(__aarch64__)
unsigned ckFlushSubnormals(void) {
  unsigned long mode;
  __asm__ volatile("mrs %0, fpcr" : "=r"(mode));
  __asm__ volatile("msr fpcr, %0" : : "r"(mode | 1ul << 24));
  return (unsigned)mode;
}

void ckRestoreRounding(unsigned mode) { __asm__ volatile("msr fpcr, %0" : : "r"((unsigned long)mode)); }
#else
unsigned ckFlushSubnormals(void) { return 0; }
void ckRestoreRounding(unsigned mode) { (void)mode; }
#endif
