/// Whom a handout is for.
public enum Audience: String, Sendable, CaseIterable {
  /// Solutions are folded.
  case reader
  /// Solutions are left out.
  case student
  /// Solutions are open.
  case teacher
}
