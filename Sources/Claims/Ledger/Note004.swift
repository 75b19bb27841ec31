extension Ledger {
  static let note004: [LedgerRow] = []
}
