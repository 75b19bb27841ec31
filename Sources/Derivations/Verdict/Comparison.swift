import Numerics

/// Counts the work that is left for a step: nodes visited, so that verdicts do not depend on the machine.
///
/// All that a step costs is counted on one meter: its readings, the rows that it is compared with, the conventions that
/// are tried on it. Only the search for suggestions has a meter of its own, so that a step that was hard to decide
/// still gets one.
final class WorkMeter {
  var left: Int
  /// What the search for suggestions may take.
  private(set) lazy var forSuggestions = WorkMeter(2_000_000)
  /// Whether there is enough left to look for a condition, and to decide on the laws that the document gives after that.
  var allowsConditions: Bool { left > 1_500_000 }

  init(_ work: Int = 3_000_000) { left = work }

  /// The shapes of names in the readings of the step, once found.
  private var shapes: [ShapesKey: Shapes?] = [:]

  private struct ShapesKey: Hashable {
    var reading: Step.Reading
    var isDeclared: Bool
    var definitions: Int
    var last: Background.Definition?
  }

  /// Returns the shapes of names in a reading of the step; nil if it holds neither vectors nor matrices.
  func shapes(of reading: Step.Reading, in background: Background, declared: Bool) -> Shapes? {
    let key = ShapesKey(
      reading: reading, isDeclared: declared, definitions: background.definitions.count,
      last: background.definitions.last)
    if let known = shapes[key] { return known }
    let found = background.shapes(of: reading, declared: declared)
    shapes[key] = .some(found)
    return found
  }

  /// Counts nodes of expressions that were read, each of which costs as much as some nodes of terms.
  func read(_ nodes: Int) { left -= 8 * nodes }
}

/// Both sides of a step as terms of one scene, ready to be compared on witnesses.
struct Comparison {
  var scene: Scene
  var left: Term
  var relation: Relation
  var right: Term
  /// The places that are set rather than bound on either side.
  var free: [Int] { left.freePlaces.union(right.freePlaces).sorted() }

  /// One model at one setting of the free places.
  struct Trial {
    var seed: UInt64
    var family: Family
    var setting: [Int: Int]
    var left: Bounded
    var right: Bounded
    var witness: Witness
  }

  /// What a number of trials shows.
  enum Outcome {
    /// The relation held on all; how many models.
    case held(Int, Trial)
    /// It failed on one.
    case failed(Trial)
    /// The sides had no value, or none that can be told apart.
    case undefined(Obstacle)
  }

  /// The work that may be done on one family of witnesses.
  static let work = 500_000
  /// The work that is left for the step.
  var meter = WorkMeter()

  /// How wide a bound may be beside the values for them to be called equal.
  static let widest = 1e-6

  /// Returns whether a relation holds between two bounded numbers; nil if the bounds leave it open.
  ///
  /// A difference counts only if it is well above its bound and above rounding of any kind; agreement only if the bound
  /// is small beside the numbers, which that of an integral that diverges is not.
  static func decide(_ left: Bounded, _ relation: Relation, _ right: Bounded) -> Bool? {
    let gap = left.value - right.value
    let bound = left.error + right.error
    guard gap.isFinite, bound.isFinite else { return nil }
    let scale = max(1, left.value.magnitude, right.value.magnitude)
    let isClear = gap.magnitude > 4 * bound && gap.magnitude > 1e-9 * scale
    // Within a wide bound a mistake may hide.
    let isClose = bound <= widest * scale
    switch relation {
    case .less where isClose && gap.magnitude <= bound: return nil
    case .greater where isClose && gap.magnitude <= bound: return nil
    case .equal, .defined, .approximately:
      return gap.magnitude <= bound && isClose ? true : isClear ? false : nil
    case .lessOrEqual, .less:
      return gap <= bound && (isClose || isClear) ? true : isClear ? false : nil
    case .greaterOrEqual, .greater:
      return gap >= -bound && (isClose || isClear) ? true : isClear ? false : nil
    default: return nil
    }
  }

  /// Lets variables take the values 0 and 1 and no others.
  mutating func makeBinary(_ variables: some Sequence<Int>) {
    for variable in variables {
      scene.variables[variable].isBinary = true
      scene.variables[variable].isCounted = true
    }
  }

  /// Compares the sides on models of a family.
  func run(_ family: Family, seeds: Range<UInt64>, settings most: Int) throws -> Outcome {
    var evaluators = 0
    var last: Trial?
    var isWide = false
    var budget = min(Self.work, meter.left)
    let start = budget
    defer { meter.left -= start - budget }
    for seed in seeds {
      let witness = try Witness(scene: scene, family: family, seed: seed)
      budget -= witness.size
      var evaluator = Evaluator(
        witness, budget: budget, nesting: max(left.nesting, right.nesting) + (most < 6 ? 1 : 0))
      defer { budget = evaluator.budget }
      var hasValue = false
      for setting in settings(of: witness, most: most) {
        let (a, b): (Bounded, Bounded)
        do {
          a = try evaluator.value(of: left, at: setting)
          b = try evaluator.value(of: right, at: setting)
        } catch let obstacle as Obstacle where obstacle == .tooMuchWork {
          // One model within the budget is evidence; none is not.
          if let last { return .held(evaluators + 1, last) }
          throw obstacle
        }
        guard let holds = Self.decide(a, relation, b) else {
          if (a - b).value.isFinite, (a - b).error.isFinite { isWide = true }
          continue
        }
        hasValue = true
        let trial = Trial(
          seed: seed, family: family, setting: setting, left: a, right: b, witness: witness)
        if !holds { return .failed(trial) }
        last = last ?? trial
      }
      if hasValue { evaluators += 1 }
    }
    guard let last, 2 * evaluators > seeds.count else {
      return .undefined(isWide ? .tooWide : .noValue)
    }
    return .held(evaluators, last)
  }

  /// Returns values for the free places: all if they are few, else some, always the same ones.
  func settings(of witness: Witness, most: Int) -> [[Int: Int]] {
    // A place that holds 0 or 1 of a variable that takes these values only stays there.
    let fixed = self.free.filter {
      scene.places[$0].held != nil && scene.variables[scene.places[$0].variable].isBinary
    }
    let free = self.free.filter { !fixed.contains($0) }
    let counts = free.map { witness.counts[scene.places[$0].variable] }
    let all = counts.reduce(1) { min($0 * $1, 1 << 20) }
    func setting(_ number: Int) -> [Int: Int] {
      var rest = number
      var result: [Int: Int] = [:]
      for place in fixed { result[place] = scene.places[place].held }
      for (place, count) in zip(free, counts) {
        result[place] = rest % count
        rest /= count
      }
      return result
    }
    if all <= most { return (0..<all).map(setting) }
    var generator = WitnessGenerator(seed: witness.seed, name: "settings")
    return (0..<most).map { _ in setting(Int(generator.next() % UInt64(all))) }
  }

  /// Returns what a trial shows, for the report.
  func report(_ trial: Trial, models: Int) -> WitnessReport {
    var values: [String: Double] = [:]
    for (place, index) in trial.setting {
      values[scene.places[place].name] = trial.witness.values[scene.places[place].variable][index]
    }
    for quantity in left.writtenQuantities.union(right.writtenQuantities) {
      values[scene.quantities[quantity].name] = trial.witness.quantities[quantity]
    }
    return WitnessReport(
      seed: trial.seed, family: trial.words, setting: values, left: trial.left.value,
      right: trial.right.value, bound: trial.left.error + trial.right.error, models: models)
  }
}

extension Comparison.Trial {
  /// The family of the model in words.
  var words: String {
    let isMixed = witness.countedFactors.contains { !$0.isEmpty }
    return isMixed ? "\(family.words) with logistic laws of what is summed" : family.words
  }

  /// Whether two constants differ by no more than the rounding of one that is written as a decimal: √2 = 1.414.
  func isRounded(_ comparison: Comparison) -> Bool {
    guard comparison.left.isConstant, comparison.right.isConstant else { return false }
    let gap = (left - right).value.magnitude
    return [comparison.left, comparison.right].contains { side in
      guard case .number(let number) = side, let digits = number.decimals, digits > 0 else {
        return false
      }
      var last = 0.5
      for _ in 0..<digits { last /= 10 }
      return gap <= last * (1 + 1e-9)
    }
  }

  /// Whether both sides are zero within their bounds.
  var vanishes: Bool { left.isZero && right.isZero }
}

extension Bounded {
  /// Whether the number may be zero.
  var isZero: Bool { value.magnitude <= error }
}

extension Family {
  /// The family in words.
  var words: String {
    switch measure {
    case .counting: "random tables over two or three values"
    case .weighted: "random densities over two or three cells"
    case .gaussian: "random linear-Gaussian laws"
    case .mixture: "random mixtures of two linear-Gaussian laws"
    }
  }
}
