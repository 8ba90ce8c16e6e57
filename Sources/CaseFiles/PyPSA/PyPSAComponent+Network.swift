/// Attributes with their defaults as documented by PyPSA (component_attrs, MIT licence).
extension PyPSAComponent {
  static let buses = PyPSAComponent(
    "buses",
    read: """
      name text -
      v_nom number 1
      carrier text AC
      """,
    ignored: """
      type x y unit location v_mag_pu_set v_mag_pu_min v_mag_pu_max control generator sub_network p q v_mag_pu v_ang
      marginal_price
      """)

  static let carriers = PyPSAComponent(
    "carriers",
    read: """
      name text -
      co2_emissions number 0
      """,
    ignored: """
      color nice_name max_growth max_relative_growth
      """)

  static let lines = PyPSAComponent(
    "lines",
    read: """
      name text -
      bus0 text -
      bus1 text -
      type text -
      x number 0
      r number 0
      s_nom number 0
      s_max_pu number 1
      active flag True
      length number 0
      num_parallel number 1
      """ + investment("s_nom"),
    unsupported: """
      s_nom_mod number 0
      """,
    ignored: """
      g b build_year carrier terrain_factor v_ang_min v_ang_max sub_network p0 q0 p1 q1 x_pu r_pu g_pu b_pu x_pu_eff
      r_pu_eff s_nom_opt mu_lower mu_upper capital_cost_piecewise_opt
      """)

  static let transformers = PyPSAComponent(
    "transformers",
    read: """
      name text -
      bus0 text -
      bus1 text -
      type text -
      x number 0
      r number 0
      s_nom number 0
      s_max_pu number 1
      num_parallel number 1
      tap_ratio number 1
      tap_side number 0
      tap_position number 0
      active flag True
      """ + investment("s_nom"),
    unsupported: """
      s_nom_mod number 0
      phase_shift number 0
      phase_shift_min number 0
      phase_shift_max number 0
      """,
    ignored: """
      model g b build_year v_ang_min v_ang_max sub_network p0 q0 p1 q1 x_pu r_pu g_pu b_pu x_pu_eff r_pu_eff
      s_nom_opt mu_lower mu_upper phase_shift_opt
      """)

  static let globalConstraints = PyPSAComponent(
    "global_constraints",
    read: """
      name text -
      type text primary_energy
      carrier_attribute text co2_emissions
      sense text ==
      constant number 0
      """,
    unsupported: """
      investment_period number nan
      bus text -
      """,
    ignored: """
      mu
      """)

  static let lineTypes = PyPSAComponent(
    "line_types",
    read: """
      name text -
      r_per_length number 0
      x_per_length number 0
      """,
    ignored: """
      f_nom c_per_length i_nom mounting cross_section references
      """)

  static let transformerTypes = PyPSAComponent(
    "transformer_types",
    read: """
      name text -
      s_nom number 0
      v_nom_0 number 0
      v_nom_1 number 0
      vsc number 0
      vscr number 0
      phase_shift number 0
      tap_side number 0
      tap_neutral number 0
      tap_step number 0
      """,
    ignored: """
      f_nom pfe i0 tap_min tap_max references
      """)
}
