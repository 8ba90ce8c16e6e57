#include "stage_kernels.h"

#define LANE_BYTES 64
#include "lanes.h"

WIDE void stage_invert(double *restrict a, long n, long ld) { invert(a, n, ld); }

// The matrix is symmetric, so its rows serve as columns; sums stay in registers over a block of columns.
WIDE void stage_multiply(const double *restrict a, long n, long ld, const double *restrict x, double *restrict y,
                         long count) {
  long v = 0;
  for (; v + 4 <= count; v += 4) {
    const double *restrict x0 = x + v * ld, *restrict x1 = x0 + ld, *restrict x2 = x1 + ld, *restrict x3 = x2 + ld;
    for (long j = 0; j < ld; j += 8) {
      lanes s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};
      for (long i = 0; i < n; i++) {
        lanes r = LANES(a + i * ld + j);
        s0 += x0[i] * r;
        s1 += x1[i] * r;
        s2 += x2[i] * r;
        s3 += x3[i] * r;
      }
      LANES(y + v * ld + j) = s0;
      LANES(y + (v + 1) * ld + j) = s1;
      LANES(y + (v + 2) * ld + j) = s2;
      LANES(y + (v + 3) * ld + j) = s3;
    }
  }
  for (; v < count; v++) {
    const double *restrict in = x + v * ld;
    double *restrict out = y + v * ld;
    long j = 0;
    for (; j + 32 <= ld; j += 32) {
      lanes s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};
      for (long i = 0; i < n; i++) {
        const double *restrict row = a + i * ld + j;
        double f = in[i];
        s0 += f * LANES(row);
        s1 += f * LANES(row + 8);
        s2 += f * LANES(row + 16);
        s3 += f * LANES(row + 24);
      }
      LANES(out + j) = s0;
      LANES(out + j + 8) = s1;
      LANES(out + j + 16) = s2;
      LANES(out + j + 24) = s3;
    }
    for (; j < ld; j += 8) {
      lanes s0 = {0};
      for (long i = 0; i < n; i++) s0 += in[i] * LANES(a + i * ld + j);
      LANES(out + j) = s0;
    }
  }
}

WIDE void stage_multiply_subtract(const double *restrict a, long n, long ld, const double *restrict x,
                                  double *restrict y) {
  for (long j = 0; j < ld; j += 8) {
    lanes even = LANES(y + j), odd = {0};
    long i = 0;
    for (; i + 2 <= n; i += 2) {
      even -= x[i] * LANES(a + i * ld + j);
      odd -= x[i + 1] * LANES(a + (i + 1) * ld + j);
    }
    if (i < n) even -= x[i] * LANES(a + i * ld + j);
    LANES(y + j) = even + odd;
  }
}

WIDE double stage_dot(const double *restrict x, const double *restrict y, long n) {
  double sum = 0;
  for (long i = 0; i < n; i++) sum += x[i] * y[i];
  return sum;
}

WIDE double stage_pass_theta(long n, const double *restrict x, const double *restrict s, const double *restrict l,
                             const double *restrict u, double scale, double *restrict theta, double *restrict rhs) {
  double sum = 0;
  for (long t = 0; t < n; t++) {
    double xl = x[t] * l[t], su = s[t] * u[t];
    double th = x[t] * s[t] / (l[t] * s[t] + u[t] * x[t]) * scale;
    sum += xl + su;
    theta[t] += th * scale;
    rhs[t] += th * (u[t] - l[t]);
  }
  return sum;
}

INLINE double within(double value, double most) { return smaller(larger(value, -most), most); }

WIDE void stage_pass_predictor(long n, const double *restrict x, const double *restrict s, const double *restrict l,
                               const double *restrict u, double scale, const double *restrict da,
                               double *restrict centre, double *restrict corrector, double most,
                               double *restrict sums) {
  double b1 = 0, b2 = 0, b3 = 0, p = 0, q = 0;
  for (long t = 0; t < n; t++) {
    double xs = x[t] * s[t], both = l[t] * s[t] + u[t] * x[t];
    double inverse = 1 / (xs * both);
    double ix = s[t] * both * inverse, is = x[t] * both * inverse, th = xs * xs * inverse;
    double e = th * (u[t] - l[t] + scale * da[t]);
    double rx = e * ix, rs = e * is;
    double el = -l[t] * (1 + rx), eu = -u[t] * (1 - rs);
    p = larger(p, larger(-rx, rs));
    q = larger(q, larger(1 + rx, 1 - rs));
    b1 += e * (l[t] - u[t]);
    b2 += x[t] * el + s[t] * eu;
    b3 += e * (el - eu);
    centre[t] += scale * th * (ix - is);
    corrector[t] -= scale * th * (within(e * el, most) * ix + within(e * eu, most) * is);
  }
  sums[0] += b1;
  sums[1] += b2;
  sums[2] += b3;
  sums[3] = larger(sums[3], p);
  sums[4] = larger(sums[4], q);
}

// What the combined direction moves a column by: its distance to the lower limit and the two multipliers.
typedef struct {
  double x, l, u;
} column_step;

// One division serves 1/x, 1/s and θ.
INLINE column_step direction(double x, double s, double l, double u, double scale, double mu, double da, double d,
                             double most) {
  double xs = x * s, both = l * s + u * x;
  double inverse = 1 / (xs * both);
  double ix = s * both * inverse, is = x * both * inverse, th = xs * xs * inverse;
  double e = th * (u - l + scale * da);
  double el = -l * (1 + e * ix), eu = -u * (1 - e * is);
  double rl = (mu - within(e * el, most)) * ix - l, ru = (mu + within(e * eu, most)) * is - u;
  double f = th * (rl - ru + scale * d);
  return (column_step){f, rl - l * ix * f, ru + u * is * f};
}

// Few leave their box: whole vectors are passed over where none does.
WIDE void stage_pass_lengths(long n, const double *restrict x, const double *restrict s, const double *restrict l,
                             const double *restrict u, double scale, double mu, const double *restrict da,
                             const double *restrict d, double most, const double *restrict lengths, long count,
                             long *restrict primal, long *restrict dual, double *restrict worst) {
  double p[64], q[64];
  double worst_p = 0, worst_q = 0;
  for (long first = 0; first < n; first += 64) {
    long size = n - first < 64 ? n - first : 64;
    double most_p = 0, most_q = 0;
    for (long k = 0; k < size; k++) {
      long t = first + k;
      column_step step = direction(x[t], s[t], l[t], u[t], scale, mu, da[t], d[t], most);
      double xs = x[t] * s[t], lu = l[t] * u[t];
      double inverse = 1 / (xs * lu);
      double ix = s[t] * lu * inverse, is = x[t] * lu * inverse;
      double il = xs * u[t] * inverse, iu = xs * l[t] * inverse;
      p[k] = larger(-step.x * ix, step.x * is);
      q[k] = larger(-step.l * il, -step.u * iu);
      most_p = larger(most_p, p[k]);
      most_q = larger(most_q, q[k]);
    }
    worst_p = larger(worst_p, most_p);
    worst_q = larger(worst_q, most_q);
    if (most_p > 1)
      for (long i = 0; i < count && most_p * lengths[i] > 1; i++) {
        long out = 0;
        for (long k = 0; k < size; k++) out += p[k] * lengths[i] > 1;
        primal[i] += out;
      }
    if (most_q > 1)
      for (long i = 0; i < count && most_q * lengths[i] > 1; i++) {
        long out = 0;
        for (long k = 0; k < size; k++) out += q[k] * lengths[i] > 1;
        dual[i] += out;
      }
  }
  worst[0] = larger(worst[0], worst_p);
  worst[1] = larger(worst[1], worst_q);
}

// The distances and multipliers after the direction, cut short.
typedef struct {
  double x, s, l, u;
} column_state;

INLINE column_state moved(double x, double s, double l, double u, column_step step, double primal, double dual,
                          double keep) {
  double by = smaller(larger(primal * step.x, (keep - 1) * x), (1 - keep) * s);
  double nl = l + dual * step.l, nu = u + dual * step.u;
  double lift = larger(0, larger(keep * l - nl, keep * u - nu));
  return (column_state){x + by, s - by, nl + lift, nu + lift};
}

WIDE double stage_trial(long n, const double *restrict x, const double *restrict s, const double *restrict l,
                        const double *restrict u, double scale, double mu, const double *restrict da,
                        const double *restrict d, double most, double primal, double dual, double keep) {
  double sum = 0;
  for (long t = 0; t < n; t++) {
    column_step step = direction(x[t], s[t], l[t], u[t], scale, mu, da[t], d[t], most);
    column_state next = moved(x[t], s[t], l[t], u[t], step, primal, dual, keep);
    sum += next.x * next.l + next.s * next.u;
  }
  return sum;
}

WIDE double stage_step(long n, double *restrict x, double *restrict s, double *restrict l, double *restrict u,
                       double scale, double mu, const double *restrict da, const double *restrict d, double most,
                       double primal, double dual, double keep) {
  double sum = 0;
  for (long t = 0; t < n; t++) {
    column_step step = direction(x[t], s[t], l[t], u[t], scale, mu, da[t], d[t], most);
    column_state next = moved(x[t], s[t], l[t], u[t], step, primal, dual, keep);
    x[t] = next.x;
    s[t] = next.s;
    l[t] = next.l;
    u[t] = next.u;
    sum += next.x * next.l + next.s * next.u;
  }
  return sum;
}

WIDE double stage_pass_bound(long n, const double *restrict lower, const double *restrict upper,
                             const double *restrict cost, double scale, const double *restrict price) {
  double sum = 0;
  for (long t = 0; t < n; t++) {
    double rc = cost[t] - scale * price[t];
    sum += smaller(rc * lower[t], rc * upper[t]);
  }
  return sum;
}
