extension Ledger {
  /// The 85 statements of note 003, in the order in which they stand there.
  static let note003: [LedgerRow] = [
    LedgerRow(
      "S3-01", line: 10, section: "Training a VAE",
      #"$X = \{\bar{X}, \hat{X}\}$ pairs observations and predictions"#,
      .notCheckable, reason: "a notation"),
    LedgerRow(
      "S3-02", line: 12, section: "Training a VAE",
      #"a law is "sampled", $z_i \sim p(z)$"#, .sloppy, ["C50"]),
    LedgerRow(
      "S3-03", line: 15, section: "Training a VAE",
      "SGD cannot take the derivatives that training needs", .wrong, ["C31", "C34", "C29"]),
    LedgerRow(
      "S3-04", line: 19, section: "Training a VAE",
      #"$p(z|\bar{X}) = \frac{p(\bar{X}|z)\,p(z)}{p(\bar{X})}$"#, .holds, ["C02"]),
    LedgerRow(
      "S3-05", line: 21, section: "Training a VAE",
      "every p(·) in Bayes' rule is a probability law", .holdsUnderCondition, ["C52"]),
    LedgerRow(
      "S3-06", line: 25, section: "Training a VAE",
      #"$p(\bar{X}|z) = \mathcal{N}(0,\Sigma)$"#, .sloppy, ["C37", "C02"]),
    LedgerRow(
      "S3-07", line: 28, section: "Training a VAE",
      #"$\mathcal{N}(0,\Sigma) = \frac{1}{\sqrt{2\pi}\,\Sigma}\exp\left(-\frac{1}{2}\frac{\bar{X}^2}{\Sigma^2}\right)$"#,
      .sloppy, ["C37"]),
    LedgerRow(
      "S3-08", line: 30, section: "Training a VAE",
      #"$\bar{X} = \bar{X} - \hat{X}$"#, .sloppy, ["C37"]),
    LedgerRow(
      "S3-09", line: 34, section: "Training a VAE",
      #"$p(z) = \mathcal{N}(0,1)$"#, .holds, ["C37"]),
    LedgerRow(
      "S3-10", line: 36, section: "Training a VAE",
      #"$p(z) = \frac{1}{\sqrt{2\pi}}\exp\left(-\frac{1}{2}z^2\right)$"#, .holds, ["C37"]),
    LedgerRow(
      "S3-11", line: 40, section: "Training a VAE",
      "95.4% of a standard normal law lies in $[-2, 2]$", .holds, ["C38"]),
    LedgerRow(
      "S3-12", line: 41, section: "Training a VAE",
      "99.7% of a standard normal law lies in $[-3, 3]$", .holds, ["C38"]),
    LedgerRow(
      "S3-13", line: 43, section: "Training a VAE",
      "Bayes' rule alone does not help, as p(X) is intractable",
      .holdsUnderCondition, ["C40", "C41"]),
    LedgerRow(
      "S3-14", line: 45, section: "Training a VAE",
      #"$p(X) = \int p(X|z)\,p(z)\,dz$"#, .holds, ["C01"]),
    LedgerRow(
      "S3-15", line: 47, section: "Training a VAE",
      "an integral over every latent state is out of reach", .holdsUnderCondition, ["C40", "C41"]),
    LedgerRow(
      "S3-16", line: 49, section: "Training a VAE",
      #"$q(z|X,\emptyset)$ approximates the posterior"#, .sloppy, ["C20"]),
    LedgerRow(
      "S3-17", line: 51, section: "Training a VAE",
      "the best q is the one with the least divergence", .holds, ["C20", "C16"]),
    LedgerRow(
      "S3-18", line: 53, section: "Training a VAE",
      #"the best approximation of the posterior is $q(X|z,\emptyset^*)$"#, .sloppy, ["C20", "C52"]),
    LedgerRow(
      "S3-19", line: 53, section: "Training a VAE",
      #"$q(X|z,\emptyset^*) = \min_{\emptyset} D_{KL}(q(z|X,\emptyset)\,\|\,p(z|X))$"#,
      .sloppy, ["C20"]),
    LedgerRow(
      "S3-20", line: 55, section: "Training a VAE",
      "the divergence to be minimised still contains the posterior", .holds, ["C20"]),
    LedgerRow(
      "S3-21", line: 59, section: "ELBO",
      "the ELBO turns the minimum of the divergence into a solvable one", .holds, ["C20"]),
    LedgerRow(
      "S3-22", line: 61, section: "ELBO",
      #"$D_{KL}(q\,\|\,p(z|X)) = \int q\ln\frac{q}{p(z|X)}\,dz$"#, .holds, ["C08"]),
    LedgerRow(
      "S3-23", line: 61, section: "ELBO",
      #"$D_{KL}(q\,\|\,p(z|X)) = \int q\ln\frac{q\,p(X)}{p(z,X)}\,dz$"#, .holds, ["C05", "C02"]),
    LedgerRow(
      "S3-24", line: 61, section: "ELBO",
      #"$D_{KL}(q\,\|\,p(z|X)) = \int\left(q\ln p(X) + q\ln\frac{q}{p(z,X)}\right)dz$"#,
      .holds, ["C07"]),
    LedgerRow(
      "S3-25", line: 63, section: "ELBO",
      #"$\int q(z|X,\phi)\,dz = 1$"#, .holds, ["C04"]),
    LedgerRow(
      "S3-26", line: 65, section: "ELBO",
      #"$D_{KL}(q\,\|\,p(z|X)) = \ln p(X) + \int q\ln\frac{q}{p(z,X)}\,dz$"#,
      .holds, ["C07", "C18"]),
    LedgerRow(
      "S3-27", line: 67, section: "ELBO",
      #"$D_{KL}(q\,\|\,p(z|x)) \geq 0$ by definition"#, .sloppy, ["C09"]),
    LedgerRow(
      "S3-28", line: 69, section: "ELBO",
      #"$0 \leq \ln p(x) + \int q\ln\frac{q}{p(z,x)}\,dz$"#, .holds, ["C10"]),
    LedgerRow(
      "S3-29", line: 71, section: "ELBO",
      #"$\ln p(x) \geq -D_{KL}(q\,\|\,p(z,x))$"#, .holds, ["C18", "C10"]),
    LedgerRow(
      "S3-30", line: 73, section: "ELBO",
      #"$-D_{KL}(q\,\|\,p(z,x))$ is a lower bound of the evidence"#, .sloppy, ["C18", "C10"]),
    LedgerRow(
      "S3-31", line: 75, section: "ELBO",
      "a probability law never takes a value above 1", .wrong, ["C39"]),
    LedgerRow(
      "S3-32", line: 77, section: "ELBO",
      #"$p(x) \leq 1$"#, .wrong, ["C39"]),
    LedgerRow(
      "S3-33", line: 77, section: "ELBO",
      #"$\ln p(x) \leq 0$"#, .wrong, ["C39"]),
    LedgerRow(
      "S3-34", line: 79, section: "ELBO",
      #"minimising $D_{KL}(q\,\|\,p(z|x))$ minimises the log evidence too"#,
      .wrong, ["C20", "C21"]),
    LedgerRow(
      "S3-35", line: 79, section: "ELBO",
      #"the least divergence is found by minimising $-D_{KL}(q\,\|\,p(z,x))$"#,
      .wrong, ["C20", "C18"]),
    LedgerRow(
      "S3-36", line: 81, section: "ELBO",
      "how is the gradient of the bound taken?", .openQuestion, ["C28", "C31", "C34"]),
    LedgerRow(
      "S3-37", line: 85, section: "Gradient of the divergence",
      "the search for the best q can be rewritten with the bound", .holdsUnderCondition, ["C20"]),
    LedgerRow(
      "S3-38", line: 87, section: "Gradient of the divergence",
      #"$q(z|x,\phi^*) = \min_{\phi} -D_{KL}(q\,\|\,p(z,x))$"#, .wrong, ["C20", "C18"]),
    LedgerRow(
      "S3-39", line: 87, section: "Gradient of the divergence",
      #"$q(z|x,\phi^*) = \min_{\phi,\theta}\int\left(q\ln p(x|z) - q\ln\frac{q}{p(z)}\right)dz$"#,
      .wrong, ["C11", "C20"]),
    LedgerRow(
      "S3-40", line: 87, section: "Gradient of the divergence",
      #"$-D_{KL}(q\,\|\,p(z,x)) = \int\left(q\ln p(x|z) - q\ln\frac{q}{p(z)}\right)dz$"#,
      .holds, ["C11", "C18"]),
    LedgerRow(
      "S3-41", line: 87, section: "Gradient of the divergence",
      #"θ is minimised over as well; the likelihood is $p(x|z,\theta,\phi)$"#,
      .sloppy, ["C52", "C21"]),
    LedgerRow(
      "S3-42", line: 89, section: "Gradient of the divergence",
      "stochastic descent wants gradients that are right on average", .holds, ["C31", "C34"]),
    LedgerRow(
      "S3-43", line: 91, section: "Gradient of the divergence",
      #"right on average means $\nabla\mathbb{E}_q[p(x|z)] = \mathbb{E}_q[\nabla p(x|z)]$"#,
      .sloppy, ["C28", "C29"]),
    LedgerRow(
      "S3-44", line: 93, section: "Gradient of the divergence",
      "exchanging gradient and expectation makes a biased estimator",
      .holdsUnderCondition, ["C29"]),
    LedgerRow(
      "S3-45", line: 97, section: "Gradient of the divergence",
      #"$\mathbb{E}_{p(x)}[f(y,x)] = \int p(x)\,f(y,x)\,dx$"#, .holds, ["C55"]),
    LedgerRow(
      "S3-46", line: 101, section: "Gradient of the divergence",
      #"$\nabla_\theta\mathbb{E}_{q_\theta}[p(x|z)] = \nabla_\theta\int q(z|x)\ln p(x|z)\,dz$"#,
      .wrong, ["C28"]),
    LedgerRow(
      "S3-47", line: 101, section: "Gradient of the divergence",
      #"$\nabla_\theta\int q(z|x)\ln p(x|z)\,dz \neq \int q(z|x)\,\nabla_\theta\ln p(x|z)\,dz$"#,
      .wrong, ["C28", "C29"]),
    LedgerRow(
      "S3-48", line: 101, section: "Gradient of the divergence",
      #"$\int q(z|x)\,\nabla_\theta\ln p(x|z)\,dz \neq \mathbb{E}_{q_\theta}[\nabla_\theta\ln p(x|z)]$"#,
      .wrong, ["C55", "C28"]),
    LedgerRow(
      "S3-49", line: 103, section: "Gradient of the divergence",
      "Monte Carlo is no way to the derivative in θ", .wrong, ["C28", "C29"]),
    LedgerRow(
      "S3-50", line: 103, section: "Gradient of the divergence",
      #"an observation is a draw $X_i \sim p(X)$"#, .sloppy, ["C54"]),
    LedgerRow(
      "S3-51", line: 108, section: "Gradient of the divergence",
      "which estimator of the gradient is unbiased?", .openQuestion, ["C31", "C34"]),
    LedgerRow(
      "S3-52", line: 112, section: "Log-derivative trick",
      "the log-derivative trick is one of two unbiased ways", .holds, ["C31"]),
    LedgerRow(
      "S3-53", line: 114, section: "Log-derivative trick",
      #"$\nabla_\theta\mathbb{E}_q[\ln p(x|z)] = \int\nabla_\theta[\ln p(x|z)]\,q\,dz$"#,
      .sloppy, ["C29", "C31"]),
    LedgerRow(
      "S3-54", line: 114, section: "Log-derivative trick",
      #"$\nabla_\theta\mathbb{E}_q[\ln p] = \int\left(q\,\nabla_\theta\ln p + \ln p\,\nabla_\theta q\right)dz$"#,
      .holdsUnderCondition, ["C31", "C29"]),
    LedgerRow(
      "S3-55", line: 114, section: "Log-derivative trick",
      #"$\nabla_\theta\mathbb{E}_q[\ln p] = \int\left(q\,\nabla_\theta\ln p + \ln p\cdot q\,\nabla_\theta\ln q\right)dz$"#,
      .holds, ["C30", "C31"]),
    LedgerRow(
      "S3-56", line: 114, section: "Log-derivative trick",
      #"$\nabla_\theta\mathbb{E}_q[\ln p] = \mathbb{E}_q[\nabla_\theta\ln p + p\,\nabla_\theta\ln q]$"#,
      .wrong, ["C31"]),
    LedgerRow(
      "S3-57", line: 116, section: "Log-derivative trick",
      #"$\nabla f(x) = f(x)\,\nabla\ln f(x)$"#, .holdsUnderCondition, ["C30"]),
    LedgerRow(
      "S3-58", line: 120, section: "Log-derivative trick",
      "the score-function estimator has a high variance", .holdsUnderCondition, ["C36"]),
    LedgerRow(
      "S3-59", line: 120, section: "Log-derivative trick",
      #"$0 \leq q_\theta \leq 1$"#, .wrong, ["C39"]),
    LedgerRow(
      "S3-60", line: 120, section: "Log-derivative trick",
      #"the variance is high because of $\ln q_\theta \ll 0$"#, .wrong, ["C36", "C30"]),
    LedgerRow(
      "S3-61", line: 122, section: "Log-derivative trick",
      "the high variance hurts as soon as gradients are sampled", .holds, ["C36"]),
    LedgerRow(
      "S3-62", line: 126, section: "Log-derivative trick",
      #"$z_i \sim q(z|X,\phi)$"#, .holds, ["C31"]),
    LedgerRow(
      "S3-63", line: 128, section: "Log-derivative trick",
      #"$\hat{x}_i \sim p(x|z_i)$"#, .sloppy, ["C44"]),
    LedgerRow(
      "S3-64", line: 130, section: "Log-derivative trick",
      #"$\nabla_\theta\mathbb{E}_q[p(x|z)] = n\left[\nabla_\theta(\bar{x}_i-\hat{x}_i)^2 + (\bar{x}_i-\hat{x}_i)^2\,\nabla_\theta z_i^2\right]$"#,
      .wrong, ["C31"]),
    LedgerRow(
      "S3-65", line: 130, section: "Log-derivative trick",
      #"$\nabla_\theta\ln p(x|z_i)$ appears as $\nabla_\theta(\bar{x}_i-\hat{x}_i)^2$"#,
      .wrong, ["C44", "C28"]),
    LedgerRow(
      "S3-66", line: 130, section: "Log-derivative trick",
      #"$\ln p(x|z_i)\,\nabla_\theta\ln q(z_i)$ appears as $(\bar{x}_i-\hat{x}_i)^2\,\nabla_\theta z_i^2$"#,
      .wrong, ["C31", "C44"]),
    LedgerRow(
      "S3-67", line: 130, section: "Log-derivative trick",
      "the gradient estimate carries a factor n", .sloppy, ["C26"]),
    LedgerRow(
      "S3-68", line: 132, section: "Log-derivative trick",
      "n times that bracket is the Monte Carlo estimate of the gradient", .wrong, ["C31"]),
    LedgerRow(
      "S3-69", line: 136, section: "Reparameterisation trick",
      "reparameterisation lowers the variance of the gradient", .holdsUnderCondition, ["C36"]),
    LedgerRow(
      "S3-70", line: 138, section: "Reparameterisation trick",
      "some latent laws are a deterministic function of a fixed law", .holds, ["C32", "C34"]),
    LedgerRow(
      "S3-71", line: 140, section: "Reparameterisation trick",
      #"$q(z|X) = g(p(\epsilon),\{\lambda\})$"#, .sloppy, ["C32"]),
    LedgerRow(
      "S3-72", line: 144, section: "Reparameterisation trick",
      #"$q(z|X,\phi) = \mathcal{N}(\mu,\Sigma)$"#, .holds, ["C32"]),
    LedgerRow(
      "S3-73", line: 148, section: "Reparameterisation trick",
      #"$g(p(\epsilon),\{\lambda\}) = \mu + \Sigma\,\mathcal{N}(0,1)$"#, .sloppy, ["C32"]),
    LedgerRow(
      "S3-74", line: 150, section: "Reparameterisation trick",
      #"$p(\epsilon) = \mathcal{N}(0,1)$"#, .holds, ["C32"]),
    LedgerRow(
      "S3-75", line: 152, section: "Reparameterisation trick",
      #"$\{\epsilon\} = \{0,1\}$ are constants"#, .sloppy, ["C32"]),
    LedgerRow(
      "S3-76", line: 154, section: "Reparameterisation trick",
      #"$\{\lambda\} = \{\mu,\Sigma\}$"#, .holds, ["C32"]),
    LedgerRow(
      "S3-77", line: 156, section: "Reparameterisation trick",
      #"$\{\lambda\} = \{\mu(\phi),\Sigma(\phi)\}$, smooth functions of the encoder"#,
      .holds, ["C35"]),
    LedgerRow(
      "S3-78", line: 160, section: "Reparameterisation trick",
      #"$q(z|X,\emptyset^*) = \min_{\emptyset,\theta}\int q(z|X,\emptyset)\ln p(x|z)\,dz$"#,
      .wrong, ["C11", "C20"]),
    LedgerRow(
      "S3-79", line: 162, section: "Reparameterisation trick",
      #"$q(z|X,\emptyset^*) = \min_{\emptyset,\theta}\int p(\epsilon|g(\mathcal{N}(0,1),\mu,\Sigma))\ln p(x|z)\,dz$"#,
      .wrong, ["C33"]),
    LedgerRow(
      "S3-80", line: 164, section: "Reparameterisation trick",
      "the expression is simple to differentiate", .notCheckable, reason: "an opinion"),
    LedgerRow(
      "S3-81", line: 168, section: "Reparameterisation trick",
      #"the gradient wanted is $\nabla_\theta\mathbb{E}_{q(\epsilon)}[g(\mathcal{N}(0,1),\mu,\Sigma)\ln p(x|z)]$"#,
      .wrong, ["C33", "C34"]),
    LedgerRow(
      "S3-82", line: 168, section: "Reparameterisation trick",
      #"$\nabla_\theta\mathbb{E}_{q(\epsilon)}[g\ln p(x|z)] = \int q(\epsilon)\,\nabla_\theta[g\ln p(x|z)]\,d\epsilon$"#,
      .holdsUnderCondition, ["C34"]),
    LedgerRow(
      "S3-83", line: 168, section: "Reparameterisation trick",
      #"$\nabla_\theta\mathbb{E}_{q(\epsilon)}[g\ln p] = \int q(\epsilon)\left[\ln p\,\nabla_\mu g\,\nabla_\theta\mu(\phi) + g\,\nabla_\theta\ln p\right]d\epsilon$"#,
      .wrong, ["C34", "C35"]),
    LedgerRow(
      "S3-84", line: 170, section: "Reparameterisation trick",
      "the gradient has a complicated look", .notCheckable, reason: "an opinion"),
    LedgerRow(
      "S3-85", line: 172, section: "Reparameterisation trick",
      #"each further parameter of g adds a term: $\nabla_\Sigma$ for $\nabla_\mu$"#,
      .holdsUnderCondition, ["C35"]),
  ]
}
