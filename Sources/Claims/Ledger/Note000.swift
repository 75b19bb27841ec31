extension Ledger {
  /// The 42 statements of note 000, in the order in which they stand there.
  static let note000: [LedgerRow] = [
    LedgerRow(
      "S0-01", line: 4, section: "Definition",
      "the encoder gives a law of the latent variable, not a point",
      .notCheckable, ["C04"],
      reason: "a design choice; only that the law is normalised can be checked"),
    LedgerRow(
      "S0-02", line: 10, section: "ELBO",
      "the aim is to maximise the marginal likelihood of x", .notCheckable, reason: "an aim"),
    LedgerRow(
      "S0-03", line: 10, section: "ELBO",
      "the marginal likelihood is intractable, being an integral over z",
      .holdsUnderCondition, ["C40", "C41"]),
    LedgerRow(
      "S0-04", line: 11, section: "ELBO",
      "the evidence lower bound takes the likelihood's place",
      .notCheckable, reason: "announces the method; its derivation follows"),
    LedgerRow(
      "S0-05", line: 16, section: "ELBO",
      #"$\log p(x) = \mathbb{E}_q[\log p(x)]$"#, .holds, ["C04"]),
    LedgerRow(
      "S0-06", line: 17, section: "ELBO",
      #"$\mathbb{E}_q[\log p(x)] = \mathbb{E}_q\left[\log\frac{p(x,z)}{p(z|x)}\right]$"#,
      .holdsUnderCondition, ["C03", "C05"]),
    LedgerRow(
      "S0-07", line: 18, section: "ELBO",
      #"$\mathbb{E}_q\left[\log\frac{p(x,z)}{p(z|x)}\right] = \mathbb{E}_q\left[\log\left(\frac{p(x,z)}{q(z|x)}\cdot\frac{q(z|x)}{p(z|x)}\right)\right]$"#,
      .holds, ["C06"]),
    LedgerRow(
      "S0-08", line: 19, section: "ELBO",
      #"$\log p(x) = \mathbb{E}_q\left[\log\frac{p(x,z)}{q(z|x)}\right] + \mathbb{E}_q\left[\log\frac{q(z|x)}{p(z|x)}\right]$"#,
      .holds, ["C07"]),
    LedgerRow(
      "S0-09", line: 19, section: "ELBO",
      #"$\mathcal{L}(x) = \mathbb{E}_q\left[\log\frac{p(x,z)}{q(z|x)}\right]$"#,
      .holds, ["C11", "C18"]),
    LedgerRow(
      "S0-10", line: 19, section: "ELBO",
      #"$\mathbb{E}_q\left[\log\frac{q(z|x)}{p(z|x)}\right] = D_{KL}(q(z|x)\,\|\,p(z|x))$"#,
      .holds, ["C08"]),
    LedgerRow(
      "S0-11", line: 27, section: "ELBO",
      "of the two terms of the log evidence, the first is the bound", .holds, ["C07"]),
    LedgerRow(
      "S0-12", line: 28, section: "ELBO",
      "the second term is the divergence of q from the true posterior", .holds, ["C08", "C02"]),
    LedgerRow(
      "S0-13", line: 29, section: "ELBO",
      #"$D_{KL}(q(z|x)\,\|\,p(z|x)) \geq 0$"#, .holds, ["C09"]),
    LedgerRow(
      "S0-14", line: 30, section: "ELBO",
      #"$\mathcal{L}(x) \leq \log p(x)$"#, .holds, ["C10"]),
    LedgerRow(
      "S0-15", line: 30, section: "ELBO",
      #"$\mathcal{L}(x) = \log p(x) \implies D_{KL}(q(z|x)\,\|\,p(z|x)) = 0$"#, .holds, ["C10"]),
    LedgerRow(
      "S0-16", line: 31, section: "ELBO",
      "the divergence measures how tight the bound is", .holds, ["C10"]),
    LedgerRow(
      "S0-17", line: 33, section: "ELBO",
      "raising the bound approximately maximises the likelihood", .holdsUnderCondition, ["C21"]),
    LedgerRow(
      "S0-18", line: 33, section: "ELBO",
      "raising the bound brings q as close as possible to the posterior",
      .holdsUnderCondition, ["C20", "C21"]),
    LedgerRow(
      "S0-19", line: 38, section: "ELBO",
      "a z from which the decoder produces x is the true posterior", .sloppy, ["C02", "C50"]),
    LedgerRow(
      "S0-20", line: 40, section: "ELBO",
      "is the posterior the prior itself, and in that sense true?", .openQuestion, ["C50", "C02"]),
    LedgerRow(
      "S0-21", line: 44, section: "Decoder",
      "the decoder's gradients are the simpler ones", .notCheckable, reason: "an opinion"),
    LedgerRow(
      "S0-22", line: 48, section: "Decoder",
      #"$\nabla_\theta\mathcal{L} = \nabla_\theta\mathbb{E}_q[\log p_\theta(x,z) - \log q(z|x)]$"#,
      .holds, ["C28"]),
    LedgerRow(
      "S0-23", line: 49, section: "Decoder",
      #"$\nabla_\theta\mathcal{L} = \mathbb{E}_q[\nabla_\theta(\log p_\theta(x,z) - \log q(z|x))]$"#,
      .holdsUnderCondition, ["C28"]),
    LedgerRow(
      "S0-24", line: 50, section: "Decoder",
      #"$\nabla_\theta\mathcal{L} \simeq \nabla_\theta(\log p_\theta(x,z) - \log q(z|x)),\quad z \sim q$"#,
      .holds, ["C28", "C27"]),
    LedgerRow(
      "S0-25", line: 51, section: "Decoder",
      #"$\nabla_\theta(\log p_\theta(x,z) - \log q(z|x)) = \nabla_\theta\log p_\theta(x,z)$"#,
      .holds, ["C28"]),
    LedgerRow(
      "S0-26", line: 55, section: "Decoder",
      "one draw of z from q gives a Monte Carlo estimate of the θ-gradient",
      .holds, ["C28", "C26"]),
    LedgerRow(
      "S0-27", line: 58, section: "Encoder",
      "z is a smooth, invertible function of noise, for given z and φ",
      .sloppy, ["C33", "C34", "C32"]),
    LedgerRow(
      "S0-28", line: 60, section: "Encoder",
      #"$z = g(\epsilon,\phi,x) \sim q_\phi(z|x)$"#, .holds, ["C32"]),
    LedgerRow(
      "S0-29", line: 62, section: "Encoder",
      "the law of the noise depends neither on x nor on φ", .holdsUnderCondition, ["C33", "C34"]),
    LedgerRow(
      "S0-30", line: 63, section: "Encoder",
      "the expectation now runs over z in place of q(z|x)", .sloppy, ["C33"]),
    LedgerRow(
      "S0-31", line: 65, section: "Encoder",
      #"$\nabla\phi\,\mathbb{E}_{q_\phi}[f(z)] = \nabla_\phi\mathbb{E}_{p(\epsilon)}[f(z)]$"#,
      .sloppy, ["C33"]),
    LedgerRow(
      "S0-32", line: 66, section: "Encoder",
      #"$\nabla_\phi\mathbb{E}_{p(\epsilon)}[f(z)] = \mathbb{E}_{p(\epsilon)}[\nabla_\phi f(z)]$"#,
      .holdsUnderCondition, ["C34", "C35"]),
    LedgerRow(
      "S0-33", line: 67, section: "Encoder",
      #"$\mathbb{E}_{p(\epsilon)}[\nabla_\phi f(z)] \simeq \nabla_\phi f(z)$"#, .holds, ["C34"]),
    LedgerRow(
      "S0-34", line: 69, section: "Encoder",
      "with its noise outside, z is a deterministic smooth function of φ", .holds, ["C35"]),
    LedgerRow(
      "S0-35", line: 77, section: "Encoder",
      #"$\mathcal{L}(x) = \mathbb{E}_q[\log p(x,z) - \log q(z|x)]$"#, .holds, ["C11", "C18"]),
    LedgerRow(
      "S0-36", line: 78, section: "Encoder",
      #"$\mathcal{L}(x) = \mathbb{E}_{p(\epsilon)}[\log p(x,z) - \log q(z|x)]$"#, .holds, ["C33"]),
    LedgerRow(
      "S0-37", line: 82, section: "Encoder",
      #"$\mathcal{L}(x) = \mathbb{E}_{p(\epsilon)}[f(z)],\quad z = g(\epsilon,\phi,x)$"#,
      .holds, ["C32"]),
    LedgerRow(
      "S0-38", line: 83, section: "Encoder",
      "one draw of noise already estimates the bound at a data point", .holds, ["C27"]),
    LedgerRow(
      "S0-39", line: 86, section: "Encoder",
      #"$\epsilon \sim p(\epsilon)$"#, .holds, ["C32"]),
    LedgerRow(
      "S0-40", line: 87, section: "Encoder",
      #"$z = g(\phi,x,\epsilon)$"#, .sloppy, ["C32"]),
    LedgerRow(
      "S0-41", line: 88, section: "Encoder",
      #"$\tilde{\mathcal{L}}(x) = \log p(x,z) - \log q(z|x)$"#, .holds, ["C27"]),
    LedgerRow(
      "S0-42", line: 91, section: "Encoder",
      "automatic differentiation of the estimate serves minibatch ascent",
      .holdsUnderCondition, ["C27", "C34", "C35"]),
  ]
}
