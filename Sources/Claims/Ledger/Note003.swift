extension Ledger {
  static let note003: [LedgerRow] = []
}
