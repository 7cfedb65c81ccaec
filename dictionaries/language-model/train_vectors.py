"""Counts which characters keep company in clean text and writes vectors.bin; see README.md.

Arguments: texts, UTF-8, a paragraph a line. A character's vector is its row of the positive pointwise mutual information
with others two to nine places away (Levy and Goldberg 2014), cut down to its strongest directions: the dot product of
two vectors says how much more often than by chance the two stand near each other.

The file: what one step of a number is worth (four bytes), the row of each character of the block from U+4E00 to U+9FFF
counted from 1, 0 where it has none (two bytes each), then the rows, a signed byte a number.
"""
import collections
import re
import sys

import numpy as np

CHARACTERS = 4096
DIMENSIONS = 64
NEAREST, FURTHEST = 2, 9
FIRST, LAST = 0x4E00, 0x9FFF
# Contexts count as this power of how often they are met, so that rare ones do not weigh too much.
SMOOTHING = 0.75
ROUNDS = 6
PIECE = 1 << 23
# A run of digits and a run of letters are one token each, as src/language/characters.rs has it; blanks are none.
RUNS = re.compile(r"[0-9０-９](?:[0-9０-９]|[.,](?=[0-9]))*|[A-Za-zＡ-Ｚａ-ｚÀ-ɏͰ-ӿ]+|[^\S\n]+")


def counts(paths):
    """The commonest characters, and how often each stands before each other at the distances looked at."""
    lines = []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            lines.extend(RUNS.sub(lambda run: "" if run[0].isspace() else "0", line) for line in file)
    text = np.frombuffer(("\n" * (FURTHEST + 1)).join(lines).encode("utf-16-le", "replace"), np.uint16)
    met = collections.Counter({code: count for code, count in enumerate(np.bincount(text, minlength=1 << 16)) if FIRST <= code <= LAST and count})
    kept = [code for code, _ in met.most_common(CHARACTERS)]
    rows = np.full(1 << 16, -1, np.int64)
    rows[kept] = np.arange(len(kept))
    text = rows[text]
    found = np.zeros(len(kept) ** 2)
    for away in range(NEAREST, FURTHEST + 1):
        for start in range(0, len(text) - away, PIECE):
            end = min(start + PIECE, len(text) - away)
            one, other = text[start:end], text[start + away:end + away]
            both = (one >= 0) & (other >= 0)
            found += np.bincount(one[both] * len(kept) + other[both], minlength=len(found))
    return kept, found.reshape(len(kept), -1)


def information(found):
    """Positive pointwise mutual information, the same both ways."""
    found = found + found.T
    contexts = found.sum(0) ** SMOOTHING
    with np.errstate(divide="ignore"):
        information = np.log(found / (found.sum(1)[:, None] * (contexts / contexts.sum())[None, :]))
    information = np.maximum(information, 0).astype(np.float32)
    return (information + information.T) / 2


def vectors(matrix):
    """Its strongest directions (Halko, Martinsson and Tropp 2011, subspace iteration), each as long as it is strong."""
    basis = np.random.default_rng(0).standard_normal((len(matrix), DIMENSIONS + 16)).astype(np.float32)
    for _ in range(ROUNDS):
        basis, _ = np.linalg.qr(matrix @ basis)
    strengths, directions = np.linalg.eigh(basis.T @ (matrix @ basis))
    strongest = np.argsort(-strengths)[:DIMENSIONS]
    return (basis @ directions)[:, strongest] * np.sqrt(np.maximum(strengths[strongest], 0))


def main():
    kept, found = counts(sys.argv[1:])
    rows = vectors(information(found))
    step = np.abs(rows).max() / 127
    places = np.zeros(LAST - FIRST + 1, "<u2")
    places[np.array(kept) - FIRST] = np.arange(1, len(kept) + 1)
    with open("vectors.bin", "wb") as file:
        file.write(np.float32(step).tobytes() + places.tobytes() + np.round(rows / step).astype(np.int8).tobytes())


if __name__ == "__main__":
    main()
