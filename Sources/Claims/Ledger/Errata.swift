extension Ledger {
  /// The corrections of the notes, in their order.
  ///
  /// E13 and E14 correct rows that hold under a condition; all others correct false or sloppy ones.
  public static let errata: [Erratum] = [
    Erratum(
      "E01", rows: ["S0-19"],
      written: "a z from which the decoder produces x is the true posterior",
      right:
        #"$p(z|x) = \frac{p(z)\,p(x|z)}{p(x)}$, the law of z given that the decoder's draw is x"#),
    Erratum(
      "E02", rows: ["S0-27"],
      written: #"$z = g(\epsilon)$ for given $z$ and $\phi$"#,
      right: #"$z = g(\epsilon,\phi,x)$ for given $x$ and $\phi$"#),
    Erratum(
      "E03", rows: ["S0-30"],
      written: #"the expectation runs over z in place of $q_\phi(z|x)$"#,
      right: #"it runs over $\epsilon \sim p(\epsilon)$ in place of $q_\phi(z|x)$"#),
    Erratum(
      "E04", rows: ["S0-31", "S0-40"],
      written:
        #"$\nabla\phi\,\mathbb{E}_q[f(z)]$, and $g(\phi,x,\epsilon)$ beside $g(\epsilon,\phi,x)$"#,
      right: #"$\nabla_\phi\mathbb{E}_q[f(z)]$, and one order of arguments: $g(\epsilon,\phi,x)$"#),
    Erratum(
      "E05", rows: ["S1-01"],
      written: "the generative process leads from x to z, and from there back to x",
      right: "generation leads from z to x; the way from x to z is inference"),
    Erratum(
      "E06", rows: ["S1-45"],
      written: #"$-\mathbb{E}_q[\log_2 p(x|z)]$ counts the additional bits that x costs"#,
      right:
        #"it counts all bits of x given z; the additional ones are $D_{KL}(q\,\|\,p(z|x))/\ln 2$"#),
    Erratum(
      "E07", rows: ["S1-51"],
      written: #"$q(z|x;\phi) = \mathcal{N}(z;\mu_z(x),\sigma_z(x)^2 I)$"#,
      right: #"$q(z|x;\phi) = \mathcal{N}(z;\mu_z(x),\mathrm{diag}(\sigma_z(x)^2))$"#),
    Erratum(
      "E08", rows: ["S1-53"],
      written: #"the decoder learns $\mu_x(z)$ and $\Sigma_x(z)$"#,
      right:
        "its D outputs are a mean only: emit 2D numbers, or fix the variance, or take a Bernoulli law"
    ),
    Erratum(
      "E09", rows: ["S1-57"],
      written: "the forward pass returns $(x', z)$",
      right:
        #"it must return $(x', \mu, \log\sigma^2)$, which z does not determine and the divergence needs"#
    ),
    Erratum(
      "E10", rows: ["S1-58"],
      written: "`self.encoder.chunk(2, dim=1)`",
      right:
        "`self.encoder(x).chunk(2, dim=1)`: the encoder is applied to x, which the code never uses"),
    Erratum(
      "E11", rows: ["S1-68"],
      written: "the cross-entropy term is estimated by MCMC",
      right: "by plain Monte Carlo: the draws from q are independent, there is no Markov chain"),
    Erratum(
      "E12", rows: ["S1-69"],
      written: #"$(\sigma_j{(i)})^2$"#,
      right: #"$(\sigma_j^{(i)})^2$"#),
    Erratum(
      "E13", rows: ["S1-66"],
      written: #"$D_{KL}(q\,\|\,p)$ has a closed form for any two exponential-family laws"#,
      right:
        #"for two laws of one family with a tractable log partition; $D_{KL}(\mathcal{N}(0,1)\,\|\,\mathrm{Exp}(1)) = \infty$"#
    ),
    Erratum(
      "E14", rows: ["S1-26"],
      written: #"$D_{KL}(P\,\|\,Q) \neq D_{KL}(Q\,\|\,P)$"#,
      right:
        #"unequal in general; equal for $\mathcal{N}(0,1)$ and $\mathcal{N}(1,1)$, and for $(0.2, 0.8)$ and $(0.8, 0.2)$"#
    ),
    Erratum(
      "E15", rows: ["S2-06"],
      written: #"$p_\theta(z)$ is the standard "norm" law $\mathcal{N}(0,1)$"#,
      right: #"$p(z) = \mathcal{N}(0,I)$: standard normal, J-dimensional, free of $\theta$"#),
    Erratum(
      "E16", rows: ["S2-11"],
      written: #"$p_\theta(x) = q_\phi(x)$: one law of the data in two notations"#,
      right:
        #"$p_\theta(x)$ is the model's marginal, $q(x)$ the law of the data; training brings them closer"#
    ),
    Erratum(
      "E17", rows: ["S2-31", "S2-32"],
      written: #"$-\mathbb{E}_q[\log p(x|z)] = -\log p(x)$, a loss that maximises"#,
      right:
        #"$-\mathbb{E}_q[\log p(x|z)] = -\log p(x) + D_{KL}(q\,\|\,p(z|x)) - D_{KL}(q\,\|\,p(z))$, minimised"#
    ),
    Erratum(
      "E18", rows: ["S3-02"],
      written: #"a law is sampled, $z_i \sim p(z)$"#,
      right:
        #"one samples from a law; in training $z_i \sim q(z|X,\phi)$, from the prior only to generate"#
    ),
    Erratum(
      "E19", rows: ["S3-03"],
      written: "SGD cannot take the derivatives that training needs",
      right:
        "unbiased gradients exist (score function, reparameterisation); SGD uses them, it takes none"
    ),
    Erratum(
      "E20", rows: ["S3-06", "S3-08"],
      written: #"$p(\bar{X}|z) = \mathcal{N}(0,\Sigma),\quad \bar{X} = \bar{X} - \hat{X}$"#,
      right:
        #"$p(\bar{X}|z) = \mathcal{N}(\bar{X};\hat{X}(z),\Sigma),\quad r := \bar{X} - \hat{X}$"#),
    Erratum(
      "E21", rows: ["S3-07"],
      written:
        #"$\mathcal{N}(0,\Sigma) = \frac{1}{\sqrt{2\pi}\,\Sigma}\exp\left(-\frac{1}{2}\frac{\bar{X}^2}{\Sigma^2}\right)$"#,
      right:
        #"$\mathcal{N}(0,\Sigma) = (2\pi)^{-D/2}|\Sigma|^{-1/2}\exp\left(-\frac{1}{2}r^\top\Sigma^{-1}r\right)$"#
    ),
    Erratum(
      "E22", rows: ["S3-16", "S3-18", "S3-19"],
      written: #"$q(X|z,\emptyset^*) = \min_{\emptyset} D_{KL}(q(z|X,\emptyset)\,\|\,p(z|X))$"#,
      right:
        #"$\phi^* = \arg\min_{\phi} D_{KL}(q(z|X,\phi)\,\|\,p(z|X))$, and the law is $q(z|X,\phi^*)$"#
    ),
    Erratum(
      "E23", rows: ["S3-27"],
      written: #"$D_{KL}(q\,\|\,p(z|x)) \geq 0$ by definition"#,
      right: #"$D_{KL}(q\,\|\,p(z|x)) \geq 0$ by Jensen's inequality (Gibbs), for normalised laws"#),
    Erratum(
      "E24", rows: ["S3-30"],
      written: #"$p(x) \geq -D_{KL}(q\,\|\,p(z,x))$"#,
      right:
        #"$\ln p(x) \geq -D_{KL}(q\,\|\,p(z,x))$; for $p(x)$ itself it is true but never tight"#),
    Erratum(
      "E25", rows: ["S3-31", "S3-32", "S3-33", "S3-59"],
      written: #"$p(x) \leq 1,\quad \ln p(x) \leq 0,\quad 0 \leq q \leq 1$"#,
      right: #"true of probabilities, not of densities: $\mathcal{N}(0;0,0.1^2) = 3.989$"#),
    Erratum(
      "E26", rows: ["S3-34"],
      written: #"minimising $D_{KL}(q\,\|\,p(z|x))$ minimises $\ln p(x)$ too"#,
      right:
        #"$\nabla_\phi\ln p_\theta(x) = 0$: constant in $\phi$; in $\theta$ it is to be maximised"#),
    Erratum(
      "E27", rows: ["S3-35"],
      written: #"$\min_{\phi} D_{KL}(q\,\|\,p(z|x))$ by minimising $-D_{KL}(q\,\|\,p(z,x))$"#,
      right: #"by maximising $-D_{KL}(q\,\|\,p(z,x))$, the bound; it has no minimum"#),
    Erratum(
      "E28", rows: ["S3-38", "S3-39"],
      written:
        #"$q(z|x,\phi^*) = \min_{\phi} -D_{KL}(q\,\|\,p(z,x)) = \min_{\phi,\theta}\int\left(q\ln p(x|z) - q\ln\frac{q}{p(z)}\right)dz$"#,
      right:
        #"$\phi^* = \arg\max_{\phi} -D_{KL}(q\,\|\,p(z,x))$, and the integral is maximised over $\phi$ and $\theta$"#
    ),
    Erratum(
      "E29", rows: ["S3-41"],
      written: #"$\min_{\phi,\theta}$ with the likelihood $p(x|z,\theta,\phi)$"#,
      right: #"$\theta$ maximises the bound; given z the likelihood is $p(x|z,\theta)$"#),
    Erratum(
      "E30", rows: ["S3-43", "S3-46"],
      written: #"$\nabla_\theta\mathbb{E}_q[p(x|z)] = \nabla_\theta\int q\ln p(x|z)\,dz$"#,
      right: #"$\nabla_\theta\mathbb{E}_q[\ln p(x|z)] = \nabla_\theta\int q\ln p(x|z)\,dz$"#),
    Erratum(
      "E31", rows: ["S3-47", "S3-48", "S3-49"],
      written:
        #"$\nabla_\theta\int q\ln p\,dz \neq \int q\,\nabla_\theta\ln p\,dz \neq \mathbb{E}_q[\nabla_\theta\ln p]$"#,
      right:
        #"$\nabla_\theta\int q\ln p\,dz = \int q\,\nabla_\theta\ln p\,dz = \mathbb{E}_q[\nabla_\theta\ln p]$; unequal only for $\nabla_\phi$"#
    ),
    Erratum(
      "E32", rows: ["S3-50"],
      written: #"an observation is a draw $X_i \sim p(X)$"#,
      right: "it is a draw from the law of the data, which the model's evidence only approximates"),
    Erratum(
      "E33", rows: ["S3-53"],
      written: #"$\int\nabla_\theta[\ln p(x|z)]\,q\,dz$"#,
      right: #"$\int\nabla_\phi[\ln p(x|z)\,q]\,dz$"#),
    Erratum(
      "E34", rows: ["S3-56"],
      written: #"$\mathbb{E}_q[\nabla\ln p + p\,\nabla\ln q]$"#,
      right: #"$\mathbb{E}_q[\nabla\ln p + \ln p\,\nabla\ln q]$"#),
    Erratum(
      "E35", rows: ["S3-60"],
      written: #"the variance is high because of $\ln q \ll 0$"#,
      right:
        #"because of the size of $\ln p$ times the score $\nabla\ln q$, which grows like $1/\sigma$"#
    ),
    Erratum(
      "E36", rows: ["S3-63"],
      written: #"$\hat{x}_i \sim p(x|z_i)$"#,
      right:
        #"$\hat{x}_i = \mathbb{E}[x|z_i]$, the decoder's mean; a draw adds $s^2$ to the squared error"#
    ),
    Erratum(
      "E37", rows: ["S3-64", "S3-65", "S3-66", "S3-67", "S3-68"],
      written:
        #"$\nabla_\theta\mathbb{E}_q[p(x|z)] = n\left[\nabla_\theta(\bar{x}_i-\hat{x}_i)^2 + (\bar{x}_i-\hat{x}_i)^2\,\nabla_\theta z_i^2\right]$"#,
      right:
        #"$\nabla\mathbb{E}_q[\ln p(x|z)] \approx \frac{1}{n}\sum_{i}\left[-\nabla_\theta\frac{r_i^2}{2s^2} - \frac{r_i^2}{2s^2}\nabla_\phi\ln q(z_i)\right]$"#
    ),
    Erratum(
      "E38", rows: ["S3-71"],
      written: #"$q(z|X) = g(p(\epsilon),\{\lambda\})$"#,
      right:
        #"$z = g(\epsilon,\lambda),\quad \epsilon \sim p(\epsilon),\quad q(z) = p(\epsilon)\left|\frac{d\epsilon}{dz}\right|$"#
    ),
    Erratum(
      "E39", rows: ["S3-73"],
      written: #"$\mu + \Sigma\,\epsilon \sim \mathcal{N}(\mu,\Sigma)$"#,
      right:
        #"$\mu + \Sigma^{1/2}\epsilon \sim \mathcal{N}(\mu,\Sigma)$, with a Cholesky factor for $\Sigma^{1/2}$"#
    ),
    Erratum(
      "E40", rows: ["S3-75"],
      written: #"$\{\epsilon\} = \{0,1\}$ are constants"#,
      right: #"$\epsilon \sim \mathcal{N}(0,1)$ is random; constant are its parameters 0 and 1"#),
    Erratum(
      "E41", rows: ["S3-78"],
      written: #"$q(z|X,\phi^*) = \min_{\phi,\theta}\int q\ln p(x|z)\,dz$"#,
      right:
        #"$\phi^* = \arg\max_{\phi}\int\left(q\ln p(x|z) - q\ln\frac{q}{p(z)}\right)dz$; the first term alone makes q a point mass"#
    ),
    Erratum(
      "E42", rows: ["S3-79"],
      written: #"$\int p(\epsilon|g(\mathcal{N}(0,1),\mu,\Sigma))\ln p(x|z)\,dz$"#,
      right: #"$\int p(\epsilon)\ln p(x|g(\epsilon,\mu,\Sigma))\,d\epsilon$"#),
    Erratum(
      "E43", rows: ["S3-81", "S3-83"],
      written:
        #"$\nabla_\theta\mathbb{E}_{q(\epsilon)}[g\ln p] = \mathbb{E}_{q(\epsilon)}[\ln p\,\nabla_\mu g\,\nabla_\theta\mu + g\,\nabla_\theta\ln p]$"#,
      right:
        #"$\nabla_\phi\mathbb{E}_{q(\epsilon)}[\ln p(x|g)] = \mathbb{E}_{q(\epsilon)}[\nabla_z\ln p\cdot(\nabla_\mu g\,\nabla_\phi\mu + \nabla_\Sigma g\,\nabla_\phi\Sigma)]$"#
    ),
    Erratum(
      "E44", rows: ["S4-09"],
      written: #"$p_\theta$ encodes and $q_\phi$ decodes"#,
      right: #"$q_\phi(z|x)$ encodes and $p_\theta(x|z)$ decodes"#),
    Erratum(
      "E45", rows: ["S4-10"],
      written: "training maximises the log likelihood of the data set",
      right: "it maximises a lower bound of it, whose optimum may lie elsewhere"),
    Erratum(
      "E46", rows: ["S4-11", "S4-12", "S4-15"],
      written:
        #"$\log p_\theta(x|z) = D_{KL}(q\,\|\,p(z|x)) + \mathcal{L} \geq \mathcal{L}$, the evidence being $\log p_\theta(x|z)$"#,
      right:
        #"$\log p_\theta(x) = D_{KL}(q\,\|\,p(z|x)) + \mathcal{L} \geq \mathcal{L}$, the evidence being $p_\theta(x)$"#
    ),
    Erratum(
      "E47", rows: ["S4-14"],
      written: "lower evidence bound",
      right: "evidence lower bound (ELBO)"),
    Erratum(
      "E48", rows: ["S4-18"],
      written: #"$\mathbb{E}_q[\log p(x|z)]$ is a reconstruction error, "when z|x""#,
      right: #"it is minus an error (larger is better), with $z \sim q_\phi(z|x)$"#),
    Erratum(
      "E49", rows: ["S4-26", "S4-32"],
      written:
        #"$q_\phi \sim \mathcal{N}(z|x),\quad \mathcal{N}(z|x) = \mathcal{N}(z;\mu(x),\sigma(x)^2)$"#,
      right:
        #"$q_\phi(z|x) = \mathcal{N}(z;\mu(x),\mathrm{diag}(\sigma(x)^2))$, with a Gaussian prior"#),
    Erratum(
      "E50", rows: ["S4-30"],
      written: "one scale for each pixel makes the Gaussian isotropic",
      right: "it makes it diagonal (393216 outputs); an isotropic one has a single scale (196609)"),
    Erratum(
      "E51", rows: ["S4-51"],
      written: "both additional losses update the codebook",
      right:
        #"only $\|\mathrm{sg}[z_e] - e\|^2$ does; $\beta\|z_e - \mathrm{sg}[e]\|^2$ moves the encoder"#
    ),
    Erratum(
      "E52", rows: ["S4-53"],
      written: "splitting the loss by stop-gradients makes the updates alternate",
      right:
        #"at $\beta = 1$ the gradient is exactly the joint one; the split buys separate weights"#),
  ]
}
