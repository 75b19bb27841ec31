import CGSL

/// Densities, distribution functions and quantiles of the GNU Scientific Library, by law.
///
/// They are the independent side of a comparison: nothing here shares code with `Distributions`.
/// Scales and rates must be positive and probabilities lie in [0, 1]; anything else is a programming
/// error. Arguments outside of a law's support have density 0.
public enum Reference {
  /// Returns the density of a normal law.
  public static func gaussianDensity(
    _ x: Double, mean: Double = 0, standardDeviation: Double = 1
  ) -> Double {
    positive(standardDeviation, "standard deviation")
    return withoutAborting { gsl_ran_gaussian_pdf(x - mean, standardDeviation) }
  }

  /// Returns the probability that a normal variable is at most `x`.
  public static func gaussianCDF(
    _ x: Double, mean: Double = 0, standardDeviation: Double = 1
  ) -> Double {
    positive(standardDeviation, "standard deviation")
    return withoutAborting { gsl_cdf_gaussian_P(x - mean, standardDeviation) }
  }

  /// Returns the probability that a normal variable exceeds `x`, accurate far out.
  public static func gaussianUpperTail(
    _ x: Double, mean: Double = 0, standardDeviation: Double = 1
  ) -> Double {
    positive(standardDeviation, "standard deviation")
    return withoutAborting { gsl_cdf_gaussian_Q(x - mean, standardDeviation) }
  }

  /// Returns the point that a normal variable does not exceed with the given probability.
  public static func gaussianQuantile(
    _ probability: Double, mean: Double = 0, standardDeviation: Double = 1
  ) -> Double {
    positive(standardDeviation, "standard deviation")
    within(probability)
    return withoutAborting { mean + gsl_cdf_gaussian_Pinv(probability, standardDeviation) }
  }

  /// Returns the point that a normal variable exceeds with the given probability.
  public static func gaussianUpperQuantile(
    _ probability: Double, mean: Double = 0, standardDeviation: Double = 1
  ) -> Double {
    positive(standardDeviation, "standard deviation")
    within(probability)
    return withoutAborting { mean + gsl_cdf_gaussian_Qinv(probability, standardDeviation) }
  }

  /// Returns the density of two centred normal variables with a correlation between -1 and 1.
  public static func bivariateGaussianDensity(
    _ x: Double, _ y: Double, standardDeviations: (Double, Double) = (1, 1), correlation: Double
  ) -> Double {
    positive(standardDeviations.0, "standard deviation")
    positive(standardDeviations.1, "standard deviation")
    precondition(correlation.magnitude < 1, "no density with the correlation \(correlation)")
    return withoutAborting {
      gsl_ran_bivariate_gaussian_pdf(
        x, y, standardDeviations.0, standardDeviations.1, correlation)
    }
  }

  /// Returns the density of an exponential law.
  public static func exponentialDensity(_ x: Double, rate: Double) -> Double {
    positive(rate, "rate")
    return withoutAborting { gsl_ran_exponential_pdf(x, 1 / rate) }
  }

  /// Returns the probability that an exponential variable is at most `x`.
  public static func exponentialCDF(_ x: Double, rate: Double) -> Double {
    positive(rate, "rate")
    return withoutAborting { gsl_cdf_exponential_P(x, 1 / rate) }
  }

  /// Returns the density of a Laplace law.
  public static func laplaceDensity(
    _ x: Double, location: Double = 0, scale: Double = 1
  ) -> Double {
    positive(scale, "scale")
    return withoutAborting { gsl_ran_laplace_pdf(x - location, scale) }
  }

  /// Returns the probability that a Laplace variable is at most `x`.
  public static func laplaceCDF(_ x: Double, location: Double = 0, scale: Double = 1) -> Double {
    positive(scale, "scale")
    return withoutAborting { gsl_cdf_laplace_P(x - location, scale) }
  }

  /// Returns the density of a Gumbel law of maxima.
  public static func gumbelDensity(_ x: Double, location: Double = 0, scale: Double = 1) -> Double {
    positive(scale, "scale")
    return withoutAborting { gsl_ran_gumbel1_pdf((x - location) / scale, 1, 1) / scale }
  }

  /// Returns the probability that a Gumbel variable (of maxima) is at most `x`.
  public static func gumbelCDF(_ x: Double, location: Double = 0, scale: Double = 1) -> Double {
    positive(scale, "scale")
    return withoutAborting { gsl_cdf_gumbel1_P((x - location) / scale, 1, 1) }
  }

  /// Returns the density of a logistic law.
  public static func logisticDensity(
    _ x: Double, location: Double = 0, scale: Double = 1
  ) -> Double {
    positive(scale, "scale")
    return withoutAborting { gsl_ran_logistic_pdf(x - location, scale) }
  }

  /// Returns the probability that a logistic variable is at most `x`.
  public static func logisticCDF(_ x: Double, location: Double = 0, scale: Double = 1) -> Double {
    positive(scale, "scale")
    return withoutAborting { gsl_cdf_logistic_P(x - location, scale) }
  }

  /// Returns the density of a gamma law.
  public static func gammaDensity(_ x: Double, shape: Double, rate: Double) -> Double {
    positive(shape, "shape")
    positive(rate, "rate")
    return withoutAborting { gsl_ran_gamma_pdf(x, shape, 1 / rate) }
  }

  /// Returns the probability that a gamma variable is at most `x`.
  public static func gammaCDF(_ x: Double, shape: Double, rate: Double) -> Double {
    positive(shape, "shape")
    positive(rate, "rate")
    return x <= 0 ? 0 : withoutAborting { gsl_cdf_gamma_P(x, shape, 1 / rate) }
  }

  /// Returns the density of a beta law.
  public static func betaDensity(_ x: Double, _ a: Double, _ b: Double) -> Double {
    positive(a, "first shape")
    positive(b, "second shape")
    return withoutAborting { gsl_ran_beta_pdf(x, a, b) }
  }

  /// Returns the probability that a beta variable is at most `x`.
  public static func betaCDF(_ x: Double, _ a: Double, _ b: Double) -> Double {
    positive(a, "first shape")
    positive(b, "second shape")
    return withoutAborting { gsl_cdf_beta_P(x, a, b) }
  }

  /// Stops the process over a parameter that is not positive and finite.
  static func positive(_ value: Double, _ name: String) {
    precondition(value > 0 && value.isFinite, "the \(name) is not positive: \(value)")
  }

  /// Stops the process over a probability outside of [0, 1].
  static func within(_ probability: Double) {
    precondition(
      probability >= 0 && probability <= 1, "not a probability: \(probability)")
  }
}
