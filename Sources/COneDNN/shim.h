// The single-precision matrix product of oneDNN, and the one call that keeps it on the thread that asks.
#include <oneapi/dnnl/dnnl.h>

/// Sets the number of threads that parallel regions started by the calling thread use (OpenMP).
void omp_set_num_threads(int threads);
