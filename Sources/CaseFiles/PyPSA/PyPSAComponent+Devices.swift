/// Attributes with their defaults as documented by PyPSA (component_attrs, MIT licence).
extension PyPSAComponent {
  static let generators = PyPSAComponent(
    "generators",
    read: """
      name text -
      bus text -
      p_nom number 0
      p_min_pu number 0
      p_max_pu number 1
      p_init number nan
      sign number 1
      carrier text -
      marginal_cost number 0
      marginal_cost_quadratic number 0
      active flag True
      efficiency number 1
      """ + switching + investment("p_nom"),
    unsupported: """
      p_nom_mod number 0
      p_set number nan
      e_sum_min number -inf
      e_sum_max number inf
      maintainable flag False
      shut_down_cost number 0
      """,
    ignored: """
      control type q_set build_year maintenance_duration maintenance_pu maintenance_events weight p q p_nom_opt
      status start_up shut_down maintenance maintenance_start mu_upper mu_lower mu_p_set mu_ramp_limit_up
      mu_ramp_limit_down capital_cost_piecewise_opt marginal_cost_piecewise_opt
      """)

  static let loads = PyPSAComponent(
    "loads",
    read: """
      name text -
      bus text -
      p_set number 0
      sign number -1
      active flag True
      """,
    ignored: """
      carrier type q_set p q
      """)

  static let links = PyPSAComponent(
    "links",
    read: """
      name text -
      bus0 text -
      bus1 text -
      carrier text -
      efficiency number 1
      active flag True
      p_nom number 0
      p_init number nan
      p_min_pu number 0
      p_max_pu number 1
      marginal_cost number 0
      """ + switching + investment("p_nom"),
    unsupported: """
      p_nom_mod number 0
      p_set number nan
      marginal_cost_quadratic number 0
      maintainable flag False
      shut_down_cost number 0
      delay number 0
      """,
    ignored: """
      type build_year length terrain_factor maintenance_duration maintenance_pu maintenance_events cyclic_delay
      p p0 p1 p_nom_opt status start_up shut_down maintenance maintenance_start mu_lower mu_upper mu_p_set mu_ramp_limit_up
      mu_ramp_limit_down capital_cost_piecewise_opt marginal_cost_piecewise_opt
      """)

  static let storageUnits = PyPSAComponent(
    "storage_units",
    read: """
      name text -
      bus text -
      p_nom number 0
      p_min_pu number -1
      p_max_pu number 1
      sign number 1
      carrier text -
      marginal_cost number 0
      active flag True
      state_of_charge_initial number 0
      cyclic_state_of_charge flag False
      max_hours number 1
      efficiency_store number 1
      efficiency_dispatch number 1
      standing_loss number 0
      inflow number 0
      state_of_charge_set number nan
      """ + investment("p_nom"),
    unsupported: """
      p_nom_mod number 0
      p_set number nan
      p_dispatch_set number nan
      p_store_set number nan
      spill_cost number 0
      marginal_cost_quadratic number 0
      marginal_cost_storage number 0
      state_of_charge_initial_per_period flag False
      cyclic_state_of_charge_per_period flag False
      """,
    ignored: """
      control type q_set build_year p p_dispatch p_store q state_of_charge spill p_nom_opt mu_upper mu_lower
      mu_state_of_charge_set mu_energy_balance capital_cost_piecewise_opt marginal_cost_piecewise_opt
      """)

  static let stores = PyPSAComponent(
    "stores",
    read: """
      name text -
      bus text -
      carrier text -
      e_nom number 0
      e_min_pu number 0
      e_max_pu number 1
      e_initial number 0
      e_cyclic flag False
      e_set number nan
      sign number 1
      marginal_cost number 0
      standing_loss number 0
      active flag True
      """ + investment("e_nom"),
    unsupported: """
      e_nom_mod number 0
      e_initial_per_period flag False
      e_cyclic_per_period flag False
      p_set number nan
      marginal_cost_quadratic number 0
      marginal_cost_storage number 0
      """,
    ignored: """
      type q_set build_year p q e e_nom_opt mu_upper mu_lower mu_energy_balance capital_cost_piecewise_opt
      marginal_cost_piecewise_opt
      """)
}
