"""Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations.

Source: Golub & Van Loan, Matrix Computations, 8.5. In Decimal of the current precision, in a fixed
order of rotations: two machines get the same digits.
"""

from __future__ import annotations

from decimal import Decimal

Matrix = list[list[Decimal]]

SWEEPS = 60
NEGLIGIBLE = Decimal("1e-40")


def symmetric_eigen(matrix: Matrix) -> tuple[list[Decimal], Matrix]:
    """Eigenvalues, and a matrix whose columns are the eigenvectors, in the same order."""
    size = len(matrix)
    a = [list(row) for row in matrix]
    vectors = [[Decimal(int(i == j)) for j in range(size)] for i in range(size)]
    pairs = [(p, q) for p in range(size) for q in range(p + 1, size)]
    for _sweep in range(SWEEPS):
        if all(abs(a[p][q]) < NEGLIGIBLE for p, q in pairs):
            break
        for p, q in pairs:
            _rotate(a, vectors, p, q)
    return [a[i][i] for i in range(size)], vectors


def _rotate(a: Matrix, vectors: Matrix, p: int, q: int) -> None:
    """Turn the plane of p and q so that a[p][q] becomes 0, in place."""
    if abs(a[p][q]) < NEGLIGIBLE:
        return
    cos, sin = _angle(a[p][p], a[q][q], a[p][q])
    for row in (*a, *vectors):
        row[p], row[q] = cos * row[p] - sin * row[q], sin * row[p] + cos * row[q]
    for k in range(len(a)):
        a[p][k], a[q][k] = cos * a[p][k] - sin * a[q][k], sin * a[p][k] + cos * a[q][k]


def _angle(app: Decimal, aqq: Decimal, apq: Decimal) -> tuple[Decimal, Decimal]:
    tau = (aqq - app) / (2 * apq)
    sign = 1 if tau >= 0 else -1
    tan = sign / (abs(tau) + (1 + tau * tau).sqrt())
    cos = 1 / (1 + tan * tan).sqrt()
    return cos, tan * cos
