/// Derivations that are right, row by row, as lecturers write them: what the checker must never call false, and what
/// mistakes are planted in.
enum CorrectDerivations {
  static let bound: [String] = [
    #"\log p_\theta(x) = \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x)] = \mathbb{E}_{q_\phi(z|x)}\left[\log \frac{p_\theta(x,z)}{p_\theta(z|x)}\right] = \mathbb{E}_{q_\phi(z|x)}\left[\log \frac{p_\theta(x,z)}{q_\phi(z|x)} \frac{q_\phi(z|x)}{p_\theta(z|x)}\right] = \mathbb{E}_{q_\phi(z|x)}\left[\log \frac{p_\theta(x,z)}{q_\phi(z|x)}\right] + D_{KL}(q_\phi(z|x) \| p_\theta(z|x))"#,
    #"\log p_\theta(x) \ge \mathbb{E}_{q_\phi(z|x)}\left[\log \frac{p_\theta(x,z)}{q_\phi(z|x)}\right] = \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)] - D_{KL}(q_\phi(z|x) \| p(z))"#,
    #"\log p(x) = \log \int p(x,z) \, dz = \log \int q(z|x) \frac{p(x,z)}{q(z|x)} \, dz = \log \mathbb{E}_{q(z|x)}\left[\frac{p(x,z)}{q(z|x)}\right] \ge \mathbb{E}_{q(z|x)}\left[\log \frac{p(x,z)}{q(z|x)}\right]"#,
    #"\mathbb{E}_{q(z|x)}\left[\log \frac{p(x,z)}{q(z|x)}\right] = \mathbb{E}_{q(z|x)}[\log p(x,z)] + H(q(z|x))"#,
    #"\mathbb{E}_{z \sim q(z|x)}[\log p(x,z) - \log q(z|x)] = \log p(x) - D_{KL}(q(z|x) \| p(z|x))"#,
    #"D_{KL}(q(z|x) \| p(z|x)) = \int q(z|x) \log \frac{q(z|x)}{p(z|x)} \, dz = \int q(z|x) \log \frac{q(z|x) p(x)}{p(x,z)} \, dz = \log p(x) + \int q(z|x) \log \frac{q(z|x)}{p(x,z)} \, dz"#,
    #"D_{KL}(q(z|x) \| p(z|x)) = \mathbb{E}_{q(z|x)}[\log q(z|x) - \log p(z|x)] = \mathbb{E}_{q(z|x)}[\log q(z|x) - \log p(x|z) - \log p(z)] + \log p(x) = D_{KL}(q(z|x) \| p(z)) - \mathbb{E}_{q(z|x)}[\log p(x|z)] + \log p(x)"#,
    #"D_{KL}(q(z|x) \| p(z|x)) \ge 0"#,
    #"\log p(x) - D_{KL}(q(z|x) \| p(z|x)) \le \log p(x)"#,
    #"\log p_\theta(x^{(i)}) = D_{KL}(q_\phi(z|x^{(i)}) \| p_\theta(z|x^{(i)})) + \mathbb{E}_{q_\phi(z|x^{(i)})}[-\log q_\phi(z|x^{(i)}) + \log p_\theta(x^{(i)},z)]"#,
    #"\mathbb{E}_{q(z)}\left[\log \frac{p(x,z)}{q(z)}\right] = \sum_z q(z) \log \frac{p(x,z)}{q(z)} = \sum_z q(z) \log p(x,z) - \sum_z q(z) \log q(z)"#,
    #"\int q(z) \log p(x) \, dz = \log p(x) \int q(z) \, dz = \log p(x)"#,
  ]

  static let laws: [String] = [
    #"p(z|x) = \frac{p(x|z) p(z)}{p(x)} = \frac{p(x,z)}{p(x)} = \frac{p(x|z) p(z)}{\int p(x|z) p(z) \, dz}"#,
    #"p(x) = \int p(x,z) \, dz = \int p(x|z) p(z) \, dz = \mathbb{E}_{p(z)}[p(x|z)]"#,
    #"p(x) = \sum_z p(x|z) p(z)"#,
    #"p(x,z) = p(x|z) p(z) = p(z|x) p(x)"#,
    #"\log p(x,z) = \log p(x|z) + \log p(z)"#,
    #"p_\theta(x) = \frac{p_\theta(x|z) p_\theta(z)}{p_\theta(z|x)}"#,
    #"p(x,y,z) = p(x|y,z) p(y|z) p(z)"#,
    #"p(x|y) = \int p(x|y,z) p(z|y) \, dz"#,
    #"\int p(z|x) \, dz = 1"#,
    #"\sum_x p(x|z) = 1"#,
    #"\int p(z|x) p(x) \, dx = p(z)"#,
    #"p(z|x) \propto p(x|z) p(z)"#,
    #"\log p(z|x) = \log p(x,z) + \text{const}"#,
    #"p(x_1, x_2, x_3) = p(x_1) p(x_2|x_1) p(x_3|x_1,x_2)"#,
    #"\mathbb{E}_{p(x)}[\mathbb{E}_{p(z|x)}[f(z)]] = \mathbb{E}_{p(z)}[f(z)]"#,
    #"\mathbb{E}_{p(x,z)}[f(z)] = \int p(z) f(z) \, dz"#,
    #"\frac{p(x,z)}{q(z)} = \frac{p(z|x)}{q(z)} p(x)"#,
    #"p(x) = \int q(z) \frac{p(x,z)}{q(z)} \, dz = \mathbb{E}_{q(z)}\left[\frac{p(x,z)}{q(z)}\right]"#,
  ]

  static let information: [String] = [
    #"D_{KL}(p(x) \| q(x)) = \int p(x) \log \frac{p(x)}{q(x)} \, dx = \mathbb{E}_{p(x)}\left[\log \frac{p(x)}{q(x)}\right] = \mathbb{E}_{p(x)}[\log p(x)] - \mathbb{E}_{p(x)}[\log q(x)]"#,
    #"D_{KL}(p \| q) = H(p,q) - H(p)"#,
    #"H(p(x)) = -\int p(x) \log p(x) \, dx = -\mathbb{E}_{p(x)}[\log p(x)] = \mathbb{E}_{p(x)}\left[\log \frac{1}{p(x)}\right]"#,
    #"H(p, q) = -\mathbb{E}_{x \sim p}[\log q(x)]"#,
    #"D_{KL}(p \| q) \ne D_{KL}(q \| p)"#,
    #"H(p,q) \ge H(p)"#,
    #"I(x;z) = H(x) - H(x|z) = H(z) - H(z|x)"#,
    #"I(x;z) = \mathbb{E}_{p(x,z)}\left[\log \frac{p(x,z)}{p(x) p(z)}\right] = \mathbb{E}_{p(x)}[D_{KL}(p(z|x) \| p(z))]"#,
    #"H(x,z) = H(x) + H(z|x)"#,
    #"I(x;z) \ge 0"#,
    #"D_{KL}(p(x,z) \| q(x,z)) = D_{KL}(p(x) \| q(x)) + \mathbb{E}_{p(x)}[D_{KL}(p(z|x) \| q(z|x))]"#,
    #"D_{KL}(p(x,z) \| q(x,z)) \ge D_{KL}(p(x) \| q(x))"#,
    #"-D_{KL}(q(z) \| p(z)) = \int q(z) \log \frac{p(z)}{q(z)} \, dz"#,
    #"H(z|x) \le H(z)"#,
  ]

  static let gradients: [String] = [
    #"\nabla_\phi \mathbb{E}_{q_\phi(z)}[f(z)] = \nabla_\phi \int q_\phi(z) f(z) \, dz = \int f(z) \nabla_\phi q_\phi(z) \, dz = \int q_\phi(z) f(z) \nabla_\phi \log q_\phi(z) \, dz = \mathbb{E}_{q_\phi(z)}[f(z) \nabla_\phi \log q_\phi(z)]"#,
    #"\nabla_\phi \log q_\phi(z) = \frac{\nabla_\phi q_\phi(z)}{q_\phi(z)}"#,
    #"\mathbb{E}_{q_\phi(z)}[\nabla_\phi \log q_\phi(z)] = 0"#,
    #"\nabla_\phi q_\phi(z|x) = q_\phi(z|x) \nabla_\phi \log q_\phi(z|x)"#,
    #"\nabla_\theta \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x,z) - \log q_\phi(z|x)] = \mathbb{E}_{q_\phi(z|x)}[\nabla_\theta (\log p_\theta(x,z) - \log q_\phi(z|x))] = \mathbb{E}_{q_\phi(z|x)}[\nabla_\theta \log p_\theta(x,z)]"#,
    #"\nabla_\phi \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x,z) - \log q_\phi(z|x)] = \mathbb{E}_{q_\phi(z|x)}[(\log p_\theta(x,z) - \log q_\phi(z|x)) \nabla_\phi \log q_\phi(z|x)]"#,
    #"\nabla_\theta \log p_\theta(x) = \mathbb{E}_{p_\theta(z|x)}[\nabla_\theta \log p_\theta(x,z)]"#,
    #"\nabla_\theta \log p_\theta(x) = \frac{1}{p_\theta(x)} \nabla_\theta \int p_\theta(x,z) \, dz"#,
    #"\nabla_\theta D_{KL}(q_\phi(z|x) \| p_\theta(z|x)) = -\mathbb{E}_{q_\phi(z|x)}[\nabla_\theta \log p_\theta(z|x)]"#,
    #"\nabla_\phi \mathbb{E}_{q_\phi(z)}[(f(z) - b) ] = \mathbb{E}_{q_\phi(z)}[(f(z) - b) \nabla_\phi \log q_\phi(z)]"#,
  ]

  static let samples: [String] = [
    #"\mathbb{E}_{q(z|x)}[\log p(x|z)] \approx \frac{1}{L} \sum_{l=1}^{L} \log p(x|z^{(l)})"#,
    #"\mathbb{E}_{q(z|x)}[f(z)] \approx \frac{1}{L} \sum_{l=1}^{L} f(z^{(l)})"#,
    #"p(x) = \mathbb{E}_{q(z)}\left[\frac{p(x,z)}{q(z)}\right] \approx \frac{1}{K} \sum_{k=1}^{K} \frac{p(x,z_k)}{q(z_k)}"#,
    #"\mathbb{E}_{q_\phi(z)}[f(z) \nabla_\phi \log q_\phi(z)] \approx \frac{1}{L} \sum_{l=1}^{L} f(z^{(l)}) \nabla_\phi \log q_\phi(z^{(l)})"#,
  ]

  static let optima: [String] = [
    #"\arg\min_\phi D_{KL}(q_\phi(z|x) \| p_\theta(z|x)) = \arg\max_\phi \mathbb{E}_{q_\phi(z|x)}\left[\log \frac{p_\theta(x,z)}{q_\phi(z|x)}\right]"#,
    #"\arg\max_\theta \mathbb{E}_{q(x)}[\log p_\theta(x)] = \arg\min_\theta D_{KL}(q(x) \| p_\theta(x))"#,
    #"\max_\phi \mathbb{E}_{q_\phi(z|x)}[\log p(x,z)] = -\min_\phi \left(-\mathbb{E}_{q_\phi(z|x)}[\log p(x,z)]\right)"#,
  ]

  static let gaussians: [String] = [
    #"D_{KL}(\mathcal{N}(\mu, \sigma^2) \| \mathcal{N}(0, 1)) = \frac{1}{2} \left(\mu^2 + \sigma^2 - 1 - \log \sigma^2\right) = -\frac{1}{2} \left(1 + \log \sigma^2 - \mu^2 - \sigma^2\right)"#,
    #"D_{KL}(q(z|x) \| p(z)) = \frac{1}{2} \left(\sigma^2 + \mu^2 - 1 - 2 \log \sigma\right)"#,
    #"D_{KL}(q(z|x) \| p(z)) = -\frac{1}{2} \sum_{j=1}^{J} \left(1 + \log \sigma_j^2 - \mu_j^2 - \sigma_j^2\right)"#,
    #"D_{KL}(\mathcal{N}(m, s^2) \| \mathcal{N}(\mu, \sigma^2)) = \log \frac{\sigma}{s} + \frac{s^2 + (m - \mu)^2}{2 \sigma^2} - \frac{1}{2}"#,
    #"\mathcal{N}(x; \mu, \sigma^2) = \frac{1}{\sqrt{2 \pi \sigma^2}} \exp\left(-\frac{(x - \mu)^2}{2 \sigma^2}\right)"#,
    #"\log \mathcal{N}(x; \mu, \sigma^2) = -\frac{1}{2} \log(2 \pi \sigma^2) - \frac{(x - \mu)^2}{2 \sigma^2}"#,
    #"\int \mathcal{N}(x; \mu, \sigma^2) x^2 \, dx = \mu^2 + \sigma^2"#,
    #"\mathbb{E}_{\epsilon \sim \mathcal{N}(0, 1)}[(\mu + \sigma \epsilon)^2] = \mu^2 + \sigma^2"#,
    #"\mathbb{E}_{z \sim \mathcal{N}(\mu, \sigma^2)}[f(z)] = \mathbb{E}_{\epsilon \sim \mathcal{N}(0, 1)}[f(\mu + \sigma \epsilon)]"#,
    #"H(\mathcal{N}(\mu, \sigma^2)) = \frac{1}{2} \log(2 \pi e \sigma^2)"#,
  ]

  static let algebra: [String] = [
    #"\log \frac{a b}{c} = \log a + \log b - \log c"#,
    #"(a - b)^2 = a^2 - 2 a b + b^2"#,
    #"\mathbb{E}_{q(z)}[a f(z) + b] = a \mathbb{E}_{q(z)}[f(z)] + b"#,
    #"\frac{a}{b} = \frac{a c}{b c}"#,
    #"\log \prod_{i=1}^{N} p(x_i) = \sum_{i=1}^{N} \log p(x_i)"#,
    #"\mathbb{E}_{q(z)}[(f(z) - c)^2] = \mathbb{E}_{q(z)}[f(z)^2] - 2 c \mathbb{E}_{q(z)}[f(z)] + c^2"#,
    #"\sum_{i=1}^{N} (a_i + b_i) = \sum_{i=1}^{N} a_i + \sum_{i=1}^{N} b_i"#,
  ]

  static let all = bound + laws + information + gradients + samples + optima + gaussians + algebra
}
