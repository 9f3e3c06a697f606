"""How sure the return is, and what would break it."""

from metrics.risk.distributions import Quantiles, Shape, fitted
from metrics.risk.draws import drawn, factors, sobol, uncertain
from metrics.risk.indices import Model
from metrics.risk.simulation import Estimate, Simulation, simulate
from metrics.risk.tornado import Swing, Threat, threats, tornado

__all__ = [
    "Estimate",
    "Model",
    "Quantiles",
    "Shape",
    "Simulation",
    "Swing",
    "Threat",
    "drawn",
    "factors",
    "fitted",
    "simulate",
    "sobol",
    "threats",
    "tornado",
    "uncertain",
]
