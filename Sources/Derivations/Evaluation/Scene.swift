/// What the terms of one step talk about: the random variables, the places that hold their values, the given
/// quantities, and the joint laws, by number.
struct Scene: Sendable {
  /// A random variable: an axis of joint laws.
  struct Variable: Hashable, Sendable {
    /// Its name with indices worked out: `z`, `x_2`.
    var name: String
    /// Its name without indices, shared by the members of a sequence.
    var head: String
    /// Whether it is summed over, which only a discrete variable can be.
    var isCounted = false
    /// Whether it takes the values 0 and 1 and no other.
    var isBinary = false
    /// Whether it has a density by what is said of it: a normal law, a derivative by its value.
    var isReal = false
  }

  /// Something that holds a value of a variable: the variable as it is bound, or a copy such as a sample of it.
  struct Place: Hashable, Sendable {
    /// The name as printed in witnesses.
    var name: String
    /// The variable whose values it takes.
    var variable: Int
    /// The whole number that it holds: 1 in p(z = 1).
    var held: Int?
  }

  /// A parameter or a free number.
  struct Quantity: Hashable, Sendable {
    /// Its name with indices worked out.
    var name: String
    /// Whether conventions make it positive (σ, α, β, …).
    var isPositive: Bool
    /// The name of the vector or matrix that it is an entry of; its own name for a number.
    var whole: String
    /// The range that the document says it is in; nil if it says nothing.
    var range: QuantityRange?

    /// Whether it is positive by a weak convention only, which an inequality must not rest on.
    var isSigned: Bool {
      whole == name
        && ["a", "b", "d", "k"].contains(where: { name == $0 || name.hasPrefix($0 + "_") })
    }

    /// Whether it counts something by its name, so that it is not below 1.
    var isCount: Bool {
      whole == name && Self.counts.contains(where: { name == $0 || name.hasPrefix($0 + "_") })
    }

    private static let counts = ["K", "N", "M", "L", "J", "D", "T", "S", "n"]
  }

  /// A joint law over all variables that occur under its name.
  struct Law: Hashable, Sendable {
    /// The name as printed: `p`, `q`, `p_data`.
    var name: String
    /// The quantities that it depends on.
    var parameters: [Int]
    /// Variables whose marginal does not depend on the parameters, because the document writes it without them.
    var parameterFree: Set<Int> = []
    /// The variables that occur under the name, in order of appearance.
    var variables: [Int] = []
  }

  var variables: [Variable] = []
  var places: [Place] = []
  var quantities: [Quantity] = []
  var laws: [Law] = []

  /// The number of the variable of that name, which is added if it is new.
  mutating func variable(_ name: String, head: String) -> Int {
    if let found = variables.firstIndex(where: { $0.name == name }) { return found }
    variables.append(Variable(name: name, head: head))
    return variables.count - 1
  }

  /// The number of the place of that name, which is added if it is new.
  ///
  /// - Parameter held: The whole number that it holds, if it holds one.
  mutating func place(_ name: String, of variable: Int, holding held: Int? = nil) -> Int {
    if let found = places.firstIndex(where: { $0.name == name }) { return found }
    places.append(Place(name: name, variable: variable, held: held))
    return places.count - 1
  }

  /// The numbers that variables are held at.
  var heldValues: [Int: Set<Int>] {
    var held: [Int: Set<Int>] = [:]
    for place in places {
      if let value = place.held { held[place.variable, default: []].insert(value) }
    }
    return held
  }

  /// The number of the quantity of that name, which is added if it is new.
  ///
  /// - Parameters:
  ///   - whole: The name of the vector or matrix that it is an entry of.
  ///   - range: The range that the document says it is in.
  mutating func quantity(
    _ name: String, isPositive: Bool, of whole: String? = nil, in range: QuantityRange? = nil
  ) -> Int {
    if let found = quantities.firstIndex(where: { $0.name == name }) { return found }
    quantities.append(
      Quantity(name: name, isPositive: isPositive, whole: whole ?? name, range: range))
    return quantities.count - 1
  }

  /// The number of the law of that name and parameters, which is added if it is new.
  mutating func law(_ name: String, parameters: [Int]) -> Int {
    if let found = laws.firstIndex(where: { $0.name == name && $0.parameters == parameters }) {
      return found
    }
    laws.append(Law(name: name, parameters: parameters))
    return laws.count - 1
  }
}
