#!/usr/bin/env python3
"""Cuts a font down to the characters of assets/glyphs.txt.

    subset-font.py FONT GLYPHS.txt OUT

The page downloads it, so it is made to pack well: outlines as plain as they can be told, on a grid of 1024 units (a
fiftieth of a pixel at most).

Layout features are dropped (Dear ImGui applies none), but where the font has tabular figures (`tnum`), they become the
default digits, so that numbers stand still while they change. Needs fontTools.
"""
import sys
from pathlib import Path

try:
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.scaleUpem import scale_upem
except ImportError:
    sys.exit("fontTools is missing; get it with: apt-get install python3-fonttools")

UNITS = 1024  # of the em


def wanted_characters(path: Path) -> set[int]:
    """Characters of the file; lines that start with # are comments."""
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("# "))
    return {ord(character) for line in lines for character in line} | {0x20, 0xA0}


def tabular_figures(font: TTFont) -> dict[str, str]:
    """Glyph -> its tabular alternate, from the `tnum` feature."""
    if "GSUB" not in font:
        return {}
    table = font["GSUB"].table
    lookups = {i for record in table.FeatureList.FeatureRecord if record.FeatureTag == "tnum" for i in record.Feature.LookupListIndex}
    mapping: dict[str, str] = {}
    for index in sorted(lookups):
        for rule in table.LookupList.Lookup[index].SubTable:
            rule = getattr(rule, "ExtSubTable", rule)
            mapping.update(getattr(rule, "mapping", {}))
    return mapping


def main() -> None:
    source, glyphs, out = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    font = TTFont(source, recalcTimestamp=False)
    characters = wanted_characters(glyphs)
    figures = tabular_figures(font)
    for table in font["cmap"].tables:
        for code, name in list(table.cmap.items()):
            if code in characters and name in figures:
                table.cmap[code] = figures[name]

    missing = "".join(chr(c) for c in sorted(characters - set(font.getBestCmap())))
    if missing:
        print(f"{source.name} has no: {missing}")

    options = subset.Options(layout_features=[], hinting=False, desubroutinize=True, notdef_outline=True, glyph_names=False, legacy_cmap=False,
                             name_IDs=[0, 1, 2, 13], drop_tables=subset.Options._drop_tables_default + ["GDEF", "STAT", "GPOS", "GSUB"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    scale_upem(font, UNITS)
    out.parent.mkdir(parents=True, exist_ok=True)
    font.save(out)


main()
