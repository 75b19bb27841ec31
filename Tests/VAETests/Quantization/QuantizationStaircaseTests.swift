import Distributions
import Networks
import Tensors
import Testing
import VAE

@Suite("Differences through the quantiser")
struct QuantizationStaircaseTests {
  @Test("The loss is flat to the bit up to the first border, and jumps there")
  func staircase() {
    for (number, activation) in Activation.allCases.enumerated() {
      let subject = quantizedSubject(
        everyLikelihood[number % 4], activation, seed: UInt64(number),
        quantizer: number.isMultiple(of: 2) ? .product : .residual)
      let stairs = QuantizationStaircase.several(
        subject, directions: 3, using: Philox(seed: 5))
      #expect(stairs.count == 6 && stairs.contains { $0.border != nil })
      for stair in stairs {
        #expect(stair.holds && stair.deviations == 0, "\(activation)")
        #expect(stair.surrogateSlope.magnitude > stair.jumpLimit)
        guard let border = stair.border else { continue }
        #expect(stair.steps.max() == border && stair.steps.count == 114)
        #expect(stair.reassigned >= 1 && stair.jump.magnitude > stair.jumpLimit)
        // What is on the line before the border has the loss of θ, and something after it has another.
        for (length, loss) in zip(stair.lengths, stair.losses) where length <= border {
          #expect(loss == stair.loss)
        }
        #expect(stair.losses.contains { $0 != stair.loss })
      }
      // Backwards the slope of the surrogate is the opposite; the loss rises or falls on either side as it likes.
      #expect(stairs[0].surrogateSlope == -stairs[1].surrogateSlope)
    }
  }

  @Test("Entry by entry, the encoder's differences are 0 and its straight-through gradient is not")
  func entries() {
    for activation in [Activation.tanh, .relu] {
      let whole = quantizedSubject(.bernoulli, activation, seed: 1)
      let subject = whole.replacing(loss: whole.loss.only(\.reconstruction))
      let gradient = subject.gradient(at: subject.parameters)
      let moved = subject.parameters.copy()
      var moving = 0
      for layer in subject.model.encoder.layers {
        for place in Array(layer.weight.range) + Array(layer.bias.range) {
          let values = [-3.0, -2, -1, 0, 1, 2, 3].map { step in
            moved.buffer.start[place] = subject.parameters.buffer.start[place] + step * 0x1p-10
            return subject.loss(at: moved)
          }
          moved.buffer.start[place] = subject.parameters.buffer.start[place]
          #expect(values.allSatisfy { $0 == values[0] })
          if gradient.buffer.start[place] != 0 { moving += 1 }
        }
      }
      #expect(moving > 0)
    }
  }

  @Test("The differences see what has a slope: the decoder and the distances")
  func control() {
    let subject = quantizedSubject(.bernoulli, .tanh, seed: 1)
    let moved = subject.parameters.copy()
    func moves(_ block: ParameterLayout.Block, _ loss: QuantizedLoss) -> Bool {
      let held = subject.replacing(loss: loss)
      moved.buffer.start[block.offset] += 0x1p-10
      defer { moved.assign(subject.parameters) }
      return held.loss(at: moved) != held.loss(at: subject.parameters)
    }
    let (model, loss) = (subject.model, subject.loss)
    let (first, last) = (model.encoder.layers[0].bias, model.decoder.layers[2].bias)
    #expect(moves(last, loss.only(\.reconstruction)))
    #expect(moves(first, loss.only(\.commitment)))
    #expect(!moves(first, loss.only(\.reconstruction)))
  }
}
