#!/usr/bin/env python3
"""Writes the character classes that Hugging Face's BERT tokenizer uses, by asking the library about every code point.

    pip install tokenizers==0.23.3
    python bert_characters.py > ../../main/resources/io/github/electra4j/vocab/bert-characters.txt

The library mixes Unicode versions: categories are those of Unicode 8, decompositions those of 12, lower case that of its
Rust compiler. A Java run time has yet others, so the classes are pinned.
"""

import sys
import unicodedata

import tokenizers
from tokenizers.normalizers import NFD, BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

CODE_POINTS = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]
HANGUL = range(0xAC00, 0xD7A4)  # decomposed by arithmetic


def only(**switches):
    off = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False)
    return BertNormalizer(**{**off, **switches}).normalize_str


def classes(name, code_points):
    ranges = []
    for c in code_points:
        if ranges and ranges[-1][1] == c - 1:
            ranges[-1][1] = c
        else:
            ranges.append([c, c])
    for first, last in ranges:
        print(f"{name} {first:X} {last:X}")


def mappings(name, of):
    for c in CODE_POINTS:
        to = of(chr(c))
        if to != chr(c) and c not in HANGUL:
            print(name, f"{c:X}", *(f"{ord(d):X}" for d in to))


def combining(nfd, marks):
    """The marks that the library reorders, with their combining classes; a class that it orders otherwise is an error."""
    known = {}
    for c in marks:
        if unicodedata.ucd_3_2_0.combining(chr(c)):
            known.setdefault(unicodedata.combining(chr(c)), chr(c))
    for c in marks:
        own = unicodedata.combining(chr(c))
        others = [(v, m) for v, m in known.items() if m != chr(c) and v != own]
        below = [v for v, m in others if nfd("a" + chr(c) + m) == "a" + m + chr(c)]
        above = [v for v, m in others if nfd("a" + m + chr(c)) == "a" + chr(c) + m]
        if not below and not above:
            continue  # younger than the library's tables
        if below != [v for v, _ in others if v < own] or above != [v for v, _ in others if v > own]:
            sys.exit(f"U+{c:X}: not of class {own}: above {below}, below {above}")
        yield c, own


def main():
    print(f"# Made by bert_characters.py with tokenizers {tokenizers.__version__}; hexadecimal code points.")
    print("# CLASS FIRST LAST | combining CLASS FIRST LAST | lower FROM TO... | decomposition FROM TO...")
    clean = only(clean_text=True)
    nfd = NFD().normalize_str
    strip = only(strip_accents=True)
    split = BertPreTokenizer().pre_tokenize_str
    classes("removed", [c for c in CODE_POINTS if clean(chr(c)) == ""])
    classes("space", [c for c in CODE_POINTS if clean(chr(c)) == " "])
    classes("punctuation", [c for c in CODE_POINTS if len(split("a" + chr(c) + "a")) == 3])
    classes("ideograph", [c for c in CODE_POINTS if only(handle_chinese_chars=True)(chr(c)) != chr(c)])
    classes("mark", [c for c in CODE_POINTS if nfd(chr(c)) == chr(c) and strip(chr(c)) == ""])
    by_class = {}
    for c, v in combining(nfd, [c for c in CODE_POINTS if unicodedata.combining(chr(c)) and nfd(chr(c)) == chr(c)]):
        by_class.setdefault(v, []).append(c)
    for v, code_points in sorted(by_class.items()):
        classes(f"combining {v}", code_points)
    mappings("lower", only(lowercase=True))
    mappings("decomposition", nfd)


main()
