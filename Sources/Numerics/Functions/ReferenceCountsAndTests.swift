import CGSL

// Laws of counts.
extension Reference {
  /// Returns the probability of a value, 0 or 1, of a Bernoulli variable.
  public static func bernoulliMass(_ value: Int, probability: Double) -> Double {
    within(probability)
    guard value == 0 || value == 1 else { return 0 }
    return withoutAborting { gsl_ran_bernoulli_pdf(UInt32(value), probability) }
  }

  /// Returns the probability of a number of successes in so many trials.
  public static func binomialMass(_ value: Int, trials: Int, probability: Double) -> Double {
    within(probability)
    precondition(trials >= 0 && trials <= Int(UInt32.max), "not a number of trials: \(trials)")
    guard (0...trials).contains(value) else { return 0 }
    return withoutAborting { gsl_ran_binomial_pdf(UInt32(value), probability, UInt32(trials)) }
  }

  /// Returns the probability of a value of a Poisson variable.
  public static func poissonMass(_ value: Int, mean: Double) -> Double {
    positive(mean, "mean")
    guard value >= 0, value <= Int(UInt32.max) else { return 0 }
    return withoutAborting { gsl_ran_poisson_pdf(UInt32(value), mean) }
  }

  /// Returns the probability that a Poisson variable is at most `value`.
  public static func poissonCDF(_ value: Int, mean: Double) -> Double {
    positive(mean, "mean")
    guard value >= 0 else { return 0 }
    return withoutAborting {
      gsl_cdf_poisson_P(UInt32(min(value, Int(UInt32.max))), mean)
    }
  }
}

// Laws of test statistics.
extension Reference {
  /// Returns the density of a χ² law.
  public static func chiSquaredDensity(_ x: Double, degrees: Double) -> Double {
    positive(degrees, "number of degrees of freedom")
    return withoutAborting { gsl_ran_chisq_pdf(x, degrees) }
  }

  /// Returns the probability that a χ² variable is at most `x`.
  public static func chiSquaredCDF(_ x: Double, degrees: Double) -> Double {
    positive(degrees, "number of degrees of freedom")
    return x <= 0 ? 0 : withoutAborting { gsl_cdf_chisq_P(x, degrees) }
  }

  /// Returns the probability that a χ² variable exceeds `x`, accurate far out.
  public static func chiSquaredUpperTail(_ x: Double, degrees: Double) -> Double {
    positive(degrees, "number of degrees of freedom")
    return x <= 0 ? 1 : withoutAborting { gsl_cdf_chisq_Q(x, degrees) }
  }

  /// Returns the point that a χ² variable does not exceed with the given probability.
  public static func chiSquaredQuantile(_ probability: Double, degrees: Double) -> Double {
    positive(degrees, "number of degrees of freedom")
    within(probability)
    return withoutAborting { gsl_cdf_chisq_Pinv(probability, degrees) }
  }

  /// Returns the density of Student's law.
  public static func studentDensity(_ x: Double, degrees: Double) -> Double {
    positive(degrees, "number of degrees of freedom")
    return withoutAborting { gsl_ran_tdist_pdf(x, degrees) }
  }

  /// Returns the probability that a variable of Student's law is at most `x`.
  public static func studentCDF(_ x: Double, degrees: Double) -> Double {
    positive(degrees, "number of degrees of freedom")
    return withoutAborting { gsl_cdf_tdist_P(x, degrees) }
  }

  /// Returns the point that a variable of Student's law does not exceed with the given probability.
  public static func studentQuantile(_ probability: Double, degrees: Double) -> Double {
    positive(degrees, "number of degrees of freedom")
    within(probability)
    return withoutAborting { gsl_cdf_tdist_Pinv(probability, degrees) }
  }
}
