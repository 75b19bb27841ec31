/// How the codes of an image make z_q.
public enum Quantizer: String, Sendable, Codable, CaseIterable {
  /// Every position has a part of z_e of its own; all choose from one codebook. z_q is the codes side by side.
  case product
  /// Every position has what the positions before it left over of z_e, and a codebook of its own. z_q is the codes' sum.
  ///
  /// Quantisation in stages (Juang and Gray, 1982), here of what an encoder emits (Zeghidour et al., 2021; Lee et al.,
  /// 2022). The first codes say roughly what an image is, the later ones ever smaller corrections.
  case residual
}

// Where the codes of a position stand, and what they are the codes of.
extension QuantizedArchitecture {
  /// How many codebooks there are.
  public var codebooks: Int { quantizer == .residual ? positions : 1 }

  /// Numbers that the encoder emits for an image, and that the decoder reads.
  public var latent: Int { quantizer == .residual ? dimension : positions * dimension }

  /// The first of the latent's numbers that a position's codes are for.
  func offset(of position: Int) -> Int { quantizer == .residual ? 0 : position * dimension }

  /// The row of all codes, codebook after codebook, in which a position's code stands.
  func row(of code: Int, at position: Int) -> Int {
    quantizer == .residual ? position * codes + code : code
  }
}
