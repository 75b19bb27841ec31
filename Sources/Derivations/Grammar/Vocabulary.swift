/// The spellings that mean the same, by one name each.
enum Vocabulary {
  /// The Greek letters by command; variants are the letter itself.
  static let greek: [String: String] = {
    let plain = [
      "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
      "lambda", "mu", "nu",
      "xi", "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
      "Gamma", "Delta",
      "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega", "ell", "emptyset",
      "hbar", "imath",
      "jmath",
    ]
    var table = Dictionary(uniqueKeysWithValues: plain.map { ($0, $0) })
    for letter in ["epsilon", "theta", "pi", "rho", "sigma", "phi", "kappa"] {
      table["var" + letter] = letter
    }
    for letter in [
      "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega",
    ] {
      table["var" + letter] = letter
    }
    table["varnothing"] = "emptyset"
    return table
  }()

  /// The commands that set letters in another shape.
  static let fonts: [String: Typeface] = [
    "mathbf": .bold, "boldsymbol": .bold, "bm": .bold, "pmb": .bold, "mathbold": .bold,
    "boldmath": .bold,
    "symbf": .bold, "vb": .bold, "mathbfit": .bold, "mathrm": .upright, "operatorname": .upright,
    "mathit": .plain, "mathnormal": .plain, "mathcal": .calligraphic, "mathscr": .calligraphic,
    "mathbb": .blackboard, "mathds": .blackboard, "mathbbm": .blackboard, "mathfrak": .fraktur,
    "mathsf": .sansSerif, "mathtt": .typewriter, "mathop": .plain, "textsf": .sansSerif,
    "mathup": .upright,
  ]

  /// The switches that set the rest of a group in another shape.
  static let fontSwitches: [String: Typeface] = [
    "bf": .bold, "bfseries": .bold, "rm": .upright, "it": .plain, "cal": .calligraphic,
    "sf": .sansSerif,
    "tt": .typewriter,
  ]

  /// Marks over, under and behind a symbol.
  static let accents: [String: Accent] = [
    "hat": .hat, "widehat": .hat, "tilde": .tilde, "widetilde": .tilde, "bar": .bar,
    "overline": .bar,
    "vec": .vector, "overrightarrow": .vector, "dot": .dot, "ddot": .doubleDot, "check": .check,
    "widecheck": .check,
    "breve": .breve, "underline": .underline, "mathring": .dot,
  ]

  /// Words and commands that mean an operation of their own, with the name the grammar knows them by.
  static let operations: [String: String] = {
    var table: [String: String] = [:]
    let spellings: [(String, [String])] = [
      ("log", ["log", "ln", "lg", "Log"]), ("exp", ["exp", "Exp"]),
      ("KL", ["KL", "kl", "dkl", "DKL", "KLD"]),
      ("JS", ["JS", "JSD", "js"]), ("Var", ["Var", "var", "Varianz"]), ("Cov", ["Cov", "cov"]),
      ("argmax", ["argmax", "Argmax", "ArgMax"]), ("argmin", ["argmin", "Argmin", "ArgMin"]),
      ("max", ["max", "maximize", "maximise", "Max"]),
      ("min", ["min", "minimize", "minimise", "Min"]),
      ("sup", ["sup"]), ("inf", ["inf"]), ("lim", ["lim"]), ("arg", ["arg"]),
      ("tr", ["tr", "Tr", "trace", "Trace"]), ("det", ["det"]), ("diag", ["diag", "Diag"]),
      ("rank", ["rank"]),
      ("dim", ["dim"]), ("vec", ["vec"]), ("concat", ["concat"]),
      ("sigmoid", ["sigmoid", "Sigmoid", "logistic"]), ("softplus", ["softplus", "Softplus"]),
      ("softmax", ["softmax", "Softmax"]), ("relu", ["ReLU", "relu", "Relu"]),
      ("sign", ["sign", "sgn"]),
      ("sin", ["sin"]), ("cos", ["cos"]), ("tan", ["tan"]), ("tanh", ["tanh"]), ("sinh", ["sinh"]),
      ("cosh", ["cosh"]), ("arctan", ["arctan"]), ("erf", ["erf"]), ("Pr", ["Pr", "Prob"]),
      ("const", ["const", "Const", "constant", "CONST", "const.", "Const.", "cst", "konst"]),
      ("indicator", ["indicator", "Indicator"]),
      ("sg", ["sg", "stopgrad", "stopgradient", "StopGradient", "detach"]),
      ("normal", ["Normal", "Gaussian", "normal", "Gauss"]),
      ("bernoulli", ["Bernoulli", "Bern", "Ber"]),
      ("categorical", ["Categorical", "Cat", "Cate"]), ("uniform", ["Uniform", "Unif"]),
      ("gamma-law", ["Gamma", "Gam", "Ga"]), ("beta-law", ["Beta"]),
      ("dirichlet", ["Dirichlet", "Dir"]),
      ("poisson", ["Poisson", "Pois", "Poi"]), ("binomial", ["Binomial", "Bin"]),
      ("multinomial", ["Multinomial", "Mult", "Multi"]), ("laplace", ["Laplace"]),
      ("gumbel", ["Gumbel"]),
      ("exponential", ["Exponential", "Expo"]), ("student", ["Student"]), ("wishart", ["Wishart"]),
      ("inverse-wishart", ["InverseWishart", "IW"]), ("log-normal", ["LogNormal", "Lognormal"]),
      ("inverse-gamma", ["InvGamma", "InverseGamma"]), ("geometric", ["Geometric", "Geom"]),
      ("dirac", ["Dirac"]), ("cauchy", ["Cauchy"]),
    ]
    for (name, words) in spellings { for word in words { table[word] = name } }
    return table
  }()

  /// The functions that take one argument, with or without brackets.
  static let functions: [String: Function] = [
    "exp": .exp, "sigmoid": .sigmoid, "softplus": .softplus, "softmax": .softmax,
    "relu": .rectifier,
    "sin": .sin, "cos": .cos, "tan": .tan, "tanh": .tanh, "sinh": .sinh, "cosh": .cosh,
    "arctan": .arctan,
    "erf": .erf, "tr": .trace, "det": .determinant, "diag": .diagonal, "rank": .rank,
    "dim": .dimension,
    "sign": .sign, "sg": .stopGradient, "vec": .vectorised, "concat": .concatenation,
    "log": .log(base: nil),
  ]

  /// The families of laws by the name of their operation.
  static let families: [String: Law.Family] = [
    "normal": .normal, "bernoulli": .bernoulli, "categorical": .categorical, "uniform": .uniform,
    "gamma-law": .gamma, "beta-law": .beta, "dirichlet": .dirichlet, "poisson": .poisson,
    "binomial": .binomial,
    "multinomial": .multinomial, "laplace": .laplace, "gumbel": .gumbel,
    "exponential": .exponential,
    "student": .studentT, "wishart": .wishart, "inverse-wishart": .inverseWishart,
    "log-normal": .logNormal,
    "inverse-gamma": .inverseGamma, "geometric": .geometric, "dirac": .dirac, "cauchy": .cauchy,
  ]

  /// The relation signs by command.
  static let relations: [String: Relation] = [
    "neq": .notEqual, "ne": .notEqual, "le": .lessOrEqual, "leq": .lessOrEqual,
    "leqslant": .lessOrEqual,
    "leqq": .lessOrEqual, "ge": .greaterOrEqual, "geq": .greaterOrEqual,
    "geqslant": .greaterOrEqual,
    "geqq": .greaterOrEqual, "lt": .less, "gt": .greater, "ll": .muchLess, "gg": .muchGreater,
    "approx": .approximately, "approxeq": .approximately, "simeq": .approximately,
    "cong": .approximately,
    "thickapprox": .approximately, "propto": .proportional, "varpropto": .proportional,
    "equiv": .defined,
    "triangleq": .defined, "coloneqq": .defined, "coloneq": .defined, "doteq": .defined,
    "defeq": .defined,
    "eqdef": .defined, "vcentcolon": .defined, "sim": .distributed, "in": .member,
    "subset": .member, "subseteq": .member,
    "to": .arrow,
    "rightarrow": .arrow, "longrightarrow": .arrow, "mapsto": .arrow, "longmapsto": .arrow,
    "leftarrow": .arrow,
    "gets": .arrow, "Rightarrow": .implies, "Longrightarrow": .implies, "implies": .implies,
    "iff": .equivalent, "Leftrightarrow": .equivalent, "Longleftrightarrow": .equivalent,
    "perp": .independent, "bot": .independent,
  ]

  /// The brackets by command: what they are made of, and whether they open.
  static let delimiters: [String: Lexeme.Kind] = [
    "{": .open(.brace), "}": .close(.brace), "lbrace": .open(.brace), "rbrace": .close(.brace),
    "lbrack": .open(.bracket), "rbrack": .close(.bracket), "langle": .open(.angle),
    "rangle": .close(.angle),
    "lvert": .open(.bar), "rvert": .close(.bar), "lVert": .open(.doubleBar),
    "rVert": .close(.doubleBar),
    "lfloor": .open(.floor), "rfloor": .close(.floor), "lceil": .open(.ceiling),
    "rceil": .close(.ceiling),
    "llbracket": .open(.bracket), "rrbracket": .close(.bracket), "mid": .bar, "vert": .bar,
    "given": .bar,
    "giv": .bar, "cond": .bar, "|": .doubleBar, "Vert": .doubleBar, "parallel": .doubleBar,
  ]

  /// Commands that only choose the size of a delimiter, and on which side of a bracket they set it.
  static let sizes: [String: Side] = {
    var table: [String: Side] = ["left": .opening, "right": .closing, "middle": .middle]
    for size in ["big", "Big", "bigg", "Bigg"] {
      table[size] = .unknown
      table[size + "l"] = .opening
      table[size + "r"] = .closing
      table[size + "m"] = .middle
    }
    return table
  }()

  /// The side of a bracket that a size command announces.
  enum Side { case opening, closing, middle, unknown }
}
