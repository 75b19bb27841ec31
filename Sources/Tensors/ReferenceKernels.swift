// The kernels as their definitions say, one number at a time. `Double` and dual numbers use these.

extension Scalar {
  /// log(1 + eᵃ) without overflow: max(a, 0) + log(1 + e^−|a|).
  @inlinable public static func softplus(_ a: Self) -> Self {
    .zero < a ? a + log1p(exp(-a)) : log1p(exp(a))
  }

  /// 1/(1 + e⁻ᵃ) without overflow.
  @inlinable public static func sigmoid(_ a: Self) -> Self {
    let one = Self(1)
    if .zero < a { return one / (one + exp(-a)) }
    let e = exp(a)
    return e / (one + e)
  }

  /// f(a).
  @inlinable public static func value(of activation: Activation, at a: Self) -> Self {
    switch activation {
    case .identity: a
    case .relu: .zero < a ? a : .zero
    case .tanh: tanh(a)
    case .softplus: softplus(a)
    case .sigmoid: sigmoid(a)
    }
  }

  /// f′ at the place where f is y.
  @inlinable public static func slope(of activation: Activation, output y: Self) -> Self {
    let one = Self(1)
    return switch activation {
    case .identity: one
    case .relu: .zero < y ? one : .zero
    case .tanh: one - y * y
    case .softplus: one - exp(-y)
    case .sigmoid: y * (one - y)
    }
  }

  /// The product by its definition; see the requirement.
  public static func multiply(
    _ a: UnsafePointer<Self>, transposed aTransposed: Bool, _ b: UnsafePointer<Self>,
    transposed bTransposed: Bool, into c: UnsafeMutablePointer<Self>, m: Int, n: Int, k: Int,
    accumulating: Bool
  ) {
    for i in 0..<m {
      let row = c + i * n
      if !accumulating { row.update(repeating: .zero, count: n) }
      for l in 0..<k {
        let left = aTransposed ? a[l * m + i] : a[i * k + l]
        for j in 0..<n { row[j] += left * (bTransposed ? b[j * k + l] : b[l * n + j]) }
      }
    }
  }

  /// See the requirement.
  public static func activate(
    _ activation: Activation, _ y: UnsafeMutablePointer<Self>, addingToRows b: UnsafePointer<Self>,
    rows: Int, columns: Int
  ) {
    for r in 0..<rows {
      for c in 0..<columns {
        y[r * columns + c] = value(of: activation, at: y[r * columns + c] + b[c])
      }
    }
  }

  /// See the requirement.
  public static func differentiate(
    _ activation: Activation, output y: UnsafePointer<Self>,
    gradient dy: UnsafeMutablePointer<Self>, count: Int
  ) {
    for i in 0..<count { dy[i] *= slope(of: activation, output: y[i]) }
  }

  /// See the requirement.
  public static func sumRows(
    _ a: UnsafePointer<Self>, rows: Int, columns: Int, into sum: UnsafeMutablePointer<Self>
  ) {
    sum.update(repeating: .zero, count: columns)
    for r in 0..<rows { add(a + r * columns, to: sum, count: columns) }
  }

  /// See the requirement.
  public static func bernoulliLogLikelihood(
    logits l: UnsafePointer<Self>, targets x: UnsafePointer<Self>, rows: Int, columns: Int,
    repeats: Int, into logLikelihood: UnsafeMutablePointer<Self>
  ) {
    for r in 0..<rows {
      let (row, target) = (l + r * columns, x + r / repeats * columns)
      var sum = Self.zero
      for c in 0..<columns { sum += target[c] * row[c] - softplus(row[c]) }
      logLikelihood[r] = sum
    }
  }

  /// See the requirement.
  public static func bernoulliGradient(
    logits l: UnsafeMutablePointer<Self>, targets x: UnsafePointer<Self>,
    weights: UnsafePointer<Self>, rows: Int, columns: Int, repeats: Int,
    into logLikelihood: UnsafeMutablePointer<Self>
  ) {
    bernoulliLogLikelihood(
      logits: l, targets: x, rows: rows, columns: columns, repeats: repeats, into: logLikelihood)
    for r in 0..<rows {
      let (row, target) = (l + r * columns, x + r / repeats * columns)
      for c in 0..<columns { row[c] = weights[r] * (target[c] - sigmoid(row[c])) }
    }
  }

  /// See the requirement.
  public static func gaussianLogLikelihood(
    outputs: UnsafePointer<Self>, targets x: UnsafePointer<Self>, rows: Int, columns: Int,
    repeats: Int, into logLikelihood: UnsafeMutablePointer<Self>
  ) {
    let log2π = Self(1.8378770664093454836), half = Self(0.5)
    for r in 0..<rows {
      let μ = outputs + 2 * r * columns
      let s = μ + columns
      let target = x + r / repeats * columns
      var sum = Self.zero
      for c in 0..<columns {
        let gap = target[c] - μ[c]
        sum += log2π + s[c] + gap * gap * exp(-s[c])
      }
      logLikelihood[r] = -(half * sum)
    }
  }

  /// See the requirement.
  public static func gaussianGradient(
    outputs: UnsafeMutablePointer<Self>, targets x: UnsafePointer<Self>,
    weights: UnsafePointer<Self>, rows: Int, columns: Int, repeats: Int,
    into logLikelihood: UnsafeMutablePointer<Self>
  ) {
    gaussianLogLikelihood(
      outputs: outputs, targets: x, rows: rows, columns: columns, repeats: repeats,
      into: logLikelihood)
    let one = Self(1), half = Self(0.5)
    for r in 0..<rows {
      let μ = outputs + 2 * r * columns
      let s = μ + columns
      let target = x + r / repeats * columns
      for c in 0..<columns {
        let gap = target[c] - μ[c]
        let precision = exp(-s[c])
        μ[c] = weights[r] * gap * precision
        s[c] = weights[r] * half * (gap * gap * precision - one)
      }
    }
  }

  /// See the requirement.
  public static func squaredDistances(
    means: UnsafePointer<Self>, targets x: UnsafePointer<Self>, rows: Int, columns: Int,
    repeats: Int, into distances: UnsafeMutablePointer<Self>
  ) {
    for r in 0..<rows {
      let (row, target) = (means + r * columns, x + r / repeats * columns)
      var sum = Self.zero
      for c in 0..<columns {
        let gap = target[c] - row[c]
        sum += gap * gap
      }
      distances[r] = sum
    }
  }

  /// See the requirement.
  public static func residuals(
    means: UnsafeMutablePointer<Self>, targets x: UnsafePointer<Self>,
    weights: UnsafePointer<Self>, rows: Int, columns: Int, repeats: Int
  ) {
    for r in 0..<rows {
      let (row, target) = (means + r * columns, x + r / repeats * columns)
      for c in 0..<columns { row[c] = weights[r] * (target[c] - row[c]) }
    }
  }

  /// See the requirement.
  public static func categoricalLogLikelihood(
    logits l: UnsafePointer<Self>, targets k: UnsafePointer<UInt32>, rows: Int, columns: Int,
    into logLikelihood: UnsafeMutablePointer<Self>
  ) {
    for r in 0..<rows {
      let row = l + r * columns
      var largest = row[0]
      for c in 1..<max(columns, 1) where largest < row[c] { largest = row[c] }
      var sum = Self.zero
      for c in 0..<columns { sum += exp(row[c] - largest) }
      logLikelihood[r] = (row[Int(k[r])] - largest) - log(sum)
    }
  }

  /// See the requirement.
  public static func categoricalGradient(
    logits l: UnsafeMutablePointer<Self>, targets k: UnsafePointer<UInt32>, weight: Self, rows: Int,
    columns: Int, into logLikelihood: UnsafeMutablePointer<Self>
  ) {
    categoricalLogLikelihood(
      logits: l, targets: k, rows: rows, columns: columns, into: logLikelihood)
    for r in 0..<rows {
      let (row, chosen) = (l + r * columns, Int(k[r]))
      let normalizer = row[chosen] - logLikelihood[r]
      for c in 0..<columns { row[c] = -(weight * exp(row[c] - normalizer)) }
      row[chosen] += weight
    }
  }

  /// See the requirement.
  public static func adam(
    _ w: UnsafeMutablePointer<Self>, mean m: UnsafeMutablePointer<Self>,
    square v: UnsafeMutablePointer<Self>, gradient g: UnsafePointer<Self>, count: Int,
    rate: Self, beta1: Self, beta2: Self, epsilon: Self, correction1: Self, correction2: Self
  ) {
    let one = Self(1)
    for i in 0..<count {
      m[i] = beta1 * m[i] + (one - beta1) * g[i]
      v[i] = beta2 * v[i] + (one - beta2) * g[i] * g[i]
      let step = rate * correction1 * m[i]
      w[i] = w[i] - step / (squareRoot(correction2 * v[i]) + epsilon)
    }
  }

  /// See the requirement.
  public static func rmsprop(
    _ w: UnsafeMutablePointer<Self>, mean m: UnsafeMutablePointer<Self>?,
    square v: UnsafeMutablePointer<Self>, gradient g: UnsafePointer<Self>, count: Int,
    rate: Self, decay: Self, epsilon: Self
  ) {
    let one = Self(1)
    for i in 0..<count {
      v[i] = decay * v[i] + (one - decay) * g[i] * g[i]
      var variance = v[i]
      if let m {
        m[i] = decay * m[i] + (one - decay) * g[i]
        variance = variance - m[i] * m[i]
        if variance < .zero { variance = .zero }
      }
      w[i] = w[i] - rate * g[i] / (squareRoot(variance) + epsilon)
    }
  }

  /// See the requirement.
  public static func descend(
    _ w: UnsafeMutablePointer<Self>, velocity m: UnsafeMutablePointer<Self>,
    gradient g: UnsafePointer<Self>, count: Int, rate: Self, momentum: Self
  ) {
    for i in 0..<count {
      m[i] = momentum * m[i] + g[i]
      w[i] = w[i] - rate * m[i]
    }
  }

  /// See the requirement.
  public static func scale(
    _ y: UnsafeMutablePointer<Self>, by m: UnsafePointer<Self>, count: Int
  ) {
    for i in 0..<count { y[i] *= m[i] }
  }

  /// See the requirement.
  public static func add(
    _ a: UnsafePointer<Self>, to sum: UnsafeMutablePointer<Self>, count: Int
  ) {
    for i in 0..<count { sum[i] += a[i] }
  }

  /// See the requirement.
  public static func nearestCodes(
    products: UnsafePointer<Self>, half: UnsafePointer<Self>, rows: Int, codes: Int,
    indices: UnsafeMutablePointer<UInt32>, best: UnsafeMutablePointer<Self>,
    second: UnsafeMutablePointer<Self>
  ) {
    let nothing = Self(-Double.infinity)
    for r in 0..<rows {
      let row = products + r * codes
      var (place, most, next) = (0, nothing, nothing)
      for c in 0..<codes {
        let x = row[c] - half[c]
        if most < x {
          (place, most, next) = (c, x, most)
        } else if next < x {
          next = x
        }
      }
      (indices[r], best[r], second[r]) = (UInt32(place), most, next)
    }
  }
}
