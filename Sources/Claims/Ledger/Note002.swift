extension Ledger {
  /// The 40 statements of note 002, in the order in which they stand there.
  static let note002: [LedgerRow] = [
    LedgerRow(
      "S2-01", line: 14, section: "Introduction",
      "a plain autoencoder's code reproduces only its own input",
      .notCheckable, reason: "informal; a moved code does change the output"),
    LedgerRow(
      "S2-02", line: 16, section: "Introduction",
      "variability enters twice: z is drawn from q, x from p(x|z)", .holds, ["C50"]),
    LedgerRow(
      "S2-03", line: 27, section: "Workflow",
      "both networks emit the mean and variance of a Gaussian",
      .notCheckable, ["C53"], reason: "an architecture"),
    LedgerRow(
      "S2-04", line: 33, section: "Loss",
      "training raises the likelihood of the training data", .notCheckable, reason: "an aim"),
    LedgerRow(
      "S2-05", line: 34, section: "Loss",
      #"$p_\theta(x) = \int p_\theta(x|z)\,p_\theta(z)\,dz$"#, .holds, ["C01"]),
    LedgerRow(
      "S2-06", line: 37, section: "Loss",
      #"$p_\theta(z)$ is the standard "norm" law $\mathcal{N}(0,1)$"#, .sloppy, ["C37"]),
    LedgerRow(
      "S2-07", line: 37, section: "Loss",
      "raising p(x) raises the likelihood of x expected under the prior", .holds, ["C01"]),
    LedgerRow(
      "S2-08", line: 37, section: "Loss",
      "the integral is intractable, as it visits every z", .holdsUnderCondition, ["C40", "C41"]),
    LedgerRow(
      "S2-09", line: 42, section: "Loss",
      #"$p_\theta(x) = \frac{p_\theta(x|z)\,p_\theta(z)}{p_\theta(z|x)}$"#, .holds, ["C03"]),
    LedgerRow(
      "S2-10", line: 45, section: "Loss",
      "an encoder q(z|x) can approximate the intractable posterior",
      .holdsUnderCondition, ["C40", "C20"]),
    LedgerRow(
      "S2-11", line: 45, section: "Loss",
      #"$p_\theta(x)$ and $q_\phi(x)$ are two notations for the law of the data"#, .wrong, ["C54"]),
    LedgerRow(
      "S2-12", line: 51, section: "Loss",
      #"$\log p(x) = \mathbb{E}_q\left[\log\frac{p(x|z)\,p(z)}{p(z|x)}\right]$"#, .holds, ["C05"]),
    LedgerRow(
      "S2-13", line: 52, section: "Loss",
      #"$\log p(x) = \mathbb{E}_z\left[\log\left(\frac{p(x|z)\,p(z)}{p(z|x)}\cdot\frac{q(z|x)}{q(z|x)}\right)\right]$"#,
      .holds, ["C06"]),
    LedgerRow(
      "S2-14", line: 53, section: "Loss",
      #"$\log p(x) = \mathbb{E}_z\left[\log\frac{q(z|x)}{p(z|x)} - \log\frac{q(z|x)}{p(z)} + \log p(x|z)\right]$"#,
      .holds, ["C12"]),
    LedgerRow(
      "S2-15", line: 54, section: "Loss",
      #"$\log p(x) = D_{KL}(q\,\|\,p(z|x)) - D_{KL}(q\,\|\,p(z)) + \mathbb{E}_z[\log p(x|z)]$"#,
      .holds, ["C12"]),
    LedgerRow(
      "S2-16", line: 58, section: "Loss",
      #"$\mathbb{E}_q[\log p(x)] = \log p(x)$"#, .holds, ["C04"]),
    LedgerRow(
      "S2-17", line: 58, section: "Loss",
      "two divergences and one log likelihood make up the objective", .holds, ["C12"]),
    LedgerRow(
      "S2-18", line: 58, section: "Loss",
      "nothing but the posterior in the first divergence is intractable",
      .holdsUnderCondition, ["C26", "C41"]),
    LedgerRow(
      "S2-19", line: 58, section: "Loss",
      #"$D_{KL}(q\,\|\,p(z|x)) \geq 0$"#, .holds, ["C09"]),
    LedgerRow(
      "S2-20", line: 58, section: "Loss",
      "the first divergence left out, a bound of log p(x) remains", .holds, ["C10"]),
    LedgerRow(
      "S2-21", line: 62, section: "Loss",
      #"$\mathrm{ELBO}(x) = -D_{KL}(q\,\|\,p(z)) + \mathbb{E}_z[\log p(x|z)]$"#, .holds, ["C11"]),
    LedgerRow(
      "S2-22", line: 66, section: "Loss",
      "the bound is named after the evidence p(x)", .holds, ["C10"]),
    LedgerRow(
      "S2-23", line: 68, section: "Loss",
      "the ELBO bounds log p(x) from below; its negative is the loss", .holds, ["C19", "C10"]),
    LedgerRow(
      "S2-24", line: 72, section: "Loss",
      #"$\mathcal{L}(x) = -\mathrm{ELBO}(x)$"#, .holds, ["C19"]),
    LedgerRow(
      "S2-25", line: 73, section: "Loss",
      #"$\mathcal{L}(x) = D_{KL}(q\,\|\,p(z)) - \mathbb{E}_z[\log p(x|z)]$"#,
      .holds, ["C19", "C11"]),
    LedgerRow(
      "S2-26", line: 77, section: "Loss",
      "the divergence regularises φ: it draws q to the prior", .holdsUnderCondition, ["C22"]),
    LedgerRow(
      "S2-27", line: 77, section: "Loss",
      "q near the prior suits a likelihood averaged over the prior",
      .notCheckable, reason: "a motivation"),
    LedgerRow(
      "S2-28", line: 77, section: "Loss",
      #"the divergence of $\mathcal{N}(\mu,\sigma^2)$ from $\mathcal{N}(0,I)$ has a closed form"#,
      .holdsUnderCondition, ["C23"]),
    LedgerRow(
      "S2-29", line: 80, section: "Loss",
      #"$D_{KL}(q\,\|\,p(z)) = -\frac{1}{2}\sum_{j=1}^{J}\left(1 + 2\log\sigma_j - \mu_j^2 - \sigma_j^2\right)$"#,
      .holds, ["C23"]),
    LedgerRow(
      "S2-30", line: 83, section: "Loss",
      "the sum in the closed form runs over the J dimensions of z", .holds, ["C23"]),
    LedgerRow(
      "S2-31", line: 85, section: "Loss",
      #"$-\mathbb{E}_z[\log p(x|z)]$ is the negative log likelihood of the data"#,
      .sloppy, ["C12"]),
    LedgerRow(
      "S2-32", line: 85, section: "Loss",
      "the reconstruction loss maximises the likelihood of $x_i$", .sloppy, ["C19"]),
    LedgerRow(
      "S2-33", line: 88, section: "Loss",
      #"$p_\theta(x|z) = \mathcal{N}(x;\mu,\sigma^2)$"#, .holdsUnderCondition, ["C37"]),
    LedgerRow(
      "S2-34", line: 91, section: "Loss",
      "the decoder computes the μ and σ of p(x|z)", .notCheckable, reason: "an architecture"),
    LedgerRow(
      "S2-35", line: 93, section: "Loss",
      "as z is sampled, the loss cannot be propagated back to φ",
      .holdsUnderCondition, ["C29", "C31"]),
    LedgerRow(
      "S2-36", line: 93, section: "Loss",
      #"to reach φ, z has to be reparameterised as $g_\phi(\epsilon,x)$"#,
      .holdsUnderCondition, ["C31", "C34", "C36"]),
    LedgerRow(
      "S2-37", line: 96, section: "Loss",
      #"$z = g_\phi(\epsilon,x),\quad \epsilon \sim p(\epsilon)$"#, .holds, ["C32"]),
    LedgerRow(
      "S2-38", line: 99, section: "Loss",
      "the noise is usually taken standard normal", .holds, ["C32"]),
    LedgerRow(
      "S2-39", line: 102, section: "Loss",
      #"$z = \mu + \sigma\cdot\epsilon,\quad \epsilon \sim \mathcal{N}(0,I)$"#, .holds, ["C32"]),
    LedgerRow(
      "S2-40", line: 105, section: "Loss",
      "a picture of the network before and after reparameterisation",
      .notCheckable, reason: "an image that is not in the text"),
  ]
}
