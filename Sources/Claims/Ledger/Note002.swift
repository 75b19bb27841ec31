extension Ledger {
  static let note002: [LedgerRow] = []
}
