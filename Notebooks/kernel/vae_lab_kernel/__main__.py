"""Starts the kernel, as Jupyter does: `python -m vae_lab_kernel -f CONNECTION_FILE`."""

from ipykernel.kernelapp import IPKernelApp

from .kernel import SwiftKernel

IPKernelApp.launch_instance(kernel_class=SwiftKernel)
