extension Chapter {
  /// Compares every generated piece and every number with what is computed now.
  ///
  /// - Returns: One fault for each piece that differs, at the first line that does.
  func staleParts(in workshop: Workshop) -> [Fault] {
    var faults: [Fault] = []
    for piece in pieces where piece.directive.isGenerated {
      do throws(DirectiveError) {
        guard let fresh = try workshop.body(of: piece.directive, folder: folder) else { continue }
        if let fault = difference(between: Array(lines[piece.body]), and: fresh, at: piece) {
          faults.append(fault)
        }
      } catch {
        faults.append(Fault(file, line: piece.line + 1, error.description))
      }
    }
    for value in values {
      do throws(DirectiveError) {
        let stored = lines[value.line][value.text]
        let fresh = try workshop.text(of: value.directive, folder: folder)
        if stored != fresh {
          faults.append(stale(line: value.line, stored: String(stored), fresh: fresh))
        }
      } catch {
        faults.append(Fault(file, line: value.line + 1, error.description))
      }
    }
    return faults
  }

  /// The first line of a piece that is not as computed.
  private func difference(
    between stored: [String], and fresh: [String], at piece: Piece
  ) -> Fault? {
    guard stored != fresh else { return nil }
    let same = zip(stored, fresh).prefix { $0 == $1 }.count
    let line = min(piece.line + 1 + same, piece.body.upperBound)
    return stale(
      line: line, stored: same < stored.count ? stored[same] : "nothing",
      fresh: same < fresh.count ? fresh[same] : "nothing")
  }

  private func stale(line: Int, stored: String, fresh: String) -> Fault {
    Fault(
      file, line: line + 1,
      "stale: stored is “\(stored)”, computed is “\(fresh)”; vae-lab handout update writes it anew")
  }

  /// The chapter's text with every generated piece and every number computed anew.
  ///
  /// - Returns: The text, in which what cannot be computed stays as it is, and a fault for each of these.
  public func updated(in workshop: Workshop) -> (text: String, faults: [Fault]) {
    var result = lines
    var faults: [Fault] = []
    for value in values.reversed() {
      do throws(DirectiveError) {
        let fresh = try workshop.text(of: value.directive, folder: folder)
        result[value.line].replaceSubrange(value.text, with: fresh)
      } catch {
        faults.append(Fault(file, line: value.line + 1, error.description))
      }
    }
    for piece in pieces.reversed() where piece.directive.isGenerated {
      do throws(DirectiveError) {
        guard let fresh = try workshop.body(of: piece.directive, folder: folder) else { continue }
        result.replaceSubrange(piece.body, with: fresh)
      } catch {
        faults.append(Fault(file, line: piece.line + 1, error.description))
      }
    }
    return (result.joined(separator: "\n") + "\n", faults.sorted { $0.line < $1.line })
  }

  /// Draws every picture that directives ask for.
  ///
  /// - Parameters:
  ///   - workshop: What draws them.
  ///   - store: Takes a picture with its path from the chapter's folder.
  /// - Returns: A fault for each that cannot be drawn.
  public func draw(
    in workshop: Workshop, _ store: (_ path: String, _ svg: String) throws -> Void
  ) rethrows -> [Fault] {
    var faults: [Fault] = []
    for piece in pieces {
      let path: String
      switch piece.directive {
      case .plot(let picture, _, _): path = picture
      case .curve(let request): path = request.picture
      default: continue
      }
      let svg: String?
      do throws(DirectiveError) {
        svg = try workshop.picture(of: piece.directive, folder: folder)
      } catch {
        faults.append(Fault(file, line: piece.line + 1, error.description))
        continue
      }
      if let svg { try store(path, svg) }
    }
    return faults
  }
}
