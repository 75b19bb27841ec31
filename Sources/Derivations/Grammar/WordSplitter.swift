/// Splits letters that run together into words and single letters.
///
/// `log`, `exp`, `ln` and `KL` are words also where another letter follows; other known words only where they are the
/// whole run. An unknown run is a word if it has four letters or more of one case, three capitals (`MSE`), or three with a capital first (`Var`);
/// differentials (`dxdz`) and everything else are single letters, whose product is meant.
enum WordSplitter {
  /// Returns how many letters the next piece of a run has, and what it is.
  ///
  /// - Precondition: The run is not empty.
  ///
  /// - Parameter names: The capitals that stand by themselves in the formula, of which KHP and HPH are products.
  static func next(
    in run: ArraySlice<Unicode.Scalar>, font: Typeface?, inScript: Bool,
    names: Set<Unicode.Scalar> = []
  ) -> (Int, Lexeme.Kind) {
    let first = run[run.startIndex]
    let letter = Lexeme.Kind.name(Symbol(String(Character(first)), typeface: font ?? .plain))
    if !first.isASCII {
      // Words of other languages that stand in a formula.
      let words = run.prefix { !$0.isASCII }
      return words.count > 1 ? (words.count, .text(string(words))) : (1, letter)
    }
    let run = run.prefix { $0.isASCII }
    guard run.count > 1, font != .bold else { return (1, letter) }
    let text = string(run)
    if let operation = Vocabulary.operations[text] { return (run.count, .command(operation)) }
    if text == "Pa" || text == "pa" || text == "TC" { return (2, .word(text)) }
    if isDifferentials(run) { return (1, letter) }
    for prefix in ["log", "exp", "ln"] where text.hasPrefix(prefix) && run.count <= prefix.count + 2
    {
      return (prefix.count, .command(Vocabulary.operations[prefix] ?? prefix))
    }
    let isLower = run.allSatisfy { ("a"..."z").contains($0) }
    if isProduct(run, of: names) { return (1, letter) }
    let isUpper = run.allSatisfy { ("A"..."Z").contains($0) }
    let isWord =
      (isLower && run.count >= (inScript ? 3 : 4)) || (isUpper && run.count >= 3)
      || (run.count >= 5 && isASCIIWord(run))
      || (run.count >= 3 && ("A"..."Z").contains(first)
        && run.dropFirst().allSatisfy { ("a"..."z").contains($0) })
    return isWord ? (run.count, .word(text)) : (1, letter)
  }

  /// Whether three capitals or more are a product of matrices: HPH, of which the first is the last, or names that all stand
  /// by themselves, too, and spell nothing known.
  private static func isProduct(
    _ run: ArraySlice<Unicode.Scalar>, of names: Set<Unicode.Scalar>
  ) -> Bool {
    guard run.count >= 3, run.count <= 6, run.allSatisfy({ ("A"..."Z").contains($0) }) else {
      return false
    }
    let text = string(run)
    if abbreviations.contains(text) { return false }
    return run.count == 3 && run.first == run.last || run.allSatisfy(names.contains)
  }

  private static let abbreviations: Set<String> = [
    "MSE", "BCE", "VAE", "GAN", "SNR", "ESS", "MAP", "MLE", "CDF", "PDF", "AIC", "BIC", "ELBO",
    "NLL", "KLD", "JSD", "MMD", "SSE", "RSS", "LSE", "AUC", "IWAE", "DKL", "NCE", "SGD", "EVE",
  ]

  private static func isASCIIWord(_ run: ArraySlice<Unicode.Scalar>) -> Bool {
    run.allSatisfy(\.isASCIILetter)
  }

  /// Whether a run is made of pairs of `d` and a letter.
  private static func isDifferentials(_ run: ArraySlice<Unicode.Scalar>) -> Bool {
    guard run.count.isMultiple(of: 2), run.count <= 8 else { return false }
    return stride(from: run.startIndex, to: run.endIndex, by: 2).allSatisfy { run[$0] == "d" }
  }

  private static func string(_ run: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: run)
    return String(text)
  }
}
