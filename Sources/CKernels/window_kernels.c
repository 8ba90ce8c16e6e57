#include "window_kernels.h"

#define LANE_BYTES 32
#include "lanes.h"

#define TOTAL(v) ((v[0] + v[1]) + (v[2] + v[3]))

// Vectors are passed to what is inlined only.
#pragma clang diagnostic ignored "-Wpsabi"

INLINE void factor(long count, long n, long ld, const double *restrict diagonal, const double *restrict link,
                   const double *restrict coupling, const double *restrict pivot, double *restrict reciprocal,
                   double *restrict inverse) {
  for (long t = 0; t < count; t++) {
    double r = 1 / pivot[t];
    reciprocal[t] = r;
    double *block = inverse + t * ld * ld;
    const double *before = block - ld * ld;
    const double *c = coupling + t * ld, *l = link + t * ld;
    for (long i = 0; i < n; i++) {
      double f = -r * c[i], g = t > 0 ? -l[i] : 0;
      for (long j = 0; j < ld; j += 4) {
        lanes row = f * LANES(c + j);
        if (g != 0) row += g * (LANES(l + j) * LANES(before + i * ld + j));
        LANES(block + i * ld + j) = row;
      }
      block[i * ld + i] += diagonal[t * ld + i];
    }
    invert(block, n, ld);
  }
}

WIDE void window_factor(long count, long n, long ld, const double *diagonal, const double *link,
                        const double *coupling, const double *pivot, double *reciprocal, double *inverse) {
  switch (ld) {
  case 4: return factor(count, n, 4, diagonal, link, coupling, pivot, reciprocal, inverse);
  case 8: return factor(count, n, 8, diagonal, link, coupling, pivot, reciprocal, inverse);
  case 12: return factor(count, n, 12, diagonal, link, coupling, pivot, reciprocal, inverse);
  case 16: return factor(count, n, 16, diagonal, link, coupling, pivot, reciprocal, inverse);
  default: return factor(count, n, ld, diagonal, link, coupling, pivot, reciprocal, inverse);
  }
}

// Four entries of the product of a symmetric matrix with a vector.
INLINE lanes product(const double *restrict a, long n, long ld, const double *restrict x) {
  lanes sum = {0};
  long i = 0;
  for (; i + 4 <= n; i += 4) {
    const double *restrict row = a + i * ld;
    lanes low = x[i] * LANES(row) + x[i + 1] * LANES(row + ld);
    lanes high = x[i + 2] * LANES(row + 2 * ld) + x[i + 3] * LANES(row + 3 * ld);
    sum += low + high;
  }
  for (; i < n; i++) sum += x[i] * LANES(a + i * ld);
  return sum;
}

INLINE void solve(long count, long n, long ld, const double *restrict link, const double *restrict coupling,
                  const double *restrict reciprocal, const double *restrict inverse, double *restrict y,
                  double *restrict w) {
  for (long t = 0; t < count; t++) {
    double *now = y + t * ld;
    const double *c = coupling + t * ld, *l = link + t * ld;
    double f = w[t] * reciprocal[t];
    for (long j = 0; j < ld; j += 4) {
      lanes value = LANES(now + j) - f * LANES(c + j);
      if (t > 0) value -= LANES(l + j) * product(inverse + (t - 1) * ld * ld + j, n, ld, now - ld);
      LANES(now + j) = value;
    }
  }
  for (long t = count - 1; t >= 0; t--) {
    double *now = y + t * ld;
    const double *c = coupling + t * ld;
    double right[ld];
    for (long j = 0; j < ld; j += 4) {
      lanes value = LANES(now + j);
      if (t + 1 < count) value -= LANES(link + (t + 1) * ld + j) * LANES(now + ld + j);
      LANES(right + j) = value;
    }
    lanes dot = {0};
    for (long j = 0; j < ld; j += 4) {
      lanes value = product(inverse + t * ld * ld + j, n, ld, right);
      LANES(now + j) = value;
      dot += LANES(c + j) * value;
    }
    w[t] = (w[t] - TOTAL(dot)) * reciprocal[t];
  }
}

WIDE void window_solve(long count, long n, long ld, const double *link, const double *coupling,
                       const double *reciprocal, const double *inverse, double *y, double *w) {
  switch (ld) {
  case 4: return solve(count, n, 4, link, coupling, reciprocal, inverse, y, w);
  case 8: return solve(count, n, 8, link, coupling, reciprocal, inverse, y, w);
  case 12: return solve(count, n, 12, link, coupling, reciprocal, inverse, y, w);
  case 16: return solve(count, n, 16, link, coupling, reciprocal, inverse, y, w);
  default: return solve(count, n, ld, link, coupling, reciprocal, inverse, y, w);
  }
}

WIDE void window_apply(const window_rows *rows, const double *restrict x, const double *restrict supply,
                       const double *restrict load, double level, double *restrict balance, double *restrict held) {
  long ld = rows->ld, cells = rows->count * ld;
  for (long t = 0; t < rows->count; t++) {
    lanes net = {0};
    for (long j = 0; j < ld; j += WIDTH) {
      long k = t * ld + j;
      lanes given = LANES(x + k), taken = LANES(x + cells + k);
      lanes left = LANES(supply + k) - LANES(x + 2 * cells + k);
      left += LANES(rows->stored + j) * taken - LANES(rows->drawn + j) * given;
      if (t > 0) left += LANES(rows->carry + k) * LANES(x + 2 * cells + k - ld);
      LANES(balance + k) = left;
      net += given - taken;
    }
    held[t] = load[t] - level + x[rows->rooms + t] - TOTAL(net);
  }
}

INLINE void price(const window_rows *rows, const double *restrict y, const double *restrict w,
                  const double *restrict theta, const double *restrict drive, double *restrict target) {
  long ld = rows->ld, cells = rows->count * ld;
  for (long t = 0; t < rows->count; t++) {
    lanes load = w[t] - (lanes){0};
    for (long j = 0; j < ld; j += WIDTH) {
      long k = t * ld + j, c = k + cells, l = c + cells;
      lanes value = LANES(y + k), rise = value;
      lanes discharge = LANES(rows->drawn + j) * value + load, charge = -(LANES(rows->stored + j) * value) - load;
      if (t + 1 < rows->count) rise -= LANES(rows->carry + k + ld) * LANES(y + k + ld);
      LANES(target + k) = theta ? LANES(theta + k) * (discharge + LANES(drive + k)) : discharge;
      LANES(target + c) = theta ? LANES(theta + c) * (charge + LANES(drive + c)) : charge;
      LANES(target + l) = theta ? LANES(theta + l) * (rise + LANES(drive + l)) : rise;
    }
  }
  for (long t = 0, j = rows->rooms; t < rows->count; t++, j++) target[j] = theta ? theta[j] * (drive[j] - w[t]) : -w[t];
}

WIDE void window_price(const window_rows *rows, const double *y, const double *w, double *target) {
  price(rows, y, w, 0, 0, target);
}

WIDE void window_direct(const window_rows *rows, const double *y, const double *w, const double *theta,
                        const double *drive, double *target) {
  price(rows, y, w, theta, drive, target);
}

WIDE void window_assemble(const window_rows *rows, const double *restrict theta, double *restrict diagonal,
                          double *restrict link, double *restrict coupling, double *restrict pivot) {
  long ld = rows->ld, cells = rows->count * ld;
  const double *level = theta + 2 * cells;
  for (long t = 0; t < rows->count; t++) {
    lanes whole = {0};
    for (long j = 0; j < ld; j += WIDTH) {
      long k = t * ld + j;
      lanes discharge = LANES(theta + k), charge = LANES(theta + cells + k);
      lanes given = LANES(rows->drawn + j) * discharge, taken = LANES(rows->stored + j) * charge;
      lanes sum = LANES(level + k) + 1e-13 + LANES(rows->stored + j) * taken + LANES(rows->drawn + j) * given;
      lanes before = {0};
      if (t > 0) before = LANES(rows->carry + k) * LANES(level + k - ld);
      if (t > 0) sum += LANES(rows->carry + k) * before;
      LANES(link + k) = -before;
      LANES(diagonal + k) = sum;
      LANES(coupling + k) = given + taken;
      whole += discharge + charge;
    }
    pivot[t] = theta[rows->rooms + t] + 1e-13 + TOTAL(whole);
    // A row that nothing moves stands for itself.
    for (long k = t * ld; k < (t + 1) * ld; k++) diagonal[k] = diagonal[k] < 1e-12 ? 1 : diagonal[k];
  }
}

WIDE void window_subtract(long n, double f, const double *restrict x, double *restrict y) {
  for (long k = 0; k < n; k++) y[k] -= f * x[k];
}

WIDE double window_largest(long n, const double *x) {
  double most = 0;
  for (long k = 0; k < n; k++) most = larger(most, __builtin_fabs(x[k]));
  return most;
}

WIDE double window_gap(long n, const double *restrict x, const double *restrict slack, const double *restrict lower,
                       const double *restrict upper, const double *restrict isFree, double *restrict price,
                       double *restrict worst) {
  double gap = 0, most = 0;
  for (long j = 0; j < n; j++) {
    double left = upper[j] - lower[j] - price[j];
    price[j] = left;
    most = larger(most, isFree[j] != 0 ? __builtin_fabs(left) : 0);
    gap += x[j] * lower[j] + slack[j] * upper[j];
  }
  *worst = most;
  return gap;
}

WIDE void window_scale(long n, const double *restrict x, const double *restrict slack, const double *restrict lower,
                       const double *restrict upper, const double *restrict dual, const double *restrict isFree,
                       const double *restrict isCapped, double *restrict overX, double *restrict overSlack,
                       double *restrict theta, double *restrict drive) {
  for (long j = 0; j < n; j++) {
    double ox = isFree[j] != 0 ? 1 / x[j] : 0, os = isCapped[j] != 0 ? 1 / slack[j] : 0;
    overX[j] = ox;
    overSlack[j] = os;
    theta[j] = isFree[j] != 0 ? 1 / (lower[j] * ox + upper[j] * os) : 0;
    drive[j] = upper[j] - lower[j] - dual[j];
  }
}

WIDE double window_predict(long n, const double *restrict x, const double *restrict slack,
                           const double *restrict lower, const double *restrict upper,
                           const double *restrict isFree, const double *restrict isCapped,
                           const double *restrict overX, const double *restrict overSlack,
                           const double *restrict stepX, double *restrict stepLower, double *restrict stepUpper) {
  double primal = 1, duals = 1, after = 0;
  for (long j = 0; j < n; j++) {
    double toLower = stepX[j] * overX[j], toUpper = stepX[j] * overSlack[j];
    stepLower[j] = -lower[j] - lower[j] * toLower;
    stepUpper[j] = upper[j] * toUpper - upper[j];
    primal = larger(primal, larger(-toLower, toUpper));
    duals = larger(duals, larger(isFree[j] != 0 ? 1 + toLower : 0, isCapped[j] != 0 ? 1 - toUpper : 0));
  }
  double ap = 1 / primal, ad = 1 / duals;
  for (long j = 0; j < n; j++) {
    double d = ap * stepX[j];
    after += (x[j] + d) * (lower[j] + ad * stepLower[j]) + (slack[j] - d) * (upper[j] + ad * stepUpper[j]);
  }
  return after;
}

WIDE void window_correct(long n, double centre, const double *restrict lower, const double *restrict upper,
                         const double *restrict dual, const double *restrict overX, const double *restrict overSlack,
                         const double *restrict stepX, double *restrict stepLower, double *restrict stepUpper,
                         double *restrict drive) {
  for (long j = 0; j < n; j++) {
    double low = (centre - stepX[j] * stepLower[j]) * overX[j] - lower[j];
    double high = (centre + stepX[j] * stepUpper[j]) * overSlack[j] - upper[j];
    stepLower[j] = low;
    stepUpper[j] = high;
    drive[j] = low - high - dual[j];
  }
}

WIDE void window_advance(long n, double part, const double *restrict capacity, const double *restrict isFree,
                         const double *restrict isCapped, const double *restrict overX,
                         const double *restrict overSlack, const double *restrict stepX, double *restrict x,
                         double *restrict slack, double *restrict lower, double *restrict upper,
                         double *restrict stepLower, double *restrict stepUpper, double *restrict lengths) {
  double primal = 0, duals = 0;
  for (long j = 0; j < n; j++) {
    double toLower = stepX[j] * overX[j], toUpper = stepX[j] * overSlack[j];
    double low = stepLower[j] - lower[j] * toLower, high = stepUpper[j] + upper[j] * toUpper;
    stepLower[j] = low;
    stepUpper[j] = high;
    primal = larger(primal, larger(-toLower, toUpper));
    duals = larger(duals, larger(isFree[j] != 0 ? -low / lower[j] : 0, isCapped[j] != 0 ? -high / upper[j] : 0));
  }
  double ap = primal > part ? part / primal : 1, ad = duals > part ? part / duals : 1;
  for (long j = 0; j < n; j++) {
    double moved = x[j] + ap * stepX[j];
    x[j] = moved;
    lower[j] += ad * stepLower[j];
    upper[j] += ad * stepUpper[j];
    slack[j] = isCapped[j] != 0 ? larger(capacity[j] - moved, 1e-300) : 1;
  }
  lengths[0] = ap;
  lengths[1] = ad;
}

void sweep_bound(long count, long stride, double z, double stored, double drawn, const double *load,
                 const double *discharge, const double *charge, const double *lower, const double *upper,
                 const double *retained, const double *inflow, double *lowest, double *highest) {
  double low = 0, high = 0;
  for (long t = count - 1; t >= 0; t--) {
    long k = t * stride;
    low = t + 1 < count ? larger(low, lower[k]) : lower[k];
    high = t + 1 < count ? smaller(high, upper[k]) : upper[k];
    lowest[k] = low;
    highest[k] = high;
    low -= inflow[k] + stored * smaller(charge[k], larger(0, z - load[t]));
    high += drawn * discharge[k] - inflow[k];
    if (retained[k] != 1 && t > 0) {
      low /= retained[k];
      high /= retained[k];
    }
  }
}

WIDE void sweep_push(long n, const double *restrict discharge, const double *restrict charge,
                     const double *restrict lower, const double *restrict upper, const double *restrict retained,
                     const double *restrict inflow, const double *restrict lowest, const double *restrict highest,
                     const double *restrict isNeutral, const double *restrict perDrawn,
                     const double *restrict perStored, const double *restrict level, double *restrict before,
                     double *restrict power, double *restrict dischargeRoom, double *restrict chargeRoom,
                     double *restrict sums) {
  double given = 0, canGive = 0, canTake = 0;
#pragma clang loop vectorize_width(4) interleave_count(1)
  for (long i = 0; i < ((n + 3) & ~3); i++) {
    double low = isNeutral[i] != 0 ? lowest[i] : lower[i], high = isNeutral[i] != 0 ? highest[i] : upper[i];
    double start = retained[i] * level[i] + inflow[i];
    double above = (start - high) * perDrawn[i], under = (low - start) * perStored[i];
    double give = larger(0, smaller(discharge[i], above)), take = larger(0, smaller(charge[i], under));
    double down = larger(0, smaller(discharge[i], (start - low) * perDrawn[i]) - give);
    double up = larger(0, smaller(charge[i], (high - start) * perStored[i]) - take);
    down = take > 0 ? 0 : down;
    up = give > 0 ? 0 : up;
    before[i] = start;
    power[i] = give - take;
    dischargeRoom[i] = down;
    chargeRoom[i] = up;
    given += give - take;
    canGive += down;
    canTake += up;
  }
  sums[0] = given;
  sums[1] = canGive;
  sums[2] = canTake;
}

WIDE long sweep_settle(long n, const double *restrict lower, const double *restrict upper,
                       const double *restrict carriesOn, const double *restrict isNeutral,
                       const double *restrict rest, const double *restrict slack, const double *restrict drawn,
                       const double *restrict stored, const double *restrict before, const double *restrict power,
                       double *restrict level) {
  double off = 0, away = 0;
#pragma clang loop vectorize_width(4) interleave_count(1)
  for (long i = 0; i < ((n + 3) & ~3); i++) {
    double x = power[i];
    double now = before[i] - x * (x > 0 ? drawn[i] : stored[i]);
    level[i] = now;
    off = larger(off, larger(lower[i] - now, now - upper[i]) - slack[i]);
    double distance = larger(rest[i] - now, isNeutral[i] * (now - rest[i])) - slack[i];
    away = larger(away, carriesOn[i] != 0 ? distance : 0);
  }
  return (off <= 0 ? 1 : 0) + (away <= 0 ? 2 : 0);
}
