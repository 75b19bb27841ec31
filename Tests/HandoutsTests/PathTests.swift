import Testing

@testable import Handouts
