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
    double both = 1 / (x[t] * s[t]);
    double ix = s[t] * both, is = x[t] * both;
    double th = 1 / (l[t] * ix + u[t] * is);
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

WIDE void stage_pass_direction(long n, const double *restrict x, const double *restrict s, const double *restrict l,
                               const double *restrict u, double scale, double mu, const double *restrict da,
                               const double *restrict d, double *restrict dx, double *restrict dl,
                               double *restrict du, double most, double *restrict worst) {
  double p = 0, q = 0;
  for (long t = 0; t < n; t++) {
    double both = 1 / (x[t] * s[t]);
    double ix = s[t] * both, is = x[t] * both;
    double lx = l[t] * ix, us = u[t] * is;
    double th = 1 / (lx + us);
    double e = th * (u[t] - l[t] + scale * da[t]);
    double el = -l[t] * (1 + e * ix), eu = -u[t] * (1 - e * is);
    double rl = (mu - within(e * el, most)) * ix - l[t], ru = (mu + within(e * eu, most)) * is - u[t];
    double f = th * (rl - ru + scale * d[t]);
    double fl = rl - lx * f, fu = ru + us * f;
    dx[t] = f;
    dl[t] = fl;
    du[t] = fu;
    p = larger(p, larger(-f * ix, f * is));
    q = larger(q, larger(-fl / l[t], -fu / u[t]));
  }
  worst[0] = larger(worst[0], p);
  worst[1] = larger(worst[1], q);
}

// Few leave their box: whole vectors are passed over where none does.
WIDE void stage_count_violations(long n, const double *x, const double *s, const double *l, const double *u,
                                 const double *dx, const double *dl, const double *du, const double *lengths,
                                 long count, long *primal, long *dual) {
  double p[8], q[8];
  for (long t = 0; t < n; t += 8) {
    long size = n - t < 8 ? n - t : 8;
    double most = 0;
    for (long k = 0; k < size; k++) {
      p[k] = larger(-dx[t + k] / x[t + k], dx[t + k] / s[t + k]);
      q[k] = larger(-dl[t + k] / l[t + k], -du[t + k] / u[t + k]);
      most = larger(most, larger(p[k], q[k]));
    }
    if (most <= 1) continue;
    for (long k = 0; k < size; k++) {
      if (p[k] > 1)
        for (long i = 0; i < count; i++) primal[i] += p[k] * lengths[i] > 1;
      if (q[k] > 1)
        for (long i = 0; i < count; i++) dual[i] += q[k] * lengths[i] > 1;
    }
  }
}

WIDE double stage_trial(long n, const double *restrict x, const double *restrict s, const double *restrict l,
                        const double *restrict u, const double *restrict dx, const double *restrict dl,
                        const double *restrict du, double primal, double dual, double keep) {
  double sum = 0;
  for (long t = 0; t < n; t++) {
    double step = smaller(larger(primal * dx[t], (keep - 1) * x[t]), (1 - keep) * s[t]);
    double nl = l[t] + dual * dl[t], nu = u[t] + dual * du[t];
    double lift = larger(0, larger(keep * l[t] - nl, keep * u[t] - nu));
    sum += (x[t] + step) * (nl + lift) + (s[t] - step) * (nu + lift);
  }
  return sum;
}

WIDE double stage_step(long n, double *restrict x, double *restrict s, double *restrict l, double *restrict u,
                       const double *restrict dx, const double *restrict dl, const double *restrict du,
                       double primal, double dual, double keep) {
  double sum = 0;
  for (long t = 0; t < n; t++) {
    double step = smaller(larger(primal * dx[t], (keep - 1) * x[t]), (1 - keep) * s[t]);
    double nl = l[t] + dual * dl[t], nu = u[t] + dual * du[t];
    double lift = larger(0, larger(keep * l[t] - nl, keep * u[t] - nu));
    x[t] += step;
    s[t] -= step;
    l[t] = nl + lift;
    u[t] = nu + lift;
    sum += x[t] * l[t] + s[t] * u[t];
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
