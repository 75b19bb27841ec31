import Claims
import Reporting

/// What `variance-report --list` shows.
struct VarianceListing: Encodable {
  struct Problem: Encodable {
    let name, summary: String
    let parameters: [Parameter]
    /// Why estimators that are for problems of its kind do not apply, by name.
    let inapplicable: [String: String]
  }

  struct Parameter: Encodable {
    let name, meaning, range: String
    let value: Double

    private enum CodingKeys: String, CodingKey {
      case name, meaning, range
      case value = "default"
    }
  }

  let problems: [Problem]
  let estimators: [EstimatorListing]

  /// Lists everything, with so many samples a draw.
  init(samples: Int) {
    problems = ProblemRegistry.problems.map { kind in
      let family = try? ProblemSelection(kind).family(samples: samples)
      return Problem(
        name: kind.name, summary: kind.summary,
        parameters: kind.parameters.map { parameter in
          Parameter(
            name: parameter.name, meaning: parameter.meaning,
            range: parameter.domain.expectation, value: parameter.defaultValue)
        },
        inapplicable: family?.inapplicable ?? [:])
    }
    estimators = EstimatorListing.all(samples: samples)
  }

  /// The list as JSON or as two tables.
  func text(_ json: Bool, _ destination: Destination) throws -> String {
    if json { return try JSON.text(self) }
    let (width, palette) = (destination.width, destination.palette)
    var problemTable = Table(columns: [
      .init("problem"), .init("f and law", fitting: .wraps(minimum: 24)),
      .init("parameters and defaults", fitting: .wraps(minimum: 20)),
    ])
    for problem in problems {
      let values = problem.parameters.map { "\($0.name)=\(shortest($0.value))" }
      problemTable.append([
        Table.Cell(problem.name), Table.Cell(problem.summary),
        Table.Cell(values.isEmpty ? "–" : values.joined(separator: " ")),
      ])
    }
    var estimatorTable = Table(columns: [
      .init("estimator"), .init("how", fitting: .wraps(minimum: 24)),
      .init("problems", fitting: .wraps(minimum: 18)),
    ])
    for estimator in estimators {
      let note = estimator.biased ? estimator.summary + " (biased)" : estimator.summary
      estimatorTable.append([
        Table.Cell(estimator.name), Table.Cell(note),
        Table.Cell(estimator.problems.joined(separator: " ")),
      ])
    }
    return problemTable.rendered(width: width, palette: palette) + "\n"
      + estimatorTable.rendered(width: width, palette: palette)
  }
}
