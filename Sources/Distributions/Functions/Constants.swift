// Computed, so that they are literals where they are inlined and not accesses to a global.

/// ½ log 2π.
@inlinable internal var halfLogTwoPi: Double { 0.91893853320467274178 }

/// √2.
@inlinable internal var squareRootOfTwo: Double { 1.41421356237309504880 }

/// log 2.
@inlinable internal var logTwo: Double { 0.69314718055994530942 }

/// Euler's constant γ.
@inlinable internal var eulerGamma: Double { 0.57721566490153286061 }
