import Tensors

/// What importance sampling found out about every image of a set, in nats.
public struct ImageTerms: Sendable {
  /// K, the samples of z an image.
  public let samples: Int
  /// The numbers of samples k for which L_k is known; the last is K.
  public let curve: [Int]
  /// One row an image; the columns are those of `Column`, then one a member of `curve`.
  let numbers: Matrix<Double>

  enum Column: Int, CaseIterable {
    case reconstruction, divergence, logRatio, effectiveSamples
  }

  init(images: Int, samples: Int, curve: [Int]) {
    self.samples = samples
    self.curve = curve
    numbers = Matrix(rows: images, columns: Column.allCases.count + curve.count)
  }

  /// The number of images.
  public var count: Int { numbers.rows }

  /// log p(x|z), the mean over the samples.
  public func reconstruction(_ image: Int) -> Double { self[image, .reconstruction] }
  /// KL(q(z|x) ‖ p(z)) in closed form.
  public func divergence(_ image: Int) -> Double { self[image, .divergence] }
  /// The evidence lower bound, its divergence in closed form.
  public func evidenceLowerBound(_ image: Int) -> Double {
    reconstruction(image) - divergence(image)
  }
  /// The mean of log w over the samples: the evidence lower bound with everything sampled, at most L_K.
  public func sampledEvidenceLowerBound(_ image: Int) -> Double {
    reconstruction(image) + self[image, .logRatio]
  }
  /// L_K = log ¹⁄ₖ Σ wᵢ, the importance-sampled log p(x).
  public func logEvidence(_ image: Int) -> Double { bound(image, curve.count - 1) }
  /// L_k for member `index` of the curve: the mean over the disjoint blocks of k samples.
  public func bound(_ image: Int, _ index: Int) -> Double {
    numbers[image, Column.allCases.count + index]
  }
  /// (Σ w)²/Σ w², from 1 to K.
  public func effectiveSamples(_ image: Int) -> Double { self[image, .effectiveSamples] }
  /// The estimated variance of L_K over repeated draws of the samples: Var(w)/(K E[w]²) by the delta method.
  ///
  /// With the sample variance in the place of the true one this is (K/n − 1)/(K − 1), n the effective samples;
  /// infinite for K = 1. Half of it is how much L_K lies below log p(x) on average, to first order. Where a few of
  /// the samples carry all the weight (n of a few), it is too small, as heavy weights are then still unseen.
  public func logEvidenceVariance(_ image: Int) -> Double {
    samples > 1
      ? (Double(samples) / effectiveSamples(image) - 1) / Double(samples - 1) : .infinity
  }

  subscript(image: Int, column: Column) -> Double {
    get { numbers[image, column.rawValue] }
    nonmutating set { numbers[image, column.rawValue] = newValue }
  }
}
