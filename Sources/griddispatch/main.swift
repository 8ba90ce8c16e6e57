print("griddispatch")
