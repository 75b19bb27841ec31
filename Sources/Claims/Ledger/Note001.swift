extension Ledger {
  /// The 73 statements of note 001, in the order in which they stand there.
  static let note001: [LedgerRow] = [
    LedgerRow(
      "S1-01", line: 4, section: "Introduction",
      "the generative process leads from x to z, and from there back to x", .sloppy, ["C52"]),
    LedgerRow(
      "S1-02", line: 4, section: "Introduction",
      "new data come from draws in the learned latent space", .holdsUnderCondition, ["C50"]),
    LedgerRow(
      "S1-03", line: 9, section: "A probabilistic autoencoder",
      "a VAE's encoder and decoder are probabilistic", .notCheckable, reason: "a definition"),
    LedgerRow(
      "S1-04", line: 12, section: "A probabilistic autoencoder",
      #"$z_i \sim p(z_i)$"#, .holds, ["C50"]),
    LedgerRow(
      "S1-05", line: 13, section: "A probabilistic autoencoder",
      #"$x_i | z_i \sim p(x_i | z_i; \theta)$"#, .holds, ["C50"]),
    LedgerRow(
      "S1-06", line: 16, section: "A probabilistic autoencoder",
      "Bayesian inference looks for p(z|x) when x is given",
      .notCheckable, reason: "defines the task"),
    LedgerRow(
      "S1-07", line: 18, section: "A probabilistic autoencoder",
      #"$p(z|x) = \frac{p(x|z)\,p(z)}{p(x)}$"#, .holds, ["C02"]),
    LedgerRow(
      "S1-08", line: 20, section: "A probabilistic autoencoder",
      "p(x|z) leads from z to x and decodes; p(z|x) leads back and encodes", .holds, ["C52"]),
    LedgerRow(
      "S1-09", line: 29, section: "An approximation",
      "the posterior is hard to use, as p(x) is mostly unknown",
      .holdsUnderCondition, ["C40", "C41"]),
    LedgerRow(
      "S1-10", line: 29, section: "An approximation",
      "summing over all latent variables may take exponential time", .holdsUnderCondition, ["C40"]),
    LedgerRow(
      "S1-11", line: 31, section: "An approximation",
      #"$p(x) = \int p(x|z)\,p(z)\,dz$"#, .holds, ["C01"]),
    LedgerRow(
      "S1-12", line: 33, section: "An approximation",
      "variational inference optimises within a family of simple laws",
      .notCheckable, reason: "defines the method"),
    LedgerRow(
      "S1-13", line: 35, section: "An approximation",
      "mean and variance of q are chosen to come closest to p(z|x)",
      .holdsUnderCondition, ["C20", "C10"]),
    LedgerRow(
      "S1-14", line: 39, section: "Closeness of laws",
      "the divergence tells how well one law stands in for another",
      .notCheckable, ["C08"], reason: "describes the definition that follows"),
    LedgerRow(
      "S1-15", line: 43, section: "Closeness of laws",
      #"$D_{KL}(P\,\|\,Q) = \int P(x)\log\frac{P(x)}{Q(x)}\,dx$"#, .holds, ["C08"]),
    LedgerRow(
      "S1-16", line: 45, section: "Closeness of laws",
      #"$D_{KL}(P\,\|\,Q) = \mathbb{E}_{x\sim P}\left[\log\frac{P(x)}{Q(x)}\right]$"#,
      .holds, ["C08"]),
    LedgerRow(
      "S1-17", line: 49, section: "Closeness of laws",
      "P is the true law and Q the approximate one",
      .notCheckable, ["C16"], reason: "a naming convention, reversed later"),
    LedgerRow(
      "S1-18", line: 52, section: "Closeness of laws",
      #"$D_{KL}(P\,\|\,Q) = H(P,Q) - H(P)$"#, .holds, ["C13"]),
    LedgerRow(
      "S1-19", line: 56, section: "Closeness of laws",
      #"$H(P) = -\mathbb{E}_{x\sim P}[\log P(x)]$"#, .holds, ["C13"]),
    LedgerRow(
      "S1-20", line: 56, section: "Closeness of laws",
      "H(P) is the mean number of bits that a symbol of P costs", .holdsUnderCondition, ["C14"]),
    LedgerRow(
      "S1-21", line: 58, section: "Closeness of laws",
      #"$H(P,Q) = -\mathbb{E}_{x\sim P}[\log Q(x)]$"#, .holds, ["C13"]),
    LedgerRow(
      "S1-22", line: 58, section: "Closeness of laws",
      "H(P,Q) is the mean number of bits of P's symbols in Q's code",
      .holdsUnderCondition, ["C14"]),
    LedgerRow(
      "S1-23", line: 60, section: "Closeness of laws",
      "the divergence is the mean number of extra bits in Q's code", .holdsUnderCondition, ["C14"]),
    LedgerRow(
      "S1-24", line: 60, section: "Closeness of laws",
      #"$D_{KL}(P\,\|\,Q) \geq 0$"#, .holds, ["C09"]),
    LedgerRow(
      "S1-25", line: 60, section: "Closeness of laws",
      #"$D_{KL}(P\,\|\,Q) = 0 \implies P = Q$"#, .holds, ["C09"]),
    LedgerRow(
      "S1-26", line: 60, section: "Closeness of laws",
      #"$D_{KL}(P\,\|\,Q) \neq D_{KL}(Q\,\|\,P)$"#, .holdsUnderCondition, ["C15"]),
    LedgerRow(
      "S1-27", line: 63, section: "An optimisation",
      "the member of a tractable family nearest to p(z|x) is wanted",
      .notCheckable, reason: "an aim"),
    LedgerRow(
      "S1-28", line: 65, section: "An optimisation",
      #"$q^* = \arg\min_q D_{KL}(p(z|x)\,\|\,q)$"#, .holds, ["C16"]),
    LedgerRow(
      "S1-29", line: 67, section: "An optimisation",
      "the forward divergence needs expectations under the posterior", .holds, ["C16"]),
    LedgerRow(
      "S1-30", line: 67, section: "An optimisation",
      #"$D_{KL}(Q\,\|\,P)$ is called the reverse divergence"#, .holds, ["C16"]),
    LedgerRow(
      "S1-31", line: 69, section: "An optimisation",
      #"$q^* = \arg\min_q D_{KL}(q\,\|\,p(z|x))$"#, .holds, ["C16", "C20"]),
    LedgerRow(
      "S1-32", line: 72, section: "An optimisation",
      "the two directions of the divergence have different optima", .holdsUnderCondition, ["C16"]),
    LedgerRow(
      "S1-33", line: 72, section: "An optimisation",
      "the reverse optimum is still near the posterior, in some sense",
      .holdsUnderCondition, ["C09"]),
    LedgerRow(
      "S1-34", line: 75, section: "An optimisation",
      #"$D_{KL}(q\,\|\,p(z|x)) = H(q,p(z|x)) - H(q)$"#, .holds, ["C17", "C13"]),
    LedgerRow(
      "S1-35", line: 77, section: "An optimisation",
      #"$D_{KL}(q\,\|\,p(z|x)) = H(q,p(x|z)) + H(q,p(z)) - H(q,p(x)) - H(q)$"#, .holds, ["C17"]),
    LedgerRow(
      "S1-36", line: 79, section: "An optimisation",
      #"$D_{KL}(q\,\|\,p(z|x)) = H(q,p(x|z)) + D_{KL}(q\,\|\,p(z)) - H(q,p(x))$"#, .holds, ["C17"]),
    LedgerRow(
      "S1-37", line: 81, section: "An optimisation",
      #"$D_{KL}(q\,\|\,p(z|x)) = H(q,p(x|z)) + D_{KL}(q\,\|\,p(z)) + \log p(x)$"#,
      .holds, ["C17", "C12"]),
    LedgerRow(
      "S1-38", line: 81, section: "An optimisation",
      #"$H(q,p(x|z)) + D_{KL}(q\,\|\,p(z)) + \log p(x) \geq 0$"#, .holds, ["C09"]),
    LedgerRow(
      "S1-39", line: 85, section: "An optimisation",
      "first step: Bayes' rule is put into the cross-entropy",
      .holdsUnderCondition, ["C17", "C02"]),
    LedgerRow(
      "S1-40", line: 85, section: "An optimisation",
      "second step: two terms join into the divergence from the prior",
      .holdsUnderCondition, ["C17", "C13"]),
    LedgerRow(
      "S1-41", line: 85, section: "An optimisation",
      "third step: p(x) is a constant for the given x", .holdsUnderCondition, ["C17", "C04"]),
    LedgerRow(
      "S1-42", line: 85, section: "An optimisation",
      "the inequality follows because no divergence is negative", .holds, ["C09"]),
    LedgerRow(
      "S1-43", line: 90, section: "An optimisation",
      #"$\log p(x) \geq -H(q,p(x|z)) - D_{KL}(q\,\|\,p(z))$"#, .holds, ["C10", "C11"]),
    LedgerRow(
      "S1-44", line: 93, section: "An optimisation",
      "minus cross-entropy, minus divergence from the prior, is the ELBO", .holds, ["C11"]),
    LedgerRow(
      "S1-45", line: 93, section: "An optimisation",
      "the cross-entropy term counts the additional bits that x costs", .sloppy, ["C14", "C11"]),
    LedgerRow(
      "S1-46", line: 93, section: "An optimisation",
      "the divergence is a regulariser that draws q to the prior", .holdsUnderCondition, ["C22"]),
    LedgerRow(
      "S1-47", line: 95, section: "An optimisation",
      "θ and φ are learned by raising the bound",
      .notCheckable, ["C21"], reason: "a method; what it reaches is judged in S0-17 and S0-18"),
    LedgerRow(
      "S1-48", line: 99, section: "A variational autoencoder",
      "the encoder learns q(z|x), the decoder learns p(x|z)",
      .notCheckable, reason: "a plan, in a sentence left unfinished"),
    LedgerRow(
      "S1-49", line: 104, section: "A variational autoencoder",
      #"$p(z) = \mathcal{N}(z;0,I)$"#, .holds, ["C37"]),
    LedgerRow(
      "S1-50", line: 105, section: "A variational autoencoder",
      #"$p(x|z;\theta) = \mathcal{N}(x;\mu_x(z),\Sigma_x(z))$"#, .holds, ["C37"]),
    LedgerRow(
      "S1-51", line: 106, section: "A variational autoencoder",
      #"$q(z|x;\phi) = \mathcal{N}(z;\mu_z(x),\sigma_z(x)^2 I)$"#, .sloppy, ["C43", "C23"]),
    LedgerRow(
      "S1-52", line: 108, section: "A variational autoencoder",
      "should the decoder emit x′, or the parameters of p(x|z)?", .openQuestion, ["C44", "C52"]),
    LedgerRow(
      "S1-53", line: 110, section: "A variational autoencoder",
      #"the networks learn $\mu_z, \sigma_z^2$ and the decoder's $\mu_x(z), \Sigma_x(z)$"#,
      .wrong, ["C53", "C43"]),
    LedgerRow(
      "S1-54", line: 126, section: "A variational autoencoder",
      #"the encoder's last layer emits $\mu$ and $\log\sigma^2$"#, .holds, ["C53", "C42"]),
    LedgerRow(
      "S1-55", line: 128, section: "A variational autoencoder",
      #"$\log\sigma^2$ in place of $\sigma^2$ keeps small values harmless"#,
      .holdsUnderCondition, ["C42"]),
    LedgerRow(
      "S1-56", line: 141, section: "A variational autoencoder",
      "pixels lie between 0 and 1, hence a sigmoid at the end", .holds, ["C53"]),
    LedgerRow(
      "S1-57", line: 150, section: "A variational autoencoder",
      "the forward pass returns the output x′ and the latent code z", .sloppy, ["C53", "C23"]),
    LedgerRow(
      "S1-58", line: 155, section: "A variational autoencoder",
      "mean and log variance are `self.encoder.chunk(2, dim=1)`", .wrong, ["C53"]),
    LedgerRow(
      "S1-59", line: 157, section: "A variational autoencoder",
      #"$\frac{1}{2}\log\sigma^2 = \log\sigma,\quad \sigma = \exp(\log\sigma)$"#, .holds, ["C42"]),
    LedgerRow(
      "S1-60", line: 158, section: "A variational autoencoder",
      #"$\sigma = \exp\left(\frac{1}{2}\log\sigma^2\right)$"#, .holds, ["C42"]),
    LedgerRow(
      "S1-61", line: 159, section: "A variational autoencoder",
      #"$\epsilon \sim \mathcal{N}(0,I)$, in the shape of $\sigma$"#, .holds, ["C32"]),
    LedgerRow(
      "S1-62", line: 161, section: "A variational autoencoder",
      #"$z = \mu + \epsilon\sigma,\quad z | x \sim \mathcal{N}(\mu,\sigma^2)$"#, .holds, ["C32"]),
    LedgerRow(
      "S1-63", line: 165, section: "A variational autoencoder",
      #"$x' = \mathrm{decoder}(z)$"#, .holds, ["C53"]),
    LedgerRow(
      "S1-64", line: 176, section: "Loss function",
      #"$\log p(x) \geq -H(q,p(x|z)) - D_{KL}(q\,\|\,p(z))$"#, .holds, ["C10", "C11"]),
    LedgerRow(
      "S1-65", line: 179, section: "Loss function",
      "for this q and this prior the divergence has a closed form", .holds, ["C23"]),
    LedgerRow(
      "S1-66", line: 179, section: "Loss function",
      "between exponential-family laws the divergence has a closed form",
      .holdsUnderCondition, ["C24"]),
    LedgerRow(
      "S1-67", line: 181, section: "Loss function",
      "a picture of the closed-form divergence",
      .notCheckable, reason: "an image that is not in the text"),
    LedgerRow(
      "S1-68", line: 184, section: "Loss function",
      "the cross-entropy term is estimated by MCMC", .sloppy, ["C26"]),
    LedgerRow(
      "S1-69", line: 187, section: "Loss function",
      #"$\frac{1}{2}\sum_{j=1}^{J}\left(1 + \log((\sigma_j^{(i)})^2) - (\mu_j^{(i)})^2 - (\sigma_j{(i)})^2\right)$"#,
      .sloppy, ["C23"]),
    LedgerRow(
      "S1-70", line: 190, section: "Loss function",
      #"$-H(q,p(x|z)) \simeq \frac{1}{L}\sum_{l=1}^{L}\log p_\theta(x|z^{(l)})$"#,
      .holds, ["C25", "C26"]),
    LedgerRow(
      "S1-71", line: 186, section: "Loss function",
      #"$\mathcal{L}(x) \simeq -D_{KL}(q\,\|\,p(z)) + \frac{1}{L}\sum_{l=1}^{L}\log p_\theta(x|z^{(l)})$"#,
      .holds, ["C25"]),
    LedgerRow(
      "S1-72", line: 197, section: "Exponential family",
      "q is taken from the exponential family, for a reason to come",
      .notCheckable, reason: "a sentence left unfinished"),
    LedgerRow(
      "S1-73", line: 199, section: "Exponential family",
      "simple latent laws do, if encoder and decoder are flexible", .holdsUnderCondition, ["C51"]),
  ]
}
