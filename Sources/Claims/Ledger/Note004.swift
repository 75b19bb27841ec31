extension Ledger {
  /// The 56 statements of note 004, in the order in which they stand there.
  static let note004: [LedgerRow] = [
    LedgerRow(
      "S4-01", line: 4, section: "How a VAE works",
      "a VAE is a network of an encoder and a decoder", .notCheckable, reason: "a definition"),
    LedgerRow(
      "S4-02", line: 5, section: "How a VAE works",
      "the unseen z is a compressed form of x",
      .notCheckable, reason: "an assumption: nothing forces z to be smaller than x"),
    LedgerRow(
      "S4-03", line: 6, section: "How a VAE works",
      "p(x), p(x|z) and p(z|x) are to be learned", .notCheckable, reason: "an aim"),
    LedgerRow(
      "S4-04", line: 7, section: "How a VAE works",
      #"$z \sim \mathcal{N}(0,I)$"#, .holds, ["C37"]),
    LedgerRow(
      "S4-05", line: 8, section: "How a VAE works",
      #"a network's $p_\theta(x|z)$ approximates p(x|z)"#, .notCheckable, reason: "a setting"),
    LedgerRow(
      "S4-06", line: 12, section: "How a VAE works",
      #"$p_\theta(x) = \frac{p_\theta(x|z)\,p(z)}{p_\theta(z|x)}$"#, .holds, ["C03"]),
    LedgerRow(
      "S4-07", line: 14, section: "How a VAE works",
      "p(x|z), being a network, is not easily inverted to p(z|x)",
      .holdsUnderCondition, ["C41", "C40"]),
    LedgerRow(
      "S4-08", line: 15, section: "How a VAE works",
      #"$q_\phi(z|x)$ stands in for $p_\theta(z|x)$"#, .notCheckable, reason: "a definition"),
    LedgerRow(
      "S4-09", line: 16, section: "How a VAE works",
      #"$p_\theta$ encodes and $q_\phi$ decodes"#, .wrong, ["C52"]),
    LedgerRow(
      "S4-10", line: 17, section: "How a VAE works",
      "training maximises the log likelihood of the data set", .sloppy, ["C21"]),
    LedgerRow(
      "S4-11", line: 20, section: "How a VAE works",
      #"$\log p_\theta(x|z) = D_{KL}(q\,\|\,p(z|x)) + \mathbb{E}_q[-\log q + \log p(x,z)]$"#,
      .wrong, ["C07"]),
    LedgerRow(
      "S4-12", line: 20, section: "How a VAE works",
      #"$\log p_\theta(x|z) \geq \mathbb{E}_q[-\log q(z|x) + \log p_\theta(x,z)]$"#,
      .wrong, ["C10"]),
    LedgerRow(
      "S4-13", line: 22, section: "How a VAE works",
      "as the divergence is never negative, the expectation is a bound", .holds, ["C09", "C10"]),
    LedgerRow(
      "S4-14", line: 22, section: "How a VAE works",
      #"its name is "lower evidence bound""#, .sloppy, ["C10"]),
    LedgerRow(
      "S4-15", line: 22, section: "How a VAE works",
      #"the evidence is $\log p_\theta(x|z)$"#, .wrong, ["C01", "C10"]),
    LedgerRow(
      "S4-16", line: 25, section: "How a VAE works",
      #"$\mathbb{E}_q[-\log q + \log p(x,z)] = -D_{KL}(q\,\|\,p(z)) + \mathbb{E}_q[\log p(x|z)]$"#,
      .holds, ["C11"]),
    LedgerRow(
      "S4-17", line: 28, section: "How a VAE works",
      "the divergence forces z|x to lie close to the prior", .holdsUnderCondition, ["C22"]),
    LedgerRow(
      "S4-18", line: 29, section: "How a VAE works",
      #"$\mathbb{E}_q[\log p(x|z)]$ is a reconstruction error, "when z|x""#,
      .sloppy, ["C44", "C11"]),
    LedgerRow(
      "S4-19", line: 31, section: "How a VAE works",
      "the reconstruction term has no closed form", .holdsUnderCondition, ["C41", "C26"]),
    LedgerRow(
      "S4-20", line: 31, section: "How a VAE works",
      "an expectation has no closed form because it is an integral",
      .holdsUnderCondition, ["C41", "C23"]),
    LedgerRow(
      "S4-21", line: 32, section: "How a VAE works",
      "integrals are intractable: the cost is exponential in dimension",
      .holdsUnderCondition, ["C40", "C26"]),
    LedgerRow(
      "S4-22", line: 33, section: "How a VAE works",
      "the reconstruction term is estimated by Monte Carlo instead", .holds, ["C26"]),
    LedgerRow(
      "S4-23", line: 34, section: "How a VAE works",
      #"$z^l \sim q_\phi(z|x),\quad l = 1,\ldots,L$"#, .holds, ["C26"]),
    LedgerRow(
      "S4-24", line: 37, section: "How a VAE works",
      #"$\mathbb{E}_q[\log p_\theta(x|z)] \approx \frac{1}{L}\sum_{l=1}^{L}\log p_\theta(x|z^l)$"#,
      .holds, ["C26"]),
    LedgerRow(
      "S4-25", line: 39, section: "How a VAE works",
      "a single draw, L = 1, has a variance that is low enough", .holdsUnderCondition, ["C26"]),
    LedgerRow(
      "S4-26", line: 40, section: "How a VAE works",
      #"with $q_\phi \sim \mathcal{N}(z|x)$ the divergence has a closed form"#, .sloppy, ["C23"]),
    LedgerRow(
      "S4-27", line: 43, section: "Implementation",
      "the networks emit conditional laws of x and of z", .notCheckable, reason: "an architecture"),
    LedgerRow(
      "S4-28", line: 44, section: "Implementation",
      "the networks emit locations and scales of Normal laws", .holdsUnderCondition, ["C42"]),
    LedgerRow(
      "S4-29", line: 45, section: "Implementation",
      "a 3×256×256 image takes 196608 locations and as many scales", .holds, ["C43"]),
    LedgerRow(
      "S4-30", line: 45, section: "Implementation",
      "one scale for each pixel makes the Gaussian isotropic", .wrong, ["C43"]),
    LedgerRow(
      "S4-31", line: 48, section: "Reparameterisation",
      "the estimator is differentiable only by reparameterisation",
      .holdsUnderCondition, ["C31", "C34"]),
    LedgerRow(
      "S4-32", line: 49, section: "Reparameterisation",
      #"$\mathcal{N}(z|x) = \mathcal{N}(z;\mu(x),\sigma(x)^2)$"#, .sloppy, ["C32"]),
    LedgerRow(
      "S4-33", line: 50, section: "Reparameterisation",
      "through a direct draw of z no gradient reaches the encoder",
      .holdsUnderCondition, ["C29", "C31"]),
    LedgerRow(
      "S4-34", line: 51, section: "Reparameterisation",
      #"$z = \mu(x) + \sigma(x)\,\epsilon,\quad \epsilon \sim \mathcal{N}(0,I)$"#, .holds, ["C32"]),
    LedgerRow(
      "S4-35", line: 51, section: "Reparameterisation",
      #"$\mu + \sigma\epsilon$ has derivatives in $\mu$ and $\sigma$, although sampled"#,
      .holds, ["C35", "C34"]),
    LedgerRow(
      "S4-36", line: 54, section: "Limitations",
      "the functional form of the laws has to be chosen", .notCheckable, reason: "an observation"),
    LedgerRow(
      "S4-37", line: 55, section: "Limitations",
      "the chosen functional form limits what the model can express",
      .holdsUnderCondition, ["C20", "C10"]),
    LedgerRow(
      "S4-38", line: 56, section: "Limitations",
      "a VAE's encoder resembles a mixture density network", .notCheckable, reason: "an analogy"),
    LedgerRow(
      "S4-39", line: 57, section: "Limitations",
      "an MDN has a mixture at each point, a VAE one Gaussian", .holds, ["C51"]),
    LedgerRow(
      "S4-40", line: 58, section: "Limitations",
      "either way infinitely many Gaussians are at hand", .holdsUnderCondition, ["C51"]),
    LedgerRow(
      "S4-41", line: 59, section: "Limitations",
      "averaged over z, the model can approximate any law", .holdsUnderCondition, ["C51"]),
    LedgerRow(
      "S4-42", line: 60, section: "Limitations",
      "what is decoded is Gaussian again", .holdsUnderCondition, ["C51"]),
    LedgerRow(
      "S4-43", line: 61, section: "Limitations",
      "the functional form costs a VAE some flexibility",
      .notCheckable, ["C51"], reason: "too vague; S4-37 and S4-42 hold what can be computed"),
    LedgerRow(
      "S4-44", line: 64, section: "VQ-VAE",
      "vector quantisation replaces z by its nearest code", .holds, ["C45"]),
    LedgerRow(
      "S4-45", line: 64, section: "VQ-VAE",
      "the encoder's law becomes a point mass", .holds, ["C45"]),
    LedgerRow(
      "S4-46", line: 64, section: "VQ-VAE",
      "the decoder is a Gaussian with unit covariance",
      .notCheckable, ["C44"], reason: "a modelling assumption"),
    LedgerRow(
      "S4-47", line: 64, section: "VQ-VAE",
      "with unit covariance the loss is a mean squared error", .holdsUnderCondition, ["C44"]),
    LedgerRow(
      "S4-48", line: 64, section: "VQ-VAE",
      "the quantiser has no derivative to hand on to the encoder", .holds, ["C46"]),
    LedgerRow(
      "S4-49", line: 64, section: "VQ-VAE",
      #"straight-through: $\frac{\partial L}{\partial z_e} := \frac{\partial L}{\partial z_q}$"#,
      .holds, ["C47"]),
    LedgerRow(
      "S4-50", line: 64, section: "VQ-VAE",
      "does the selected code, too, get a gradient straight through?", .openQuestion, ["C47"]),
    LedgerRow(
      "S4-51", line: 64, section: "VQ-VAE",
      "two additional losses make sure that the codebook is updated", .sloppy, ["C48"]),
    LedgerRow(
      "S4-52", line: 64, section: "VQ-VAE",
      #"both losses are $\|z_e - e\|^2$, with the stop-gradient exchanged"#, .holds, ["C48"]),
    LedgerRow(
      "S4-53", line: 64, section: "VQ-VAE",
      "splitting the loss imitates k-means: points and centroids in turn", .wrong, ["C48", "C49"]),
    LedgerRow(
      "S4-54", line: 64, section: "VQ-VAE",
      "updating codes and encoder jointly might converge worse", .holdsUnderCondition, ["C49"]),
    LedgerRow(
      "S4-55", line: 64, section: "VQ-VAE",
      "the codebook could follow a moving average", .holds, ["C49"]),
    LedgerRow(
      "S4-56", line: 64, section: "VQ-VAE",
      "unequal weights of the two losses slow the convergence",
      .holdsUnderCondition, ["C48", "C49"]),
  ]
}
