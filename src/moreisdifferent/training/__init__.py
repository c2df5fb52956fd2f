"""Fitting, replicas, sweeps: how a model comes to know something."""
