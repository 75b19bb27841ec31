import Tensors

/// What the second head s of the encoder means: how the deviation σ of q(z|x) is made from it.
public enum PosteriorScale: String, Sendable, Codable, CaseIterable {
  /// s = log σ².
  case logVariance = "log-variance"
  /// s = log σ.
  case logDeviation = "log-deviation"
  /// σ = log(1 + eˢ).
  case softplus

  /// σ.
  @inlinable public func deviation<Element: Scalar>(_ s: Element) -> Element {
    switch self {
    case .logVariance: Element.exp(Element(0.5) * s)
    case .logDeviation: Element.exp(s)
    case .softplus: Element.softplus(s)
    }
  }

  /// ∂σ/∂s where the deviation is σ.
  @inlinable public func slope<Element: Scalar>(_ s: Element, deviation σ: Element) -> Element {
    switch self {
    case .logVariance: Element(0.5) * σ
    case .logDeviation: σ
    case .softplus: Element.sigmoid(s)
    }
  }

  /// log σ².
  @inlinable public func logVariance<Element: Scalar>(
    _ s: Element, deviation σ: Element
  ) -> Element {
    switch self {
    case .logVariance: s
    case .logDeviation: Element(2) * s
    case .softplus: Element(2) * Element.log(σ)
    }
  }
}
