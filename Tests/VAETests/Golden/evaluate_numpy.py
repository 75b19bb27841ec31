"""Evaluates an exported model with NumPy alone: an independent reading of a checkpoint.

    python evaluate_numpy.py CHECKPOINT BATCH [--dtype float32|float64]

CHECKPOINT is a safetensors file with the metadata entry `architecture` and the parameter blocks; BATCH one with the
tensors `images` (a row an image; bytes are read as v / 255) and `noise` (row image * samples + sample). Prints JSON with
the terms of the evidence lower bound in nats, an entry an image: `reconstruction`, the mean of log p(x|z) over the
samples; `kl`, the divergence in closed form; `sampled_kl`, the mean of log q(z|x) - log p(z); `elbo`, reconstruction
less kl; `log_evidence`, the log of the mean importance weight; and their means over the images under `mean`.
"""
import argparse
import json

import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file

LOG_2PI = float(np.log(2 * np.pi))

ACTIVATIONS = {
    "identity": lambda a: a,
    "relu": lambda a: np.maximum(a, 0),
    "tanh": np.tanh,
    "softplus": lambda a: np.logaddexp(a, 0),
    "sigmoid": lambda a: np.exp(-np.logaddexp(0, -a)),
}

# s -> log of the variance.
LOG_VARIANCES = {
    "log-variance": lambda s: s,
    "log-deviation": lambda s: 2 * s,
    "softplus": lambda s: 2 * np.log(np.logaddexp(s, 0)),
}


def perceptron(blocks, name, layers, x, activation):
    for layer in range(layers):
        x = x @ blocks[f"{name}.{layer}.weight"] + blocks[f"{name}.{layer}.bias"].reshape(1, -1)
        if layer < layers - 1:
            x = ACTIVATIONS[activation](x)
    return x


def gaussian(x, mean, log_variance):
    """log N(x; mean, exp(log_variance)), summed over the last axis."""
    return -(LOG_2PI + log_variance + (x - mean) ** 2 * np.exp(-log_variance)).sum(-1) / 2


def log_likelihood(likelihood, blocks, outputs, x):
    if likelihood == "bernoulli":
        return (x * outputs - np.logaddexp(outputs, 0)).sum(-1)
    if likelihood == "gaussian-diagonal":
        mean, log_variance = np.split(outputs, 2, axis=-1)
        return gaussian(x, mean, log_variance)
    if likelihood == "gaussian-learned":
        return gaussian(x, outputs, blocks["likelihood.log_variance"].reshape(()))
    kind, variance = likelihood.split(":")
    assert kind == "gaussian", likelihood
    return gaussian(x, outputs, np.log(np.asarray(float(variance), outputs.dtype)))


def evaluate(architecture, blocks, x, noise):
    """The terms of the bound, an array each with a number an image."""
    activation, latent = architecture["activation"], architecture["latent"]
    if isinstance(activation, int):  # as early checkpoints have it
        activation = list(ACTIVATIONS)[activation]
    image = architecture["image"]
    numbers = image["channels"] * image["height"] * image["width"]
    assert x.shape[1] == numbers and noise.shape[1] == latent, (x.shape, noise.shape)
    samples, rest = divmod(len(noise), len(x))
    assert samples >= 1 and rest == 0, (x.shape, noise.shape)

    head = perceptron(blocks, "encoder", len(architecture["encoder"]) + 1, x, activation)
    mean, s = np.split(head, 2, axis=-1)
    log_variance = LOG_VARIANCES[architecture["posteriorScale"]](s)
    kl = (mean**2 + np.exp(log_variance) - 1 - log_variance).sum(-1) / 2

    mean, log_variance, rows = (np.repeat(a, samples, axis=0) for a in (mean, log_variance, x))
    z = mean + np.exp(log_variance / 2) * noise
    outputs = perceptron(blocks, "decoder", len(architecture["decoder"]) + 1, z, activation)
    log_p = log_likelihood(architecture["likelihood"], blocks, outputs, rows)
    ratio = gaussian(z, mean, log_variance) - gaussian(z, np.zeros_like(z), np.zeros_like(z))
    log_p, ratio = log_p.reshape(-1, samples), ratio.reshape(-1, samples)
    log_w = log_p - ratio
    largest = log_w.max(1, keepdims=True)
    return dict(
        reconstruction=log_p.mean(1),
        kl=kl,
        sampled_kl=ratio.mean(1),
        elbo=log_p.mean(1) - kl,
        log_evidence=np.log(np.exp(log_w - largest).mean(1)) + largest[:, 0],
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint")
    parser.add_argument("batch")
    parser.add_argument("--dtype", choices=["float32", "float64"], default="float64")
    arguments = parser.parse_args()
    dtype = np.dtype(arguments.dtype)
    with safe_open(arguments.checkpoint, "np") as file:
        architecture = json.loads(file.metadata()["architecture"])
    blocks = {name: a.astype(dtype) for name, a in load_file(arguments.checkpoint).items()}
    batch = load_file(arguments.batch)
    x, noise = batch["images"], batch["noise"].astype(dtype)
    x = x.astype(dtype) / dtype.type(255) if x.dtype == np.uint8 else x.astype(dtype)
    terms = evaluate(architecture, blocks, x.reshape(len(x), -1), noise)
    result = dict(
        images=len(x), samples=len(noise) // len(x), dtype=arguments.dtype,
        mean={name: float(values.mean(dtype=np.float64)) for name, values in terms.items()})
    result.update({name: values.astype(float).tolist() for name, values in terms.items()})
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
