"""Objectives and gradients of small variational autoencoders by JAX's automatic differentiation, in float64.

    python make_golden_gradients.py FOLDER

writes gradients-LIKELIHOOD.safetensors into FOLDER, one file a likelihood, each with

- the parameter blocks under their names, the images `x` and the frozen noise `noise` (row image * samples + sample);
- `objectives`, a number a case: the mean of the bound over the images;
- `gradients`, a row a case: the gradient of minus that, all blocks one after the other;
- as metadata in JSON, `cases`, what each case is, and `blocks`, the order of the blocks.

Written with jax 0.10.2, numpy 2.4.6 and safetensors 0.8.0 on a processor. Everything is written down the obvious way
from the formulas; what an estimator leaves out of its derivative is held by stop_gradient.
"""
import json
import sys

import jax

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")

import jax.numpy as jnp
import numpy as np
from jax.lax import stop_gradient
from jax.scipy.special import logsumexp
from safetensors.numpy import save_file

EXAMPLES, NUMBERS, HIDDEN, LATENT, SAMPLES = 4, 12, [6, 4], 3, 3
LOG_2PI = np.log(2 * np.pi)

ACTIVATIONS = {
    "relu": lambda a: jnp.maximum(a, 0),
    "tanh": jnp.tanh,
    "softplus": lambda a: jnp.logaddexp(a, 0),
    "sigmoid": lambda a: 1 / (1 + jnp.exp(-a)),
}
DEVIATIONS = {
    "log-variance": lambda s: jnp.exp(s / 2),
    "log-deviation": jnp.exp,
    "softplus": lambda s: jnp.log(1 + jnp.exp(s)),
}
LIKELIHOODS = ["bernoulli", "gaussian:0.25", "gaussian-learned", "gaussian-diagonal"]
OBJECTIVES = [
    # bound, estimator, beta
    ("elbo", "pathwise", 1.0),
    ("elbo-sampled", "pathwise", 1.0),
    ("iwae", "pathwise", 1.0),
    ("elbo-sampled", "path-derivative", 1.0),
    ("iwae", "path-derivative", 1.0),
    ("iwae", "dreg", 1.0),
    ("elbo-sampled", "score", 1.0),
    ("elbo", "pathwise", 0.5),
    ("elbo", "pathwise", 2.0),
    ("elbo-sampled", "pathwise", 0.5),
    ("elbo-sampled", "pathwise", 2.0),
    ("iwae", "pathwise", 0.5),
    ("elbo-sampled", "path-derivative", 2.0),
]
# Of the scales other than log-variance, each with one likelihood and these.
SCALED = OBJECTIVES[:7]


def perceptron(parameters, name, x, activation):
    """Affine layers, the hidden ones followed by the activation; a weight's rows are inputs."""
    for layer in range(len(HIDDEN) + 1):
        x = x @ parameters[f"{name}.{layer}.weight"] + parameters[f"{name}.{layer}.bias"]
        if layer < len(HIDDEN):
            x = ACTIVATIONS[activation](x)
    return x


def gaussian(x, mean, log_variance):
    """log N(x; mean, exp(log_variance)), summed over the last axis."""
    terms = LOG_2PI + log_variance + (x - mean) ** 2 / jnp.exp(log_variance)
    return -terms.sum(-1) / 2


def log_likelihood(parameters, x, z, case):
    """log p(x|z): one number a row of z."""
    out = perceptron(parameters, "decoder", z, case["activation"])
    if case["likelihood"] == "bernoulli":
        return (x * -jnp.log1p(jnp.exp(-out)) + (1 - x) * -jnp.log1p(jnp.exp(out))).sum(-1)
    if case["likelihood"] == "gaussian-diagonal":
        return gaussian(x, out[:, :NUMBERS], out[:, NUMBERS:])
    if case["likelihood"] == "gaussian-learned":
        return gaussian(x, out, parameters["likelihood.log_variance"][0, 0])
    return gaussian(x, out, jnp.log(float(case["likelihood"].split(":")[1])))


def posterior(parameters, x, case):
    """Mean and deviation of q(z|x), each repeated for the samples of an example."""
    head = perceptron(parameters, "encoder", x, case["activation"])
    mean, s = head[:, :LATENT], head[:, LATENT:]
    sigma = DEVIATIONS[case["posteriorScale"]](s)
    return jnp.repeat(mean, SAMPLES, 0), jnp.repeat(sigma, SAMPLES, 0)


def surrogate(parameters, x, noise, case):
    """What is differentiated in place of the bound, and the bound; both means over the examples."""
    bound, estimator, beta = (case["objective"][key] for key in ("bound", "estimator", "beta"))
    mean, sigma = posterior(parameters, x, case)
    z = mean + sigma * noise
    rows = jnp.repeat(x, SAMPLES, 0)

    def log_weight(parameters, z, mean, sigma):
        ratio = gaussian(z, 0, 0) - gaussian(z, mean, jnp.log(sigma**2))
        return (log_likelihood(parameters, rows, z, case) + beta * ratio).reshape(EXAMPLES, SAMPLES)

    def importance(log_w):
        return (logsumexp(log_w, 1) - jnp.log(SAMPLES)).mean()

    if bound == "elbo":
        first = log_likelihood(parameters, rows, z, case).mean()
        kl = (mean**2 + sigma**2 - 1 - jnp.log(sigma**2)).sum(-1).mean() / 2
        return first - beta * kl, first - beta * kl

    full = log_weight(parameters, z, mean, sigma)
    value = full.mean() if bound == "elbo-sampled" else importance(full)
    if estimator == "pathwise":
        return value, value
    # Through z alone: the mean and the deviation inside log q do not move.
    path = log_weight(parameters, z, stop_gradient(mean), stop_gradient(sigma))
    if estimator == "path-derivative":
        return (path.mean() if bound == "elbo-sampled" else importance(path)), value
    # The decoder's part: samples and their density do not move.
    still = log_weight(parameters, stop_gradient(z), stop_gradient(mean), stop_gradient(sigma))
    if estimator == "dreg":
        # The encoder's part: the decoder does not move either.
        held = {name: stop_gradient(block) for name, block in parameters.items()}
        moving = log_weight(held, z, stop_gradient(mean), stop_gradient(sigma))
        normalised = stop_gradient(jnp.exp(full - logsumexp(full, 1, keepdims=True)))
        return importance(still) + (normalised**2 * moving).sum(1).mean(), value
    if estimator == "score":
        others = (full.sum(1, keepdims=True) - full) / (SAMPLES - 1)
        log_q = gaussian(stop_gradient(z), mean, jnp.log(sigma**2)).reshape(EXAMPLES, SAMPLES)
        return still.mean() + (stop_gradient(full - others) * log_q).mean(), value
    raise ValueError(estimator)


def evaluate(parameters, x, noise, case):
    """The bound and the gradient of minus it."""
    def loss(parameters):
        differentiated, value = surrogate(parameters, x, noise, case)
        return -differentiated, value

    gradient, value = jax.grad(loss, has_aux=True)(parameters)
    return value, gradient


def draw(likelihood, rng):
    """Parameter blocks with no number at a special place."""
    outputs = NUMBERS * (2 if likelihood == "gaussian-diagonal" else 1)
    blocks = {}
    for name, widths in [
        ("encoder", [NUMBERS, *HIDDEN, 2 * LATENT]),
        ("decoder", [LATENT, *HIDDEN[::-1], outputs]),
    ]:
        for layer, (i, o) in enumerate(zip(widths, widths[1:])):
            blocks[f"{name}.{layer}.weight"] = rng.normal(0, np.sqrt(1.5 / i), (i, o))
            blocks[f"{name}.{layer}.bias"] = rng.normal(0, 0.3, (1, o))
    if likelihood == "gaussian-learned":
        blocks["likelihood.log_variance"] = np.array([[-0.7]])
    return blocks


def cases(likelihood):
    """Every objective with every likelihood; the activation goes round, so that each meets each of both."""
    kinds = [(objective, "log-variance") for objective in OBJECTIVES]
    scale = {"bernoulli": "log-deviation", "gaussian-diagonal": "softplus"}.get(likelihood)
    kinds += [(objective, scale) for objective in SCALED if scale]
    names = list(ACTIVATIONS)
    for index, ((bound, estimator, beta), scale) in enumerate(kinds):
        activation = names[(index + LIKELIHOODS.index(likelihood)) % len(names)]
        yield dict(
            activation=activation,
            likelihood=likelihood,
            posteriorScale=scale,
            objective=dict(bound=bound, estimator=estimator, samples=SAMPLES, beta=beta),
        )


def main(folder):
    for seed, likelihood in enumerate(LIKELIHOODS):
        rng = np.random.default_rng(seed)
        parameters = draw(likelihood, rng)
        x = rng.integers(0, 256, (EXAMPLES, NUMBERS)) / 255
        x[0, :4] = [0, 1, 0, 1]
        noise = rng.normal(size=(EXAMPLES * SAMPLES, LATENT))
        described, objectives, gradients = list(cases(likelihood)), [], []
        for case in described:
            value, gradient = evaluate(parameters, x, noise, case)
            objectives.append(float(value))
            gradients.append(np.concatenate([np.ravel(gradient[name]) for name in parameters]))
            assert np.isfinite(gradients[-1]).all() and np.isfinite(objectives[-1]), case
        tensors = dict(
            parameters, x=x, noise=noise, objectives=np.array(objectives),
            gradients=np.array(gradients))
        metadata = dict(blocks=json.dumps(list(parameters)), cases=json.dumps(described))
        save_file(
            {name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()},
            f"{folder}/gradients-{likelihood.split(':')[0]}.safetensors", metadata=metadata)
        print(likelihood, len(described), "cases")


if __name__ == "__main__":
    main(sys.argv[1])
