// What the kernels share. Whoever includes this says how long its vectors are, in bytes: LANE_BYTES.

#if defined(__x86_64__)
#define WIDE __attribute__((target_clones("avx512f", "arch=x86-64-v3", "default")))
#else
#define WIDE
#endif
#define INLINE static inline __attribute__((always_inline))

// Sums and maxima may be taken in any order, so that they vectorise. There are no infinities and no NaNs here; what is
// tiny must not be added to what is not, and taken from it again: masks choose, and are no factors.
#pragma float_control(precise, off)

typedef double lanes __attribute__((vector_size(LANE_BYTES), aligned(8)));
#define LANES(pointer) (*(lanes *)(pointer))
#define WIDTH (LANE_BYTES / 8)

INLINE double larger(double a, double b) { return __builtin_fmax(a, b); }
INLINE double smaller(double a, double b) { return __builtin_fmin(a, b); }

// Inverse in place by Gauss-Jordan on four pivots at a time: every row is loaded and stored once for four updates.
INLINE void invert(double *restrict a, long n, long ld) {
  long k = 0;
  for (; k + 4 <= n; k += 4) {
    double p[4][8];
    for (long i = 0; i < 4; i++)
      for (long j = 0; j < 4; j++) {
        p[i][j] = a[(k + i) * ld + k + j];
        p[i][4 + j] = i == j;
      }
    for (long q = 0; q < 4; q++) {
      double inverse = 1 / p[q][q];
      for (long j = 0; j < 8; j += WIDTH) LANES(p[q] + j) *= inverse;
      for (long i = 0; i < 4; i++) {
        if (i == q) continue;
        double f = p[i][q];
        for (long j = 0; j < 8; j += WIDTH) LANES(p[i] + j) -= f * LANES(p[q] + j);
      }
    }
    double *restrict r0 = a + k * ld, *restrict r1 = r0 + ld, *restrict r2 = r1 + ld, *restrict r3 = r2 + ld;
    for (long j = 0; j < ld; j += WIDTH) {
      lanes b0 = LANES(r0 + j), b1 = LANES(r1 + j), b2 = LANES(r2 + j), b3 = LANES(r3 + j);
      LANES(r0 + j) = p[0][4] * b0 + p[0][5] * b1 + p[0][6] * b2 + p[0][7] * b3;
      LANES(r1 + j) = p[1][4] * b0 + p[1][5] * b1 + p[1][6] * b2 + p[1][7] * b3;
      LANES(r2 + j) = p[2][4] * b0 + p[2][5] * b1 + p[2][6] * b2 + p[2][7] * b3;
      LANES(r3 + j) = p[3][4] * b0 + p[3][5] * b1 + p[3][6] * b2 + p[3][7] * b3;
    }
    for (long i = 0; i < 4; i++)
      for (long j = 0; j < 4; j++) a[(k + i) * ld + k + j] = p[i][4 + j];
    for (long i = 0; i < n; i++) {
      if (i >= k && i < k + 4) continue;
      double *restrict row = a + i * ld;
      double f0 = row[k], f1 = row[k + 1], f2 = row[k + 2], f3 = row[k + 3];
      row[k] = row[k + 1] = row[k + 2] = row[k + 3] = 0;
      for (long j = 0; j < ld; j += WIDTH)
        LANES(row + j) -= f0 * LANES(r0 + j) + f1 * LANES(r1 + j) + f2 * LANES(r2 + j) + f3 * LANES(r3 + j);
    }
  }
  for (; k < n; k++) {
    double *restrict pivot = a + k * ld;
    double p = 1 / pivot[k];
    pivot[k] = 1;
    for (long j = 0; j < ld; j += WIDTH) LANES(pivot + j) *= p;
    for (long i = 0; i < n; i++) {
      if (i == k) continue;
      double *restrict row = a + i * ld;
      double f = row[k];
      row[k] = 0;
      for (long j = 0; j < ld; j += WIDTH) LANES(row + j) -= f * LANES(pivot + j);
    }
  }
}
