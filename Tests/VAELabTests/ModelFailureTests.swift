import Datasets
import Foundation
import Networks
import Tensors
import Testing
import VAE
import VAELab

@Suite("What commands refuse to do with trained models")
struct ModelFailureTests {
  /// One clear line and a status; nothing is left behind.
  private func expect(
    _ words: [String], _ status: Int32, _ message: String, leaves folder: String? = nil,
    location: SourceLocation = #_sourceLocation
  ) throws {
    let before = try folder.map { try FileManager.default.contentsOfDirectory(atPath: $0).sorted() }
    let outcome = run(words)
    #expect(outcome.status == status, "\(words): \(outcome.errors)", sourceLocation: location)
    #expect(
      outcome.errors.contains(message), "\(words): \(outcome.errors)", sourceLocation: location)
    #expect(outcome.output == "", sourceLocation: location)
    #expect(outcome.errors.split(separator: "\n").count == 1, sourceLocation: location)
    let after = try folder.map { try FileManager.default.contentsOfDirectory(atPath: $0).sorted() }
    #expect(before == after, sourceLocation: location)
  }

  @Test("Missing, truncated, altered, foreign and spoilt checkpoints")
  func checkpoints() throws {
    try ModelFixture.use { fixture, folder in
      let bad = folder + "/bad"
      let names = [
        "sample", "reconstruct", "interpolate", "traverse", "manifold", "embed", "evaluate",
      ]
      func refuse(_ status: Int32, _ message: String) throws {
        for name in names {
          let output = folder + (name == "embed" ? "/x.csv" : "/x.png")
          try expect([name, bad, "--output", output], status, message, leaves: folder)
        }
      }
      try refuse(66, "\(bad): there is no such folder")
      try FileManager.default.createDirectory(atPath: bad, withIntermediateDirectories: true)
      try refuse(66, "checkpoint.safetensors")
      let good = Array(
        try Data(contentsOf: URL(fileURLWithPath: fixture.model + "/checkpoint.safetensors")))
      let path = bad + "/checkpoint.safetensors"
      try ModelFixture.write(Array(good.prefix(good.count / 2)), to: path)
      try refuse(65, path)
      var altered = good
      altered[good.count - 9] ^= 4
      try ModelFixture.write(altered, to: path)
      try refuse(65, "altered")
      try CheckpointFile(path: path).write(TensorFile(metadata: ["format": "something else"]))
      try refuse(65, "is no checkpoint of this tool")
      let spoilt = try RunFolder(path: fixture.model).model(of: TrainingConfiguration.self)
      spoilt.parameters["decoder.1.bias"].start[0] = .nan
      try CheckpointFile(path: path).write(spoilt.file)
      try refuse(65, "weights that are not finite")
    }
  }

  @Test("Data of another shape, data without the part, missing data")
  func data() throws {
    try ModelFixture.use { fixture, folder in
      for name in ["reconstruct", "interpolate", "traverse", "embed", "evaluate"] {
        let output = ["--output", folder + (name == "embed" ? "/x.csv" : "/x.png")]
        try expect(
          [name, fixture.model, "--data", fixture.colours] + output, 65,
          "is for images of 1 × 28 × 28, those of \(fixture.colours) are 3 × 6 × 5", leaves: folder)
        try expect(
          [name, fixture.model, "--data", fixture.digits, "--part", "validation"] + output, 65,
          "has no validation images; choose another part with --part: train, test", leaves: folder)
        try expect(
          [name, fixture.model, "--data", folder + "/nowhere"] + output, 66, folder + "/nowhere",
          leaves: folder)
      }
      try expect(["data", "info", folder + "/nowhere"], 66, folder + "/nowhere")
    }
  }

  @Test("A plane needs two latents; named images and dimensions must be there")
  func numbers() throws {
    try ModelFixture.use { fixture, folder in
      let output = ["--output", folder + "/x.png"]
      try expect(
        ["manifold", fixture.colourModel] + output, 65,
        "has 3 latent dimensions, a plane needs 2; train one with --latent 2", leaves: folder)
      try expect(
        ["interpolate", fixture.model, "--data", fixture.digits, "--from", "2", "--to", "30"]
          + output, 64, "--to 30 is no image: \(fixture.digits) has 30 test images", leaves: folder)
      try expect(
        ["traverse", fixture.model, "--dimensions", "0,2"] + output, 64,
        "the model has no latent dimension 2: it has 2", leaves: folder)
      try expect(
        ["sample", fixture.model, "--count", "10000", "--scale", "9"] + output, 64, "is too large",
        leaves: folder)
    }
  }

  @Test("Outputs that cannot be written are refused before anything is read")
  func outputs() throws {
    try withFolder { folder in
      for name in [
        "sample", "reconstruct", "interpolate", "traverse", "manifold", "embed", "evaluate",
      ] {
        let path = folder + "/missing/x" + (name == "embed" ? ".csv" : ".png")
        try expect([name, folder + "/none", "--output", path], 74, "cannot write \(path)")
      }
      try expect(
        ["evaluate", folder + "/none", "--dump", folder + "/missing/x"], 74, "cannot write")
      try expect(
        ["data", "info", "builtin", "--plot", folder + "/missing/x.png"], 74, "cannot write")
    }
  }

  @Test(
    "Wrong command lines",
    arguments: [
      ("sample", "sample: missing <folder>"),
      ("sample x --output picture.jpg", "expected one that ends in .png"),
      ("sample x --count 0", "expected a whole number from 1 to 10000"),
      ("sample x --temperature 0", "expected a number above 0"),
      ("interpolate x --from 3", "give both or none"),
      ("interpolate x --steps 1", "expected a whole number from 2 to 1000"),
      ("interpolate x --path round", "unknown way 'round'"),
      ("traverse x --image 3", "--image is one of --data"),
      ("traverse x --dimensions 1,1", "different dimensions"),
      ("embed x --dimensions 0,1", "name it with --plot"),
      ("embed x --plot a.png --dimensions 0,1,2", "name two with --dimensions"),
      ("evaluate x --plot a.gif", "expected a name that ends in .svg, .png, .pdf"),
      ("data fetch cifar", "unknown name 'cifar'"),
    ])
  func usage(line: String, message: String) throws {
    try expect(line.split(separator: " ").map(String.init), 64, message)
  }

  @Test("A server that cannot be reached, and an address that is none")
  func fetch() throws {
    try withFolder { folder in
      try expect(
        ["data", "fetch", "mnist", "--to", folder, "--from", "ftp://x"], 65,
        "is not an address of the web")
      try expect(
        ["data", "fetch", "mnist", "--to", folder, "--from", "http://127.0.0.1:1/"], 74,
        "the host cannot be reached")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }
}
