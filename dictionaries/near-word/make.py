"""Writes readings.tsv and shapes.tsv; see README.md. Arguments: the two font collections of Noto CJK."""
import collections
import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal
from pywubi import wubi

BY_HAND = """日曰 人入 即既 天夭 失矢 乌鸟 免兔 买卖 贪贫 衷哀 圆园 侍待 侍恃 恩思 宣宜 折拆 析折 副幅 沾粘 泄泻 迅汛 记纪 今令 由田
由甲 白自 庄压 了子 刀力 刁刀 王主 抓爪 历厉 偏遍 详祥 妨防 幼幻 冲中 崖涯 讯汛 做作 座坐 像象 帐账 型形 份分 定订 度渡 查察 须需
事是 时是 以已 在再 的地 的得 地得 他她 它他 那哪 己以 和合 与于 交缴 反返 复覆 连联 即及 既及 辍缀 掇缀 檐瞻 泪汨 拔拨 姻烟 颐顾
囯国 劵券 侯候 徒徙 茶荼 粱梁 戊戌 戍戌 赢嬴 嬴羸 祟崇 壶壸 毋母 兀元 丐丏 亳毫 洒酒 徇循 弛驰 屈曲 博搏 刹霎 撕嘶 缪谬 膺赝 蹋塌"""


def characters():
    for first in range(0xB0, 0xF8):
        for second in range(0xA1, 0xFF):
            try:
                yield bytes([first, second]).decode("gb2312")
            except UnicodeDecodeError:
                pass


CHARACTERS = "".join(characters())
COMMON = set(CHARACTERS[:3755])


def readings():
    used = collections.defaultdict(collections.Counter)
    for word, syllables in PHRASES_DICT.items():
        if len(word) == len(syllables):
            for character, syllable in zip(word, syllables):
                used[character][to_normal(syllable[0])] += 1
    main, other = collections.defaultdict(list), collections.defaultdict(list)
    for character in CHARACTERS:
        known = [to_normal(syllable) for syllable in PINYIN_DICT[ord(character)].split(",")]
        first, times = known[0], used[character]
        choice = [first] + [syllable for syllable in times if syllable in known]
        best = max(choice, key=lambda syllable: times[syllable] + (2 if syllable == first else 0))
        main[best].append(character)
        for syllable in sorted({first} | {syllable for syllable in known if times[syllable] >= 2}):
            if syllable != best:
                other[syllable].append(character)
    with open("readings.tsv", "w", encoding="utf-8") as file:
        file.write("音节\t字\t又读此音的字\n")
        for syllable in sorted(set(main) | set(other)):
            file.write(f"{syllable}\t{''.join(main[syllable])}\t{''.join(other[syllable])}\n")


def drawn(font_path, blur):
    font = ImageFont.truetype(font_path, 36, index=2)
    images = []
    for character in CHARACTERS:
        image = Image.new("L", (40, 40), 0)
        ImageDraw.Draw(image).text((2, -6), character, fill=255, font=font)
        images.append(np.asarray(image.filter(ImageFilter.GaussianBlur(blur)), dtype=np.float32))
    return np.stack(images)


def similarity(images):
    flat = images.reshape(len(CHARACTERS), -1)
    length = np.linalg.norm(flat, axis=1, keepdims=True)
    flat = flat / np.where(length == 0, 1, length)
    table = flat @ flat.T
    np.fill_diagonal(table, 0)
    return table


def shapes(sans, serif):
    whole = (similarity(drawn(sans, 1.3)) + similarity(drawn(serif, 1.3))) / 2
    parts = drawn(sans, 1.0)
    pairs = set()
    for at, nearest in enumerate(np.argsort(-whole, axis=1)[:, :12]):
        for rank, other in enumerate(nearest):
            alike, common = whole[at, other], {CHARACTERS[at], CHARACTERS[other]} <= COMMON
            near = alike >= 0.935 or (alike >= 0.91 and rank < 4) or (alike >= 0.88 and rank < 2)
            if alike >= 0.955 or (common and near):
                pairs.add(frozenset((CHARACTERS[at], CHARACTERS[other])))
    for part in (similarity(parts[:, :, 20:]), similarity(parts[:, 22:, :])):
        for one, other in zip(*np.where(part >= 0.975)):
            if whole[one, other] > 0.88 and {CHARACTERS[one], CHARACTERS[other]} <= COMMON:
                pairs.add(frozenset((CHARACTERS[one], CHARACTERS[other])))
    codes = collections.defaultdict(set)
    for character in COMMON:
        codes[max(wubi(character, multicode=True)[0], key=len)].add(character)
    pairs |= {frozenset((one, other)) for same in codes.values() for one in same for other in same if one != other}
    pairs |= {frozenset(pair) for pair in BY_HAND.split()}
    rows = collections.defaultdict(list)
    for one, other in (sorted(pair) for pair in pairs):
        rows[one].append(other)
    with open("shapes.tsv", "w", encoding="utf-8") as file:
        file.write("字\t形近字\n")
        for one in sorted(rows):
            file.write(f"{one}\t{''.join(sorted(rows[one]))}\n")


readings()
shapes(*sys.argv[1:])
