extension Ledger {
  static let note000: [LedgerRow] = []
}
