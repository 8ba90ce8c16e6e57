#include "trap.h"
#include <math.h>
#include <time.h>

int cglpk_scale(cglpk_problem *problem, int flags) {
  GUARD(problem);
  glp_scale_prob(problem->prob, flags);
  return cglpk_leave(0);
}

int cglpk_standard_basis(cglpk_problem *problem) {
  GUARD(problem);
  glp_std_basis(problem->prob);
  return cglpk_leave(0);
}

int cglpk_advanced_basis(cglpk_problem *problem) {
  GUARD(problem);
  glp_adv_basis(problem->prob, 0);
  return cglpk_leave(0);
}

int cglpk_get_basis(cglpk_problem *problem, uint8_t *columns, uint8_t *rows) {
  GUARD(problem);
  const int m = glp_get_num_rows(problem->prob), n = glp_get_num_cols(problem->prob);
  for (int j = 0; j < n; j++) columns[j] = (uint8_t)glp_get_col_stat(problem->prob, j + 1);
  for (int i = 0; i < m; i++) rows[i] = (uint8_t)glp_get_row_stat(problem->prob, i + 1);
  return cglpk_leave(0);
}

int cglpk_set_basis(cglpk_problem *problem, const uint8_t *columns, const uint8_t *rows) {
  GUARD(problem);
  const int m = glp_get_num_rows(problem->prob), n = glp_get_num_cols(problem->prob);
  for (int j = 0; j < n; j++) glp_set_col_stat(problem->prob, j + 1, columns[j]);
  for (int i = 0; i < m; i++) glp_set_row_stat(problem->prob, i + 1, rows[i]);
  return cglpk_leave(0);
}

int cglpk_simplex(cglpk_problem *problem, const cglpk_simplex_options *options, cglpk_simplex_state *state) {
  GUARD(problem);
  glp_prob *prob = problem->prob;
  glp_smcp parameters;
  glp_init_smcp(&parameters);
  parameters.msg_lev = GLP_MSG_ERR;
  parameters.meth = options->method;
  parameters.pricing = GLP_PT_PSE;
  parameters.r_test = options->ratio_test;
  parameters.presolve = options->presolve ? GLP_ON : GLP_OFF;
  parameters.tm_lim = options->milliseconds;
  parameters.it_lim = options->iterations;
  const int before = glp_get_it_cnt(prob);
  const int code = glp_simplex(prob, &parameters);
  *state = (cglpk_simplex_state){glp_get_status(prob), glp_get_prim_stat(prob), glp_get_dual_stat(prob),
                                 glp_get_it_cnt(prob) - before, glp_get_obj_val(prob)};
  return cglpk_leave(code);
}

int cglpk_factorize(cglpk_problem *problem) {
  GUARD(problem);
  return cglpk_leave(glp_factorize(problem->prob));
}

int cglpk_interior(cglpk_problem *problem, cglpk_stop stop, void *context) {
  GUARD(problem);
  glp_iptcp parameters;
  glp_init_iptcp(&parameters);
  // A line for each iteration: the only moment at which it can be stopped.
  parameters.msg_lev = GLP_MSG_ALL;
  cglpk_stop_when(stop, context);
  return cglpk_leave(glp_interior(problem->prob, &parameters));
}

int cglpk_get_values(cglpk_problem *problem, int kind, double *columns, double *rows, double *row_duals,
                     double *reduced_costs) {
  GUARD(problem);
  glp_prob *prob = problem->prob;
  const int m = glp_get_num_rows(prob), n = glp_get_num_cols(prob);
  switch (kind) {
  case CGLPK_BASIC:
    for (int j = 0; j < n; j++) {
      columns[j] = glp_get_col_prim(prob, j + 1);
      reduced_costs[j] = glp_get_col_dual(prob, j + 1);
    }
    for (int i = 0; i < m; i++) {
      rows[i] = glp_get_row_prim(prob, i + 1);
      row_duals[i] = glp_get_row_dual(prob, i + 1);
    }
    break;
  case CGLPK_INTERIOR:
    for (int j = 0; j < n; j++) {
      columns[j] = glp_ipt_col_prim(prob, j + 1);
      reduced_costs[j] = glp_ipt_col_dual(prob, j + 1);
    }
    for (int i = 0; i < m; i++) {
      rows[i] = glp_ipt_row_prim(prob, i + 1);
      row_duals[i] = glp_ipt_row_dual(prob, i + 1);
    }
    break;
  default:
    for (int j = 0; j < n; j++) columns[j] = glp_mip_col_val(prob, j + 1);
    for (int i = 0; i < m; i++) rows[i] = glp_mip_row_val(prob, i + 1);
  }
  return cglpk_leave(0);
}

struct search {
  const double *start;
  cglpk_poll poll;
  void *context;
  cglpk_tree_state state;
  double last_poll;
  int iterations_before;
};

static double seconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void on_event(glp_tree *tree, void *info) {
  struct search *search = info;
  glp_prob *prob = glp_ios_get_prob(tree);
  cglpk_tree_state *state = &search->state;
  if (search->start && glp_ios_reason(tree) == GLP_IHEUR) {
    // GLPK reads from slot 1.
    glp_ios_heur_sol(tree, search->start - 1);
    search->start = NULL;
  }
  glp_ios_tree_size(tree, NULL, NULL, &state->nodes);
  state->iterations = glp_get_it_cnt(prob) - search->iterations_before;
  // An incumbent may come without GLP_IBINGO, so the problem is asked each time.
  const bool has = glp_mip_status(prob) == GLP_FEAS;
  const double incumbent = has ? glp_mip_obj_val(prob) : INFINITY;
  const bool improved = has && (!state->has_incumbent || incumbent < state->incumbent);
  const double now = seconds_now();
  // The best bound costs a pass over the open nodes.
  if (!improved && now - search->last_poll < 0.02) return;
  search->last_poll = now;
  const int best = glp_ios_best_node(tree);
  const double bound = best ? glp_ios_node_bound(tree, best) : incumbent;
  state->has_incumbent = has;
  state->incumbent = incumbent;
  state->bound = bound < incumbent ? bound : incumbent;
  if (search->poll(search->context, state)) glp_ios_terminate(tree);
}

int cglpk_search(cglpk_problem *problem, const cglpk_search_options *options, const double *start, cglpk_poll poll,
                 void *context, cglpk_tree_state *state, int *status) {
  GUARD(problem);
  glp_prob *prob = problem->prob;
  struct search *search = cglpk_buffer(sizeof *search);
  if (!search) return cglpk_leave(CGLPK_NO_MEMORY);
  *search = (struct search){.start = start, .poll = poll, .context = context,
                            .state = {.bound = -INFINITY}, .iterations_before = glp_get_it_cnt(prob)};
  glp_iocp parameters;
  glp_init_iocp(&parameters);
  parameters.msg_lev = GLP_MSG_ERR;
  parameters.mip_gap = options->relative_gap;
  // GLPK's 1e-5 lets a limit of 1e6 hide behind a column it calls 0; below the limits' own tolerance it would cycle.
  parameters.tol_int = 1e-6;
  parameters.tm_lim = options->milliseconds;
  parameters.gmi_cuts = parameters.mir_cuts = options->cuts ? GLP_ON : GLP_OFF;
  parameters.cov_cuts = parameters.clq_cuts = options->cuts ? GLP_ON : GLP_OFF;
  parameters.flip = GLP_ON;
  parameters.cb_func = on_event;
  parameters.cb_info = search;
  const int code = glp_intopt(prob, &parameters);
  *status = glp_mip_status(prob);
  *state = search->state;
  state->has_incumbent = *status == GLP_OPT || *status == GLP_FEAS;
  if (state->has_incumbent) state->incumbent = glp_mip_obj_val(prob);
  return cglpk_leave(code);
}
