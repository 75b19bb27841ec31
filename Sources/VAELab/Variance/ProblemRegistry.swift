import Claims
import Distributions
import Estimators

/// The problems that the variance commands know, by name.
enum ProblemRegistry {
  /// All problems, in the order of `--list`.
  static let problems: [ProblemKind] =
    [quadratic, exponential, cosine, sine, step] + bounds + discrete + implicit + vectors

  /// The problem of `variance-report` without arguments.
  static let standard = quadratic

  /// The problem of `variance-map` without arguments: one where the order of two estimators changes.
  static let mapped = cosine

  /// −3 to 3, as in the figures of Mohamed, Rosca, Figurnov and Mnih (2020) for the quadratic.
  private static let linear = Sweep.Range(low: -3, high: 3, count: 100, isLogarithmic: false)

  /// A hundred values with equal ratios.
  private static func logarithmic(_ low: Double, _ high: Double) -> Sweep.Range {
    Sweep.Range(low: low, high: high, count: 100, isLogarithmic: true)
  }

  private static let quadratic = line(
    "quadratic", "(z − center)² under N(mean, deviation²)",
    ProblemParameter("center", 0, .real, "c, where f is smallest", sweep: linear)
  ) { law, center in Quadratic(law: law, center: center) }

  private static let exponential = line(
    "exponential", "exp(−k z²) under N(mean, deviation²)",
    ProblemParameter("k", 1, .positive, "k, how narrow f is", sweep: logarithmic(0.1, 10))
  ) { law, k in SquaredExponential(law: law, rate: k) }

  private static let cosine = line(
    "cosine", "cos(k z) under N(mean, deviation²)",
    ProblemParameter("k", 1, .real, "k, the frequency of f", sweep: logarithmic(0.5, 5))
  ) { law, k in Cosine(law: law, frequency: k) }

  private static let sine = line(
    "sine", "sin(k z) under N(mean, deviation²): so steep that the usual order reverses",
    ProblemParameter("k", 20, .real, "k, the frequency of f", sweep: logarithmic(0.5, 50))
  ) { law, k in Sine(law: law, frequency: k) }

  private static let step = line(
    "step", "1 if z > threshold, else 0, under N(mean, deviation²): pathwise is wrong",
    ProblemParameter("threshold", 0, .real, "where f jumps", sweep: linear)
  ) { law, threshold in Step(law: law, threshold: threshold) }

  /// A problem on the line with one parameter of its own.
  private static func line<Problem: LineProblem>(
    _ name: String, _ summary: String, _ parameter: ProblemParameter,
    _ problem: @escaping @Sendable (Gaussian, Double) -> Problem
  ) -> ProblemKind {
    ProblemKind(name, summary, [.mean(1), .deviation(1), parameter]) { values, samples in
      let problem = problem(law(values), values[parameter.name])
      return try leavingOneOut("rloo", samples) { samples in
        do {
          return try LineTruth.entries(for: problem, samples: samples)
        } catch {
          // Where f is not finite, the draw that shows it says more than a failed quadrature.
          _ = try Measurement.run(
            ScoreFunction(problem), draws: Measurement.block, from: Philox(seed: 0), threads: 1)
          throw error
        }
      }
    }
  }

  /// The evidence bounds of the two models with one latent.
  private static let bounds = [
    ProblemKind(
      "linear-gaussian",
      "bound of z ~ N(0, 1), x ~ N(weight·z + bias, noise²) under q = N(mean, deviation²)",
      [
        .mean(0.4), .deviation(0.6), ProblemParameter("weight", 1.5, .real, "w of the decoder"),
        ProblemParameter("bias", 0.3, .real, "b of the decoder"),
        ProblemParameter("noise", 0.7, .positive, "standard deviation of x given z"),
        ProblemParameter("observation", 2, .real, "x"),
      ], draws: 300_000
    ) { values, samples in
      bound(
        LinearGaussianBound(
          law: law(values), weight: values["weight"], bias: values["bias"],
          noise: values["noise"], observation: values["observation"]), samples)
    },
    ProblemKind(
      "bernoulli-logistic",
      "bound of z ~ N(0, 1), x ~ Bernoulli(sigmoid(weight·z + bias)) under q = N(mean, deviation²)",
      [
        .mean(0.6), .deviation(0.8), ProblemParameter("weight", 2, .real, "w of the decoder"),
        ProblemParameter("bias", -0.5, .real, "b of the decoder"),
        ProblemParameter("observation", 1, .whole(0...1), "x, a bit"),
      ], draws: 300_000
    ) { values, samples in
      bound(
        BernoulliLogisticBound(
          law: law(values), weight: values["weight"], bias: values["bias"],
          observation: values.whole("observation")), samples)
    },
    ProblemKind(
      "vae-encoder",
      "bound of a small VAE with one latent, trained on digits of 7 × 7 pixels, at one image",
      [
        ProblemParameter("image", 0, .whole(0...999), "which digit the encoder is asked about"),
        ProblemParameter(
          "epochs", 30, .whole(0...1000), "passes through 2000 digits; 0 for the first weights",
          sweep: .init(low: 0, high: 60, count: 13, isLogarithmic: false)),
      ], draws: 100_000
    ) { values, samples in
      bound(
        try SmallAutoencoder.bound(image: values.whole("image"), epochs: values.whole("epochs")),
        samples)
    },
  ]

  /// Problems whose latents are bits or categories.
  private static let discrete = [
    ProblemKind(
      "bernoulli", "(b − target)² of one bit that is 1 with probability theta",
      [
        ProblemParameter(
          "theta", 0.5, .probability, "probability of 1",
          sweep: .init(low: 0.02, high: 0.98, count: 97, isLogarithmic: false)), target,
      ] + [temperature, strength], draws: 300_000
    ) { values, samples in
      leavingOneOut("reinforce-rloo", samples) { samples in
        DiscreteTruth.entries(
          for: SingleBernoulli(probability: values["theta"], target: values["target"]),
          samples: samples, temperature: values["temperature"], strength: values["strength"])
      }
    },
    ProblemKind(
      "bernoulli-several", "log(1 + (weights·b − target)²) of several bits",
      [ProblemParameter("dimensions", 4, .whole(1...12), "number of bits", sweep: bits), target]
        + [temperature, strength], draws: 100_000
    ) { values, samples in
      leavingOneOut("reinforce-rloo", samples) { samples in
        DiscreteTruth.entries(
          for: SeveralBernoulli(
            dimension: values.whole("dimensions"), target: values["target"]),
          samples: samples, temperature: values["temperature"], strength: values["strength"])
      }
    },
    ProblemKind(
      "categorical", "(v − target)² of one of several classes at v = 0, …, 1",
      [ProblemParameter("classes", 4, .whole(2...64), "number of classes"), target, temperature],
      draws: 100_000
    ) { values, samples in
      leavingOneOut("reinforce-rloo", samples) { samples in
        DiscreteTruth.entries(
          for: CategoricalSquare(classes: values.whole("classes"), target: values["target"]),
          samples: samples, temperature: values["temperature"])
      }
    },
  ]

  private static let bits = Sweep.Range(low: 1, high: 8, count: 8, isLogarithmic: false)
  private static let target = ProblemParameter("target", 0.45, .real, "t, where f is smallest")
  private static let temperature = ProblemParameter(
    "temperature", 0.5, .positive, "τ of the relaxed estimators",
    sweep: .init(low: 0.1, high: 5, count: 60, isLogarithmic: true))
  private static let strength = ProblemParameter("strength", 1, .real, "η of REBAR")

  /// Problems whose law has no explicit path.
  private static let implicit = [
    ProblemKind(
      "gamma", "(z − center)² under Gamma(shape, 1)",
      [
        ProblemParameter("shape", 2, .between(0.1...1e6), "shape of the law"),
        ProblemParameter("center", 0, .real, "c, where f is smallest"),
      ], draws: 300_000
    ) { values, samples in
      try ImplicitTruth.entries(
        for: GammaProblem(shape: values["shape"], center: values["center"]), samples: samples)
    },
    ProblemKind(
      "mixture",
      "(z − center)² under a mixture of N(mean-1, deviation-1²) and N(mean-2, deviation-2²)",
      [
        ProblemParameter("weight-logit", 0.5, .real, "log-odds of the first component"),
        ProblemParameter("mean-1", -1, .real, "mean of the first component"),
        ProblemParameter(
          "deviation-1", 0.7, .positive, "standard deviation of the first component"),
        ProblemParameter("mean-2", 1.5, .real, "mean of the second component"),
        ProblemParameter("deviation-2", 1, .positive, "standard deviation of the second component"),
        ProblemParameter("center", 0, .real, "c, where f is smallest"),
      ], draws: 300_000
    ) { values, samples in
      let (first, second) = (
        Gaussian(mean: values["mean-1"], standardDeviation: values["deviation-1"]),
        Gaussian(mean: values["mean-2"], standardDeviation: values["deviation-2"])
      )
      return try ImplicitTruth.entries(
        for: MixtureProblem(
          first: first, second: second, weightLogit: values["weight-logit"],
          center: values["center"]), samples: samples)
    },
  ]

  /// Problems in several dimensions, with one mean and one deviation for all coordinates.
  private static let vectors = [
    ProblemKind(
      "quadratic-dimensions", "Σ (z − center)² under N(mean, deviation²) in each dimension",
      [
        dimensions, .mean(1), .deviation(1),
        ProblemParameter("center", 0, .real, "c, where f is smallest", sweep: linear),
      ], draws: 300_000
    ) { values, samples in
      VectorFamily.entries(
        for: VectorQuadratic(
          dimension: values.whole("dimensions"), mean: values["mean"],
          deviation: values["deviation"], center: values["center"]), samples: samples)
    },
    ProblemKind(
      "logistic-regression",
      "log p(labels, z) of Bayesian logistic regression under N(mean, deviation²) in each dimension",
      [
        dimensions, ProblemParameter("examples", 32, .whole(1...10_000), "number of examples"),
        .mean(0), .deviation(0.5),
      ], draws: 50_000
    ) { values, samples in
      VectorFamily.entries(
        for: LogisticRegression(
          dimension: values.whole("dimensions"), examples: values.whole("examples"),
          mean: values["mean"], deviation: values["deviation"]), samples: samples)
    },
  ]

  private static let dimensions = ProblemParameter(
    "dimensions", 2, .whole(1...1024), "D, the number of coordinates",
    sweep: Sweep.Range(low: 1, high: 64, count: Sweep.usualCount, isLogarithmic: false))

  /// N(mean, deviation²).
  private static func law(_ values: ParameterValues) -> Gaussian {
    Gaussian(mean: values["mean"], standardDeviation: values["deviation"])
  }

  /// Both families of a bound.
  private static func bound(_ problem: some BoundProblem, _ samples: Int) -> EstimatorFamily {
    BoundTruth.entries(for: problem).merging(
      ImportanceTruth.entries(for: problem, samples: samples))
  }

  /// A family whose leave-one-out estimator needs two samples: with one it does not apply.
  private static func leavingOneOut(
    _ name: String, _ samples: Int, _ family: (Int) throws -> EstimatorFamily
  ) rethrows -> EstimatorFamily {
    let whole = try family(max(2, samples))
    guard samples < 2 else { return whole }
    let reason = "one sample has no others to make a baseline of (--samples 2 or more)"
    return EstimatorFamily(
      entries: whole.entries.filter { $0.name != name },
      inapplicable: whole.inapplicable.merging([name: reason]) { _, new in new })
  }
}
