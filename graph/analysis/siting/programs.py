"""The models as linear programs in arrays: their columns, rows and entries, without a loop over demands.

Formulae: Church and ReVelle 1974 (MCLP), Toregas et al. 1971 (LSCP), Hogan and ReVelle 1986 (backup), ReVelle and
Swain 1970 (p-median). Only sites are whole numbers; the rest takes whole values by itself once these are chosen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from graph.analysis.siting.instance import Bools, Floats, Instance
from graph.analysis.siting.residual import Residual


@dataclass(frozen=True, slots=True)
class Program:
    """Minimise ``cost`` times the columns plus ``constant``; the first ``sites`` columns are 0 or 1, one a site."""

    sites: int
    cost: Floats
    upper: Floats
    """Greatest value of each column; the least is 0."""
    matrix: sparse.csr_matrix
    row_lower: Floats
    row_upper: Floats
    constant: float = 0.0
    whole: bool = False
    """Whether the minimum is a number of sites, so that a bound may be raised to the next whole number."""


def most_covered(left: Residual, count: int) -> Program:
    """MCLP: a column of uncovered share for each row, at most ``count`` sites."""
    rows, sites = len(left.weights), len(left.sites)
    blocks = [[left.matrix(), sparse.identity(rows)], [np.ones((1, sites)), None]]
    return Program(
        sites,
        np.concatenate([np.zeros(sites), left.weights]),
        np.ones(sites + rows),
        sparse.csr_matrix(sparse.bmat(blocks)),
        np.append(np.ones(rows), 0.0),
        np.append(np.full(rows, np.inf), float(count)),
    )


def fewest_sites(left: Residual) -> Program:
    """LSCP: every row covered."""
    rows, sites = len(left.weights), len(left.sites)
    return Program(
        sites, np.ones(sites), np.ones(sites), left.matrix(), np.ones(rows), np.full(rows, np.inf), whole=True
    )


def backed_up(left: Residual, count: int) -> Program:
    """LSCP-B: each row is covered as often as its fallback says, or once less and its weight is lost."""
    rows, sites = len(left.weights), len(left.sites)
    blocks = [[left.matrix(), sparse.identity(rows)], [np.ones((1, sites)), None]]
    return Program(
        sites,
        np.concatenate([np.zeros(sites), left.weights]),
        np.ones(sites + rows),
        sparse.csr_matrix(sparse.bmat(blocks)),
        np.append(left.fallback, 0.0),
        np.append(np.full(rows, np.inf), float(count)),
    )


def least_cost(left: Residual, count: int) -> Program:
    """p-median: each row is served by an open site or pays its fallback; z is at most y, pair by pair."""
    rows, sites, pairs = len(left.weights), len(left.sites), len(left.indices)
    each = np.arange(pairs)
    served = sparse.csr_matrix((np.ones(pairs), each, left.indptr), shape=(rows, pairs))
    linked = sparse.csr_matrix((np.ones(pairs), (each, left.indices)), shape=(pairs, sites))
    blocks = [
        [None, served],
        [linked, -sparse.identity(pairs)],
        [np.ones((1, sites)), None],
    ]
    # a row's saving against its fallback, so that going unserved needs no column of its own
    saving = left.weights[left.rows] * (left.fallback[left.rows] - left.costs)
    return Program(
        sites,
        np.concatenate([np.zeros(sites), -saving]),
        np.ones(sites + pairs),
        sparse.csr_matrix(sparse.bmat(blocks)),
        np.concatenate([np.full(rows, -np.inf), np.zeros(pairs), [0.0]]),
        np.concatenate([np.ones(rows), np.full(pairs, np.inf), [float(count)]]),
        float(left.weights @ left.fallback),
    )


def within_capacity(instance: Instance, demands: Bools, count: int | None) -> Program:
    """The capacitated cover: columns are the candidates, then the weight that each pair serves.

    With ``count``, MCLP: the weight served by at most so many new sites, negative since it is minimised. Without,
    LSCP: the fewest sites that serve all of ``demands``, each with a site within reach even where its weight is 0.
    A demand may be shared by sites, all within reach.
    """
    keep = demands[instance.rows]
    row, column, pairs = instance.rows[keep], instance.indices[keep], int(keep.sum())
    candidates, each, one = instance.candidates, np.arange(pairs), np.ones(pairs)
    sites, places = len(candidates), np.full(len(instance.site_ids), -1)
    places[candidates] = np.arange(sites)
    weights = np.where(demands, instance.weights, 0.0)
    most = np.minimum(instance.capacities, np.bincount(column, weights[row], len(places)))
    served = sparse.csr_matrix((one, (row, each)), shape=(len(weights), pairs))
    loads = sparse.csr_matrix((one, (column, each)), shape=(len(most), pairs))
    room = sparse.csr_matrix((-most[candidates], (candidates, np.arange(sites))), shape=(len(most), sites))
    # these two follow from the others for whole sites, and tighten the relaxation
    choice = np.flatnonzero(places[column] >= 0)
    at, site = np.arange(len(choice)), places[column[choice]]
    opens = sparse.csr_matrix((one[choice], (at, choice)), shape=(len(choice), pairs))
    limit = sparse.csr_matrix((-weights[row[choice]], (at, site)), shape=(len(choice), sites))
    reaches = sparse.csr_matrix((one[choice], (row[choice], site)), shape=(len(weights), sites))
    needy = demands & (np.bincount(row[places[column] < 0], minlength=len(weights)) == 0) & (count is None)
    blocks = [[None, served], [room, loads], [limit, opens], [np.ones((1, sites)), None], [reaches, None]]
    free = np.full(len(most) + len(choice) + 1, -np.inf)
    fixed = np.where(instance.fixed, most, 0.0)
    return Program(
        sites,
        np.concatenate([np.zeros(sites), -one] if count is not None else [np.ones(sites), 0 * one]),
        np.concatenate([np.ones(sites), weights[row]]),
        sparse.csr_matrix(sparse.bmat(blocks)),
        np.concatenate([np.full(len(weights), -np.inf) if count is not None else weights, free, 1.0 * needy]),
        np.concatenate(
            [weights, fixed, np.zeros(len(choice)), [sites if count is None else count], np.full(len(weights), np.inf)]
        ),
        whole=count is None,
    )
