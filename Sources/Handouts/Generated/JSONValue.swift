/// A value of JSON whose shape is not known beforehand.
enum JSONValue: Decodable, Equatable, Sendable {
  case null
  case flag(Bool)
  case number(Double)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let box = try decoder.singleValueContainer()
    if box.decodeNil() {
      self = .null
    } else if let value = try? box.decode(Bool.self) {
      self = .flag(value)
    } else if let value = try? box.decode(Double.self) {
      self = .number(value)
    } else if let value = try? box.decode(String.self) {
      self = .text(value)
    } else if let value = try? box.decode([JSONValue].self) {
      self = .list(value)
    } else {
      self = .object(try box.decode([String: JSONValue].self))
    }
  }

  /// What the value is, for messages.
  var kind: String {
    switch self {
    case .null: "nothing"
    case .flag: "yes or no"
    case .number: "a number"
    case .text: "a text"
    case .list(let values): "a list of \(values.count)"
    case .object(let members): "an object of \(members.keys.sorted().joined(separator: ", "))"
    }
  }

  /// The value as a filter compares it.
  var plainText: String? {
    switch self {
    case .flag(let value): "\(value)"
    case .number(let value):
      value == value.rounded() ? String(Int(exactly: value) ?? 0) : "\(value)"
    case .text(let value): value
    default: nil
    }
  }
}

/// A way into a JSON value: members by name, elements by index, elements by what a member is:
/// `rows[estimator=score][parameter=mean].exact_variance`, `checks.0.evidence.left`.
struct ValuePath: Equatable, Sendable {
  enum Step: Equatable, Sendable {
    case member(String)
    case index(Int)
    case filter(member: String, value: String)
  }

  let text: String
  let steps: [Step]

  init(_ text: String) throws(DirectiveError) {
    self.text = text
    let complaint = DirectiveError(
      "“\(text)” is no path; one is written rows[name=value].member or list.0.member")
    var steps: [Step] = []
    var rest = text[...]
    while let first = rest.first {
      if first == "[" {
        guard let end = rest.firstIndex(of: "]"),
          let sign = rest[..<end].firstIndex(of: "=")
        else { throw complaint }
        let name = rest[rest.index(after: rest.startIndex)..<sign]
        steps.append(
          .filter(member: String(name), value: String(rest[rest.index(after: sign)..<end])))
        rest = rest[rest.index(after: end)...]
      } else {
        if first == "." { rest = rest.dropFirst() }
        let name = rest.prefix { $0 != "." && $0 != "[" }
        guard !name.isEmpty else { throw complaint }
        steps.append(Int(name).map(Step.index) ?? .member(String(name)))
        rest = rest.dropFirst(name.count)
      }
    }
    guard !steps.isEmpty else { throw complaint }
    self.steps = steps
  }

  /// Follows the path.
  ///
  /// - Throws: `DirectiveError` where a step leads nowhere, or a member is asked of several elements.
  func value(in root: JSONValue) throws(DirectiveError) -> JSONValue {
    var value = root
    for step in steps {
      switch step {
      case .member(let name):
        if case .list(let elements) = value, isFiltered {
          guard elements.count == 1 else {
            throw DirectiveError(
              "“\(text)”: \(elements.count) elements pass the filter, 1 is needed")
          }
          value = elements[0]
        }
        guard case .object(let members) = value, let member = members[name] else {
          throw DirectiveError("“\(text)”: there is no “\(name)” in \(value.kind)")
        }
        value = member
      case .index(let index):
        guard case .list(let elements) = value, elements.indices.contains(index) else {
          throw DirectiveError("“\(text)”: there is no element \(index) in \(value.kind)")
        }
        value = elements[index]
      case .filter(let name, let wanted):
        guard case .list(let elements) = value else {
          throw DirectiveError("“\(text)”: a filter needs a list, not \(value.kind)")
        }
        let passed = elements.filter { element in
          guard case .object(let members) = element else { return false }
          return members[name]?.plainText == wanted
        }
        guard !passed.isEmpty else {
          throw DirectiveError("“\(text)”: no element has \(name) = \(wanted)")
        }
        value = .list(passed)
      }
    }
    return value
  }

  private var isFiltered: Bool {
    steps.contains { if case .filter = $0 { true } else { false } }
  }
}
