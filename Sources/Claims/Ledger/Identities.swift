extension Ledger {
  /// The identities to which the rows reduce, from the evidence to the definition of an expectation.
  public static let identities: [CanonicalIdentity] = [
    CanonicalIdentity(
      "C01", "Evidence by marginalisation",
      #"p(x) = \int p(x|z)\,p(z)\,dz"#),
    CanonicalIdentity(
      "C02", "Posterior by Bayes' rule",
      #"p(z|x) = \frac{p(x|z)\,p(z)}{p(x)}"#),
    CanonicalIdentity(
      "C03", "Evidence by Bayes' rule, the same at any z",
      #"p(x) = \frac{p(x|z)\,p(z)}{p(z|x)}\quad\text{for every } z"#),
    CanonicalIdentity(
      "C04", "A normalised q averages a constant to itself",
      #"\int q(z|x)\,dz = 1 \implies \mathbb{E}_q[\log p(x)] = \log p(x)"#),
    CanonicalIdentity(
      "C05", "Log evidence as an expected log ratio",
      #"\log p(x) = \mathbb{E}_q\left[\log\frac{p(x,z)}{p(z|x)}\right]"#),
    CanonicalIdentity(
      "C06", "Inserting q/q",
      #"\mathbb{E}_q\left[\log\frac{p(x,z)}{p(z|x)}\right] = \mathbb{E}_q\left[\log\left(\frac{p(x,z)}{q(z|x)}\cdot\frac{q(z|x)}{p(z|x)}\right)\right]"#
    ),
    CanonicalIdentity(
      "C07", "Log evidence = bound + divergence from the posterior",
      #"\log p(x) = \mathbb{E}_q\left[\log\frac{p(x,z)}{q(z|x)}\right] + D_{KL}(q(z|x)\,\|\,p(z|x))"#
    ),
    CanonicalIdentity(
      "C08", "The divergence, as an integral and as an expectation",
      #"D_{KL}(q\,\|\,p) = \int q(z)\log\frac{q(z)}{p(z)}\,dz = \mathbb{E}_q\left[\log\frac{q(z)}{p(z)}\right]"#
    ),
    CanonicalIdentity(
      "C09", "The divergence is not negative, and 0 only between equals",
      #"D_{KL}(q\,\|\,p) \geq 2\,\mathrm{TV}(q,p)^2 \geq 0,\quad D_{KL}(q\,\|\,p) = 0 \iff q = p"#),
    CanonicalIdentity(
      "C10", "The bound, its gap, and when it is tight",
      #"\log p(x) - \mathcal{L}(x) = D_{KL}(q(z|x)\,\|\,p(z|x)) \geq 0"#),
    CanonicalIdentity(
      "C11", "The two forms of the bound",
      #"\mathbb{E}_q[\log p(x,z) - \log q(z|x)] = -D_{KL}(q\,\|\,p(z)) + \mathbb{E}_q[\log p(x|z)]"#
    ),
    CanonicalIdentity(
      "C12", "Log evidence by two divergences",
      #"\log p(x) = D_{KL}(q(z|x)\,\|\,p(z|x)) - D_{KL}(q(z|x)\,\|\,p(z)) + \mathbb{E}_{q(z|x)}[\log p(x|z)]"#
    ),
    CanonicalIdentity(
      "C13", "Divergence = cross-entropy − entropy",
      #"D_{KL}(P\,\|\,Q) = H(P,Q) - H(P)"#),
    CanonicalIdentity(
      "C14", "Code lengths in bits",
      #"H_2(P) \leq \ell_P < H_2(P) + 1,\quad \ell_Q - \ell_P = D_{KL}(P\,\|\,Q)/\ln 2\text{ for dyadic laws}"#
    ),
    CanonicalIdentity(
      "C15", "The divergence is not symmetric",
      #"D_{KL}(P\,\|\,Q) \neq D_{KL}(Q\,\|\,P)\quad\text{in general}"#),
    CanonicalIdentity(
      "C16", "Forward and reverse optima",
      #"\arg\min_q D_{KL}(p\,\|\,q) \neq \arg\min_q D_{KL}(q\,\|\,p)\quad\text{unless } p \text{ is in the family}"#
    ),
    CanonicalIdentity(
      "C17", "The bound by cross-entropies, line by line",
      #"D_{KL}(q\,\|\,p(z|x)) = H(q,p(x|z)) + D_{KL}(q\,\|\,p(z)) + \log p(x)"#),
    CanonicalIdentity(
      "C18", "The bound as minus a divergence from the joint",
      #"\mathcal{L}(x) = -\int q(z|x)\log\frac{q(z|x)}{p(x,z)}\,dz"#),
    CanonicalIdentity(
      "C19", "The loss is minus the bound",
      #"-\mathcal{L}(x) = D_{KL}(q\,\|\,p(z)) - \mathbb{E}_q[\log p(x|z)]"#),
    CanonicalIdentity(
      "C20", "The least divergence lies where the bound is greatest",
      #"\arg\min_{\phi} D_{KL}(q_\phi(z|x)\,\|\,p(z|x)) = \arg\max_{\phi}\mathcal{L}(\phi)\quad\text{at fixed } \theta"#
    ),
    CanonicalIdentity(
      "C21", "Raising the bound in θ, against maximum likelihood",
      #"\arg\max_{\theta}\max_{\phi}\mathcal{L} = \arg\max_{\theta}\log p_\theta(x)\quad\text{if the family contains the posterior}"#
    ),
    CanonicalIdentity(
      "C22", "The divergence as a regulariser",
      #"\beta \mapsto D_{KL}(q_\beta^*\,\|\,p(z))\text{ does not increase},\quad q_\beta^* = \arg\max_q \mathbb{E}_q[\log p(x|z)] - \beta D_{KL}(q\,\|\,p(z))"#
    ),
    CanonicalIdentity(
      "C23", "Divergence of a diagonal Gaussian from the standard normal",
      #"D_{KL}(\mathcal{N}(\mu,\mathrm{diag}(\sigma^2))\,\|\,\mathcal{N}(0,I)) = -\frac{1}{2}\sum_{j=1}^{J}\left(1 + \log\sigma_j^2 - \mu_j^2 - \sigma_j^2\right)"#
    ),
    CanonicalIdentity(
      "C24", "Divergence within an exponential family",
      #"D_{KL}(\eta_1\,\|\,\eta_2) = A(\eta_2) - A(\eta_1) - (\eta_2 - \eta_1)\cdot\nabla A(\eta_1)"#
    ),
    CanonicalIdentity(
      "C25", "Estimator with the divergence in closed form",
      #"\mathbb{E}\left[-D_{KL}(q\,\|\,p(z)) + \frac{1}{L}\sum_{l=1}^{L}\log p(x|z^{(l)})\right] = \mathcal{L}(x)"#
    ),
    CanonicalIdentity(
      "C26", "Monte Carlo estimate of the reconstruction term",
      #"\mathrm{Var}\left[\frac{1}{L}\sum_{l=1}^{L}\log p(x|z^{(l)})\right] = \frac{1}{L}\mathrm{Var}_q[\log p(x|z)]"#
    ),
    CanonicalIdentity(
      "C27", "One-draw estimator of the bound",
      #"\mathbb{E}_{p(\epsilon)}[\log p(x,z) - \log q(z|x)] = \mathcal{L}(x),\quad z = g(\epsilon,\phi,x)"#
    ),
    CanonicalIdentity(
      "C28", "Gradient in θ: inside the expectation",
      #"\nabla_\theta\mathbb{E}_q[\log p_\theta(x,z)] = \mathbb{E}_q[\nabla_\theta\log p_\theta(x,z)]"#
    ),
    CanonicalIdentity(
      "C29", "Gradient in φ: the term that an exchange with the expectation loses",
      #"\nabla_\phi\mathbb{E}_{q_\phi}[f(z)] = \mathbb{E}_{q_\phi}[\nabla_\phi f(z)] + \mathbb{E}_{q_\phi}[f(z)\,\nabla_\phi\log q_\phi(z)]"#
    ),
    CanonicalIdentity(
      "C30", "Log-derivative rule",
      #"\nabla f = f\,\nabla\log f,\quad \mathbb{E}_{q_\phi}[\nabla_\phi\log q_\phi(z)] = 0"#),
    CanonicalIdentity(
      "C31", "Score-function gradient",
      #"\nabla_\phi\mathbb{E}_{q_\phi}[f(z)] = \mathbb{E}_{q_\phi}[f(z)\,\nabla_\phi\log q_\phi(z)]"#
    ),
    CanonicalIdentity(
      "C32", "Law of a reparameterised variable",
      #"z = \mu + L\epsilon,\ \epsilon \sim \mathcal{N}(0,I) \implies z \sim \mathcal{N}(\mu,LL^\top)"#
    ),
    CanonicalIdentity(
      "C33", "Expectation over z as one over the noise",
      #"\mathbb{E}_{q_\phi}[f(z)] = \mathbb{E}_{p(\epsilon)}[f(g(\epsilon,\phi))]"#),
    CanonicalIdentity(
      "C34", "Reparameterised gradient",
      #"\nabla_\phi\mathbb{E}_{q_\phi}[f(z)] = \mathbb{E}_{p(\epsilon)}[\nabla_\phi f(g(\epsilon,\phi))]"#
    ),
    CanonicalIdentity(
      "C35", "Chain rule through the draw",
      #"\frac{\partial z}{\partial\mu} = 1,\quad \frac{\partial z}{\partial\sigma} = \epsilon,\quad \nabla_\phi f(z) = f'(z)\,(\nabla_\phi\mu + \epsilon\,\nabla_\phi\sigma)"#
    ),
    CanonicalIdentity(
      "C36", "Variances of the two gradients",
      #"\mathrm{Var}[f(z)\,\nabla_\phi\log q_\phi(z)] > \mathrm{Var}[\nabla_\phi f(g(\epsilon,\phi))]\quad\text{usually, not always}"#
    ),
    CanonicalIdentity(
      "C37", "Gaussian density",
      #"\mathcal{N}(x;\mu,\Sigma) = (2\pi)^{-D/2}|\Sigma|^{-1/2}\exp\left(-\frac{1}{2}(x-\mu)^\top\Sigma^{-1}(x-\mu)\right)"#
    ),
    CanonicalIdentity(
      "C38", "Normal mass within two and three deviations",
      #"P(|z| \leq k) = \mathrm{erf}(k/\sqrt{2}) = 0.9545, 0.9973\quad\text{for } k = 2, 3"#),
    CanonicalIdentity(
      "C39", "Densities exceed 1, log evidence exceeds 0",
      #"\mathcal{N}(0;0,0.1^2) > 1,\quad \log\mathcal{N}(0;0,0.02) > 0"#),
    CanonicalIdentity(
      "C40", "Cost of enumeration and of product grids",
      #"\#\{\text{grid points}\} = K^J"#),
    CanonicalIdentity(
      "C41", "Linear-Gaussian models are tractable",
      #"p(x) = \mathcal{N}(x;b,w^2+s^2),\quad \mathbb{E}_q[\log p(x|z)] = -\frac{1}{2}\log 2\pi s^2 - \frac{(x-b-wm)^2 + w^2\sigma^2}{2s^2}"#
    ),
    CanonicalIdentity(
      "C42", "Deviation from the log variance",
      #"\sigma = \exp\left(\frac{1}{2}\log\sigma^2\right) > 0"#),
    CanonicalIdentity(
      "C43", "Isotropic against diagonal",
      #"\mathcal{N}(\mu,s^2 I)\text{ has } D + 1\text{ parameters},\ \mathcal{N}(\mu,\mathrm{diag}(\sigma^2))\text{ has } 2D"#
    ),
    CanonicalIdentity(
      "C44", "Unit-covariance likelihood and squared error",
      #"-\log\mathcal{N}(x;\mu,I) = \frac{1}{2}\|x - \mu\|^2 + \frac{D}{2}\log 2\pi"#),
    CanonicalIdentity(
      "C45", "Nearest code, point-mass posterior",
      #"k = \arg\min_j\|z_e - e_j\|,\quad D_{KL}(q(k|x)\,\|\,\tfrac{1}{K}) = \log K"#),
    CanonicalIdentity(
      "C46", "The quantiser has no slope",
      #"\frac{\partial z_q}{\partial z_e} = 0\quad\text{almost everywhere}"#),
    CanonicalIdentity(
      "C47", "Straight-through gradient",
      #"z = z_e + \mathrm{sg}[z_q - z_e] \implies \frac{\partial L}{\partial z_e} = \nabla L(z_q),\ \frac{\partial L}{\partial e} = 0"#
    ),
    CanonicalIdentity(
      "C48", "Codebook and commitment loss",
      #"\nabla_e\|\mathrm{sg}[z_e] - e\|^2 = -2(z_e - e),\quad \nabla_{z_e}\beta\|z_e - \mathrm{sg}[e]\|^2 = 2\beta(z_e - e)"#
    ),
    CanonicalIdentity(
      "C49", "Codebook by k-means and moving averages",
      #"N \gets \gamma N + (1-\gamma)n,\quad m \gets \gamma m + (1-\gamma)\sum z_e,\quad e = m/N"#),
    CanonicalIdentity(
      "C50", "Ancestral sampling",
      #"\sum_x p(x)\,p(z|x) = p(z),\quad \mathrm{Var}[x] = \mathbb{E}[\mathrm{Var}[x|z]] + \mathrm{Var}[\mathbb{E}[x|z]]"#
    ),
    CanonicalIdentity(
      "C51", "A decoder as a continuous mixture",
      #"p(x) = \int\mathcal{N}(x;\mu(z),\sigma(z)^2)\,p(z)\,dz"#),
    CanonicalIdentity(
      "C52", "Which law is normalised in what",
      #"\int p(x|z)\,dx = 1,\quad \int q(z|x)\,dz = 1,\quad \int p(x|z)\,dz \neq 1\text{ in general}"#
    ),
    CanonicalIdentity(
      "C53", "What the code must compute",
      #"(\mu,\log\sigma^2) = \mathrm{chunk}(\mathrm{encoder}(x)),\quad \mathrm{forward}(x) = (x',\mu,\log\sigma^2)"#
    ),
    CanonicalIdentity(
      "C54", "Law of the model against law of the data",
      #"\mathbb{E}_{q(x)}[\mathcal{L}(x)] = -D_{KL}(q(x,z)\,\|\,p(x,z)) - H(q(x))"#),
    CanonicalIdentity(
      "C55", "Expectation as an integral",
      #"\mathbb{E}_{p(x)}[f(y,x)] = \int p(x)\,f(y,x)\,dx"#),
  ]
}
