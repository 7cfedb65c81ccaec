"""Counts which half of a word of two characters is written alone for it and writes short-forms.tsv; see README.md.

Arguments: the text files. A word between two characters counts where the same two are met at least twice around one of its
halves alone, that is where the half makes no word with either.
"""
import gzip
import pathlib
import sys

import numpy as np

WORDS = pathlib.Path(__file__).parent.parent / "segmenter/words.txt.gz"
# Occurrences of a word, kinds of surroundings it shares with its half, and their share, from which a row is written.
OCCURRENCES, KINDS, SHARE = 20, 2, 0.03
# How often a half must be met alone between two characters.
TWICE = 2


def is_among(values, known):
    return known[np.minimum(np.searchsorted(known, values), len(known) - 1)] == values


def main():
    with gzip.open(WORDS, "rt", encoding="utf-8") as file:
        words = {line.split(" ")[0] for line in file}
    pairs = np.array(sorted(ord(word[0]) << 16 | ord(word[1]) for word in words
                            if len(word) == 2 and max(map(ord, word)) < 0x10000), dtype=np.int64)
    text = "".join(open(path, encoding="utf-8").read() for path in sys.argv[1:])
    codes = np.frombuffer(text.encode("utf-16-le"), dtype=np.uint16).astype(np.int64)
    codes[(codes >= ord("０")) & (codes <= ord("９"))] = ord("0")
    codes[(codes >= ord("0")) & (codes <= ord("9"))] = ord("0")
    han = (codes >= 0x4E00) & (codes <= 0x9FFF)
    word = is_among(codes[:-1] << 16 | codes[1:], pairs)

    alone = han[1:-1] & ~word[:-1] & ~word[1:]
    threes, counts = np.unique((codes[:-2] << 32 | codes[1:-1] << 16 | codes[2:])[alone], return_counts=True)
    threes = threes[counts >= TWICE]
    between = word[1:-1] & han[1:-2] & han[2:-1] & ~word[:-2] & ~word[2:]
    left, first, second, right = (codes[start:len(codes) - 3 + start][between] for start in range(4))
    found, numbers = np.unique(first << 16 | second, return_inverse=True)
    occurrences = np.bincount(numbers)
    rows = []
    for half in (first, second):
        shared = is_among(left << 32 | half << 16 | right, threes)
        kinds = np.unique(np.stack([numbers, left, right])[:, shared], axis=1)[0]
        share = np.bincount(numbers, shared) / occurrences
        kept = (occurrences >= OCCURRENCES) & (np.bincount(kinds, minlength=len(found)) >= KINDS) & (share >= SHARE)
        for pair in found[kept]:
            one, two = chr(pair >> 16), chr(pair & 0xFFFF)
            rows.append((one + two, one if half is first else two))
    with open("short-forms.tsv", "w", encoding="utf-8") as file:
        file.write("word\tshort\n" + "".join(f"{word}\t{short}\n" for word, short in sorted(rows)))


main()
