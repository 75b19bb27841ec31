// swift-tools-version: 6.2
import PackageDescription

/// The settings of every Swift target: language mode 6, warnings as errors, existentials spelled out,
/// and members visible only where their module is imported.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

// Two sides that never import each other meet in `Claims`: `Distributions`, `Estimators`, `Tensors`,
// `Networks` and `VAE` are what a variational autoencoder is made of, `Numerics` is how we know.
let package = Package(
  name: "vae-lab",
  products: [
    .executable(name: "vae-lab", targets: ["vae-lab"]),
    .library(name: "VAELab", targets: ["VAELab"]),
    .library(name: "VAE", targets: ["VAE", "Datasets"]),
    // What the cells of a notebook are compiled against and loaded beside.
    .library(
      name: "Notebook", type: .dynamic,
      targets: [
        "Claims", "Datasets", "Derivations", "Distributions", "Estimators", "Networks", "Notebook",
        "Numerics", "Reporting", "Tensors", "VAE",
      ]),
  ],
  targets: [
    .systemLibrary(name: "CGSL", providers: [.apt(["libgsl-dev"]), .brew(["gsl"])]),
    .target(name: "Numerics", dependencies: ["CGSL"], swiftSettings: strict),
    .target(name: "CKernels"),
    .target(name: "Distributions", dependencies: ["CKernels"], swiftSettings: strict),
    .target(
      name: "Estimators", dependencies: ["CKernels", "Distributions"], swiftSettings: strict),
    .target(
      name: "Claims",
      dependencies: [
        "CKernels", "Datasets", "Distributions", "Estimators", "Networks", "Numerics", "Tensors",
        "VAE",
      ],
      swiftSettings: strict),
    .target(name: "Derivations", dependencies: ["Numerics"], swiftSettings: strict),
    .systemLibrary(name: "COneDNN", providers: [.apt(["libdnnl-dev"]), .brew(["onednn"])]),
    .systemLibrary(name: "CBLAS", providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CPNG", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(name: "CDigest", providers: [.apt(["libmd-dev"]), .brew(["libmd"])]),
    .target(
      name: "Datasets", dependencies: ["CDigest", "CPNG", "CZlib", "Distributions"],
      swiftSettings: strict),
    .target(
      name: "Tensors", dependencies: ["CBLAS", "CKernels", "COneDNN"], swiftSettings: strict),
    .target(name: "Networks", dependencies: ["Distributions", "Tensors"], swiftSettings: strict),
    .target(
      name: "VAE",
      dependencies: ["CKernels", "CZlib", "Datasets", "Distributions", "Networks", "Tensors"],
      swiftSettings: strict),
    .target(name: "Reporting", swiftSettings: strict),
    .target(name: "Notebook", dependencies: ["Datasets", "Reporting"], swiftSettings: strict),
    .target(
      name: "Handouts", dependencies: ["Derivations", "Reporting"], swiftSettings: strict),
    .target(
      name: "VAELab",
      dependencies: [
        "Claims", "Datasets", "Derivations", "Distributions", "Estimators", "Handouts", "Networks",
        "Numerics", "Reporting", "Tensors", "VAE",
      ],
      swiftSettings: strict),
    .executableTarget(name: "vae-lab", dependencies: ["VAELab"], swiftSettings: strict),
    .testTarget(name: "NumericsTests", dependencies: ["Numerics"], swiftSettings: strict),
    .testTarget(
      name: "DistributionsTests", dependencies: ["CKernels", "Distributions", "Numerics"],
      swiftSettings: strict),
    .testTarget(
      name: "EstimatorsTests",
      dependencies: ["CKernels", "Estimators", "Distributions", "Numerics", "Claims"],
      swiftSettings: strict),
    .testTarget(
      name: "ClaimsTests", dependencies: ["Claims", "Numerics", "Distributions"],
      swiftSettings: strict),
    .testTarget(
      name: "DerivationsTests", dependencies: ["Derivations", "Numerics"],
      exclude: ["CorpusDocuments"],
      swiftSettings: strict),
    .testTarget(
      name: "DatasetsTests", dependencies: ["CZlib", "Datasets", "Distributions", "Numerics"],
      swiftSettings: strict),
    .testTarget(
      name: "TensorsTests", dependencies: ["CKernels", "Distributions", "Tensors"],
      swiftSettings: strict),
    .testTarget(
      name: "NetworksTests", dependencies: ["Distributions", "Networks", "Numerics", "Tensors"],
      swiftSettings: strict),
    .testTarget(
      name: "VAETests",
      dependencies: ["Datasets", "Distributions", "Networks", "Numerics", "Tensors", "VAE"],
      resources: [.copy("Golden")], swiftSettings: strict),
    .testTarget(
      name: "HandoutsTests", dependencies: ["Derivations", "Handouts", "Reporting"],
      swiftSettings: strict),
    .testTarget(name: "ReportingTests", dependencies: ["Reporting"], swiftSettings: strict),
    .testTarget(
      name: "NotebookTests", dependencies: ["Datasets", "Notebook", "Reporting"],
      swiftSettings: strict),
    .testTarget(
      name: "VAELabTests",
      dependencies: [
        "VAELab", "Claims", "Datasets", "Derivations", "Handouts", "Numerics", "Distributions",
        "Estimators", "Networks", "Reporting", "Tensors", "VAE",
      ],
      resources: [.copy("Golden")], swiftSettings: strict),
  ]
)
