#include "trap.h"
#include <math.h>

static int kind_of_bounds(double lower, double upper) {
  if (isinf(lower)) return isinf(upper) ? GLP_FR : GLP_UP;
  if (isinf(upper)) return GLP_LO;
  return lower == upper ? GLP_FX : GLP_DB;
}

static void set_row(glp_prob *prob, int row, double lower, double upper) {
  glp_set_row_bnds(prob, row, kind_of_bounds(lower, upper), lower, upper);
}

static void set_column(glp_prob *prob, int column, double lower, double upper) {
  glp_set_col_bnds(prob, column, kind_of_bounds(lower, upper), lower, upper);
}

int cglpk_load(cglpk_problem *problem, int columns, const double *column_lower, const double *column_upper,
               const double *cost, const bool *is_integer, double offset, int rows, const double *row_lower,
               const double *row_upper, const intptr_t *row_start, const int32_t *column_index,
               const double *coefficient) {
  GUARD(problem);
  glp_prob *prob = problem->prob;
  glp_erase_prob(prob);
  if (columns > 0) glp_add_cols(prob, columns);
  if (rows > 0) glp_add_rows(prob, rows);
  glp_set_obj_coef(prob, 0, offset);
  for (int j = 0; j < columns; j++) {
    set_column(prob, j + 1, column_lower[j], column_upper[j]);
    if (cost[j] != 0) glp_set_obj_coef(prob, j + 1, cost[j]);
    if (is_integer[j]) glp_set_col_kind(prob, j + 1, GLP_IV);
  }
  for (int i = 0; i < rows; i++) set_row(prob, i + 1, row_lower[i], row_upper[i]);

  const intptr_t first = row_start[0], count = row_start[rows] - first;
  if (count > INT32_MAX - 1) return cglpk_leave(CGLPK_NO_MEMORY);
  int *row = cglpk_buffer(sizeof(int) * (size_t)(count + 1));
  int *column = cglpk_buffer(sizeof(int) * (size_t)(count + 1));
  if (!row || !column) return cglpk_leave(CGLPK_NO_MEMORY);
  for (int i = 0; i < rows; i++)
    for (intptr_t k = row_start[i]; k < row_start[i + 1]; k++) {
      row[k - first + 1] = i + 1;
      column[k - first + 1] = column_index[k] + 1;
    }
  // GLPK never reads slot 0, so the coefficients need no shifted copy.
  glp_load_matrix(prob, (int)count, row, column, coefficient + first - 1);
  return cglpk_leave(0);
}

static intptr_t longest_of(int count, const intptr_t *start) {
  intptr_t longest = 0;
  for (int i = 0; i < count; i++)
    if (start[i + 1] - start[i] > longest) longest = start[i + 1] - start[i];
  return longest;
}

int cglpk_append_rows(cglpk_problem *problem, int count, const double *lower, const double *upper,
                      const intptr_t *row_start, const int32_t *column_index, const double *coefficient) {
  GUARD(problem);
  glp_prob *prob = problem->prob;
  if (count <= 0) return cglpk_leave(0);
  int *columns = cglpk_buffer(sizeof(int) * (size_t)(longest_of(count, row_start) + 1));
  if (!columns) return cglpk_leave(CGLPK_NO_MEMORY);
  const int first = glp_add_rows(prob, count);
  for (int i = 0; i < count; i++) {
    const intptr_t start = row_start[i], length = row_start[i + 1] - start;
    for (intptr_t k = 0; k < length; k++) columns[k + 1] = column_index[start + k] + 1;
    glp_set_mat_row(prob, first + i, (int)length, columns, coefficient + start - 1);
    set_row(prob, first + i, lower[i], upper[i]);
  }
  return cglpk_leave(0);
}

int cglpk_append_columns(cglpk_problem *problem, int count, const double *lower, const double *upper,
                         const double *cost, const bool *is_integer, const intptr_t *column_start,
                         const int32_t *row_index, const double *coefficient) {
  GUARD(problem);
  glp_prob *prob = problem->prob;
  if (count <= 0) return cglpk_leave(0);
  int *rows = cglpk_buffer(sizeof(int) * (size_t)(longest_of(count, column_start) + 1));
  if (!rows) return cglpk_leave(CGLPK_NO_MEMORY);
  const int first = glp_add_cols(prob, count);
  for (int j = 0; j < count; j++) {
    const intptr_t start = column_start[j], length = column_start[j + 1] - start;
    for (intptr_t k = 0; k < length; k++) rows[k + 1] = row_index[start + k] + 1;
    glp_set_mat_col(prob, first + j, (int)length, rows, coefficient + start - 1);
    set_column(prob, first + j, lower[j], upper[j]);
    glp_set_obj_coef(prob, first + j, cost[j]);
    if (is_integer[j]) glp_set_col_kind(prob, first + j, GLP_IV);
  }
  return cglpk_leave(0);
}

int cglpk_set_column_bounds(cglpk_problem *problem, int count, const intptr_t *columns, const double *lower,
                            const double *upper) {
  GUARD(problem);
  for (int k = 0; k < count; k++) set_column(problem->prob, (int)columns[k] + 1, lower[k], upper[k]);
  return cglpk_leave(0);
}

int cglpk_set_row_bounds(cglpk_problem *problem, int count, const intptr_t *rows, const double *lower,
                         const double *upper) {
  GUARD(problem);
  for (int k = 0; k < count; k++) set_row(problem->prob, (int)rows[k] + 1, lower[k], upper[k]);
  return cglpk_leave(0);
}

int cglpk_set_costs(cglpk_problem *problem, int count, const intptr_t *columns, const double *cost) {
  GUARD(problem);
  for (int k = 0; k < count; k++) glp_set_obj_coef(problem->prob, (int)columns[k] + 1, cost[k]);
  return cglpk_leave(0);
}

int cglpk_read(cglpk_problem *problem, int format, const char *path) {
  GUARD(problem);
  const int code = format == CGLPK_FREE_MPS ? glp_read_mps(problem->prob, GLP_MPS_FILE, NULL, path)
                                            : glp_read_lp(problem->prob, NULL, path);
  return cglpk_leave(code == 0 ? 0 : 1);
}

int cglpk_sizes(cglpk_problem *problem, int *rows, int *columns, int *nonzeros, int *integers) {
  GUARD(problem);
  *rows = glp_get_num_rows(problem->prob);
  *columns = glp_get_num_cols(problem->prob);
  *nonzeros = glp_get_num_nz(problem->prob);
  *integers = glp_get_num_int(problem->prob);
  return cglpk_leave(0);
}
