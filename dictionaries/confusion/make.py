"""Writes confusions.tsv; see README.md. Takes about ten minutes.

Arguments: Unihan_DictionaryLikeData.txt, then text files (UTF-8): characters that they hold fewer than thirty times are
never offered, and the commonest come first.
"""
import collections
import sys

from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal
from pywubi import wubi

LEAST_COUNT = 30
INITIALS = ["z zh", "c ch", "s sh", "n l", "f h", "l r", "j q", "b p", "d t", "g k", "q x", "j x", "z j", "j zh", "h k",
            "ch sh", "q ch", "x sh", "zh ch", "z c", "g h"]
FINALS = ["an ang", "en eng", "in ing", "ian iang", "uan uang", "ong eng", "on ong", "un ong", "ian in", "u v", "i v", "e uo",
          "o uo", "ie ue", "ui ei", "ian ie", "iu ou", "ou uo", "a ia", "an ian", "e o", "i u", "i ei", "a e", "ai ei", "ao ou",
          "uan un", "uai uan", "uo ou", "ing eng", "ao iao", "a ua", "u ou", "i ing", "i in", "a an", "e en", "u un", "en un",
          "an en", "ang eng", "u uo", "ian uan", "in un", "e i", "i ie", "ai an", "ia ian"]
# Pairs that many do not tell apart at all: both parts of a syllable may differ by one of these.
COMMON = 5
INITIALS, FINALS = [[set(pair.split()) for pair in pairs] for pairs in (INITIALS, FINALS)]


def rows(path):
    with open(path, encoding="utf-8") as file:
        next(file)
        for line in file:
            yield line.rstrip("\n").split("\t")


readings, readers = collections.defaultdict(set), collections.defaultdict(set)
for syllable, *characters in rows("../near-word/readings.tsv"):
    for character in "".join(characters):
        readings[character].add(syllable)
        readers[syllable].add(character)
shapes = collections.defaultdict(set)
for character, alike in rows("../near-word/shapes.tsv"):
    for other in alike:
        shapes[character].add(other)
        shapes[other].add(character)


def parts(syllable):
    for initial in ("zh", "ch", "sh"):
        if syllable.startswith(initial):
            return initial, syllable[2:]
    return ("", syllable) if syllable[0] in "aeiou" else (syllable[0], syllable[1:])


def near(one, two):
    (initial, final), (other_initial, other_final) = parts(one), parts(two)
    if initial == other_initial:
        return {final, other_final} in FINALS
    if final == other_final:
        return {initial, other_initial} in INITIALS
    return {initial, other_initial} in INITIALS[:COMMON] and {final, other_final} in FINALS[:COMMON]


cangjie, corners = {}, collections.defaultdict(list)
with open(sys.argv[1], encoding="utf-8") as file:
    for line in file:
        cells = line.rstrip("\n").split("\t")
        if len(cells) == 3 and cells[1] == "kCangjie":
            cangjie[chr(int(cells[0][2:], 16))] = cells[2]
        elif len(cells) == 3 and cells[1] == "kFourCornerCode":
            corners[chr(int(cells[0][2:], 16))] = [code.replace(".", "") for code in cells[2].split()]
strokes = {character: (wubi(character) or [""])[0] for character in readings}


def common_part(one, two):
    """Length of the longest common subsequence over that of the longer code."""
    if not one or not two:
        return 0
    lengths = [0] * (len(two) + 1)
    for a in one:
        diagonal = 0
        for at, b in enumerate(two):
            above = lengths[at + 1]
            lengths[at + 1] = diagonal + 1 if a == b else max(lengths[at + 1], lengths[at])
            diagonal = above
    return lengths[-1] / max(len(one), len(two))


def holds(one, two):
    """Whether one character is the other with something before or behind, by their Cangjie codes."""
    short, long = sorted((cangjie.get(one, ""), cangjie.get(two, "")), key=len)
    return len(short) >= 2 and (long.startswith(short) or long.endswith(short))


def has_part(one, two):
    by_cangjie = common_part(cangjie.get(one, ""), cangjie.get(two, ""))
    by_strokes = common_part(strokes.get(one, ""), strokes.get(two, ""))
    same = (sum(a == b for a, b in zip(x[:4], y[:4])) for x in corners[one] for y in corners[two])
    together = by_cangjie + max(same, default=0) / 4 + by_strokes
    return together >= 1.5 or by_cangjie >= 0.75 or by_strokes >= 0.75 or holds(one, two)


counts = collections.Counter()
for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as file:
        for line in file:
            counts.update(line)
offered = [character for character in sorted(readings) if counts[character] >= LEAST_COUNT]
is_offered = set(offered)
syllables = sorted(readers)
beside = {one: [two for two in syllables if one != two and near(one, two)] for one in syllables}
toned = {
    character: {tone for tone in PINYIN_DICT[ord(character)].split(",") if to_normal(tone) in readings[character]}
    for character in readings
}

with open("confusions.tsv", "w", encoding="utf-8") as file:
    file.write("字\t同音同调\t同音\t近音\t形近\t部件相近\n")
    for character in sorted(readings):
        same = {other for syllable in readings[character] for other in readers[syllable]} & is_offered - {character}
        tone = {other for other in same if toned[character] & toned[other]}
        shape = shapes[character] & is_offered - same
        part = {other for other in offered if other != character and other not in same and other not in shape
                and has_part(character, other)} - shapes[character]
        sounds = {other for syllable in readings[character] for two in beside[syllable] for other in readers[two]}
        sounds = sounds & is_offered - same - shape - part - {character}
        columns = (tone, same - tone, sounds, shape, part)
        order = lambda other: (-counts[other], other)
        file.write("\t".join([character] + ["".join(sorted(column, key=order)) for column in columns]) + "\n")
