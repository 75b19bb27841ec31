extension Ledger {
  static let note001: [LedgerRow] = []
}
