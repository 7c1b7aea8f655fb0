#!/usr/bin/env python3
"""Makes the fonts of the PDF reports: the Noto Sans family cut down to what names and documents need.

Source: the Debian 12 packages `fonts-noto-core` (20201225-1) and `fonts-noto-cjk` (1:20220127+repack1-1),
unpacked anywhere (`apt-get download …`, `dpkg-deb -x … FOLDER`). Needs fonttools (`pip install fonttools==4.68.0`).

    python3 reports/fonts/subset.py FOLDER

writes the fonts beside this file. The same packages and the same fonttools give the same bytes.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.ttCollection import TTCollection

HERE = Path(__file__).parent


def span(first, last):
    return set(range(first, last + 1))


# Latin with everything of Europe, Vietnamese and Africa; Greek with polytonic; Cyrillic; punctuation, currencies,
# arrows and letter-like signs as far as Noto Sans has them.
WESTERN = (
    span(0x20, 0x7E) | span(0xA0, 0x24F) | span(0x250, 0x2FF) | span(0x300, 0x36F) | span(0x370, 0x3FF)
    | span(0x400, 0x52F) | span(0x1E00, 0x1EFF) | span(0x1F00, 0x1FFF) | span(0x2000, 0x206F)
    | span(0x2070, 0x209F) | span(0x20A0, 0x20BF) | span(0x2100, 0x214F) | span(0x2150, 0x218F) | {0xFB01, 0xFB02}
    | {0xFFFD}
)
# What reports mark statuses with, and signs that office documents use.
SIGNS = (
    span(0x2190, 0x21FF) | span(0x2200, 0x22FF) | span(0x2300, 0x23FF) | span(0x25A0, 0x25FF)
    | span(0x2600, 0x26FF) | span(0x2700, 0x27BF) | span(0x2460, 0x24FF)
)
ARABIC = span(0x600, 0x6FF) | span(0x750, 0x77F) | span(0x8A0, 0x8FF) | {0x20, 0x200C, 0x200D, 0x25CC}
HEBREW = span(0x590, 0x5FF) | {0x20, 0x20AA, 0x200C, 0x200D, 0x25CC}
DEVANAGARI = span(0x900, 0x97F) | span(0x1CD0, 0x1CFF) | {0x20, 0x20B9, 0x200C, 0x200D, 0x25CC}
THAI = span(0xE00, 0xE7F) | {0x20, 0x200C, 0x200D, 0x25CC}


def in_codec(codec, first, last, kept):
    """Characters of a double-byte character set between two lead bytes."""
    chars = set()
    for lead in range(first, last + 1):
        for trail in range(0x40, 0xFF):
            try:
                text = bytes([lead, trail]).decode(codec)
            except UnicodeDecodeError:
                continue
            chars |= {ord(c) for c in text if kept(ord(c))}
    return chars


def ideograph(c):
    return 0x4E00 <= c <= 0x9FFF


def common_cjk():
    """GB 2312, Big5 level 1, JIS X 0208, the jōyō kanji, the syllables of KS X 1001, kana, punctuation."""
    chars = in_codec("gb2312", 0xB0, 0xF7, ideograph)
    chars |= in_codec("big5", 0xA4, 0xC6, ideograph)
    chars |= in_codec("shift_jis", 0x88, 0xEA, ideograph)
    chars |= in_codec("euc_kr", 0xB0, 0xC8, lambda c: 0xAC00 <= c <= 0xD7A3)
    # The jōyō kanji that JIS X 0208 leaves out.
    chars |= {ord(c) for c in "塡剝頰"}
    chars |= span(0x3000, 0x303F) | span(0x3040, 0x30FF) | span(0x3100, 0x312F) | span(0x31F0, 0x31FF)
    return chars | span(0xFF00, 0xFFEF) | {0x20}


SOURCES = [
    # file, characters (none: the common CJK set), output
    ("truetype/noto/NotoSans-Regular.ttf", WESTERN, "NotoSans-Regular.ttf"),
    ("truetype/noto/NotoSans-Bold.ttf", WESTERN, "NotoSans-Bold.ttf"),
    ("truetype/noto/NotoSans-Italic.ttf", WESTERN, "NotoSans-Italic.ttf"),
    ("truetype/noto/NotoSans-BoldItalic.ttf", WESTERN, "NotoSans-BoldItalic.ttf"),
    ("truetype/noto/NotoSansArabic-Regular.ttf", ARABIC, "NotoSansArabic-Regular.ttf"),
    ("truetype/noto/NotoSansArabic-Bold.ttf", ARABIC, "NotoSansArabic-Bold.ttf"),
    ("truetype/noto/NotoSansHebrew-Regular.ttf", HEBREW, "NotoSansHebrew-Regular.ttf"),
    ("truetype/noto/NotoSansHebrew-Bold.ttf", HEBREW, "NotoSansHebrew-Bold.ttf"),
    ("truetype/noto/NotoSansDevanagari-Regular.ttf", DEVANAGARI, "NotoSansDevanagari-Regular.ttf"),
    ("truetype/noto/NotoSansDevanagari-Bold.ttf", DEVANAGARI, "NotoSansDevanagari-Bold.ttf"),
    ("truetype/noto/NotoSansThai-Regular.ttf", THAI, "NotoSansThai-Regular.ttf"),
    ("truetype/noto/NotoSansThai-Bold.ttf", THAI, "NotoSansThai-Bold.ttf"),
    ("truetype/noto/NotoSansSymbols-Regular.ttf", SIGNS, "NotoSansSymbols-Regular.ttf"),
    ("truetype/noto/NotoSansSymbols2-Regular.ttf", SIGNS, "NotoSansSymbols2-Regular.ttf"),
    ("truetype/noto/NotoSansMath-Regular.ttf", SIGNS, "NotoSansMath-Regular.ttf"),
    ("opentype/noto/NotoSansCJK-Regular.ttc", None, "NotoSansCJK-Regular.otf"),
]


def opened(path):
    """A font; of a collection the simplified Chinese face, which holds every character of the others."""
    if path.suffix == ".ttc":
        faces = TTCollection(path).fonts
        return next(face for face in faces if face["name"].getDebugName(1) == "Noto Sans CJK SC")
    return TTFont(path)


def cut(source, chars, target):
    font = opened(source)
    options = subset.Options()
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.layout_features = ["ccmp", "locl", "mark", "mkmk", "kern", "liga", "calt", "tnum", "lnum", "init", "medi",
                               "fina", "isol", "rlig", "nukt", "akhn", "rphf", "rkrf", "blwf", "half", "vatu", "cjct",
                               "pres", "abvs", "blws", "psts", "haln", "abvm", "blwm", "dist"]
    if target.endswith(".otf"):
        # A name is set in one language's forms; the others' would double the file.
        options.layout_features = ["ccmp", "kern"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=chars)
    subsetter.subset(font)
    # The time of writing is no part of a font.
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(HERE / target)
    print(f"{target}: {len(font.getBestCmap())} characters, {(HERE / target).stat().st_size / 1024:.0f} KiB")


def main():
    fonts = Path(sys.argv[1]) / "usr/share/fonts"
    for source, chars, target in SOURCES:
        cut(fonts / source, chars or common_cjk(), target)


if __name__ == "__main__":
    main()
