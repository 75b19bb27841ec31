extension Ledger {
  /// The questions that the notes leave open, answered.
  public static let openQuestions: [OpenQuestion] = [
    OpenQuestion(
      row: "S0-20",
      question: "Is the posterior just the prior, and in that sense true?",
      answer: #"""
        No. $p(z|x) = \frac{p(z)\,p(x|z)}{p(x)}$ equals the prior only where x does not depend on z. \#
        Averaged over the model's own x it does give the prior: $\sum_x p(x)\,p(z|x) = p(z)$.
        """#),
    OpenQuestion(
      row: "S1-52",
      question: "Should the decoder emit x′, or the parameters of p(x|z)?",
      answer: #"""
        The parameters: the loss needs $\log p(x|z)$, and only they determine it. Emitting x′ is the case in \#
        which the mean is the only free one: a Bernoulli law, or a Gaussian with fixed variance, \#
        $-\log p(x|z) = \frac{1}{2}\|x - x'\|^2 + \mathrm{const}$. No variance can be recovered from x′.
        """#),
    OpenQuestion(
      row: "S3-36",
      question: "How is the gradient of the bound taken?",
      answer: #"""
        In θ the gradient goes inside the expectation. In φ it takes the score function, \#
        $\mathbb{E}_q[f\,\nabla_\phi\ln q]$, or a reparameterisation, $\mathbb{E}_{p(\epsilon)}[\nabla_\phi f(g)]$; \#
        a divergence in closed form is differentiated as it stands.
        """#),
    OpenQuestion(
      row: "S3-51",
      question: "Which estimator of the gradient is unbiased?",
      answer: #"""
        In φ the score-function estimator and, for a smooth integrand, the reparameterised one; in θ the plain \#
        Monte Carlo mean of $\nabla_\theta\ln p(x|z)$. The note's own two answers are right once corrected.
        """#),
    OpenQuestion(
      row: "S4-50",
      question: "Does the selected code, too, get a gradient straight through?",
      answer: #"""
        No: in $z_e + \mathrm{sg}[z_q - z_e]$ the code stands under the stop-gradient, and only the codebook loss \#
        moves it. Without the stop-gradient the chain rule would give the code $\nabla L(z_q)$ (and the encoder \#
        nothing); the variant $z_q + (z_e - \mathrm{sg}[z_e])$ gives it to both.
        """#),
  ]
}
