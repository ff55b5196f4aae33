"""A terminal's text with its colour sequences (SGR) as an SVG: python3 docs/screen.py screen.ansi > screen.svg"""

import html
import re
import sys
import unicodedata

CELL_WIDTH, CELL_HEIGHT, FONT_SIZE, MARGIN = 8.4, 17, 14, 10
BACKGROUND, FOREGROUND = "#14181d", "#d7dbe0"
COLORS = {31: "#ef6b73", 32: "#8ec07c", 33: "#e5c07b", 34: "#61afef", 35: "#c678dd", 36: "#56b6c2", 37: FOREGROUND}
COLORS.update({code + 60: color for code, color in list(COLORS.items())})
SEQUENCE = re.compile(r"\x1b\[([0-9;]*)m")


def runs(line, style):
    """(column, text, style) of each stretch of one style; style is (color, bold, faint, inverted)."""
    column, at, found = 0, 0, []
    while at <= len(line):
        match = SEQUENCE.search(line, at)
        text = line[at : match.start() if match else len(line)]
        if text:
            found.append((column, text, style))
            column += sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
        if not match:
            return found, style
        style = styled(style, match.group(1))
        at = match.end()
    return found, style


def styled(style, codes):
    color, bold, faint, inverted = style
    numbers = [int(code or 0) for code in codes.split(";")]
    while numbers:
        code = numbers.pop(0)
        if code in (38, 48) and numbers:
            # A colour by its parts, or by its place in the table of 256, of which the first 16 are those with names.
            count = {2: 3, 5: 1}.get(numbers.pop(0), 0)
            parts, numbers = numbers[:count], numbers[count:]
            if code == 38 and count == 3:
                color = "#%02x%02x%02x" % tuple(parts)
            elif code == 38 and parts and parts[0] < 16:
                color = COLORS.get(parts[0] + 30 if parts[0] < 8 else parts[0] + 82, FOREGROUND)
        elif code == 0:
            color, bold, faint, inverted = None, False, False, False
        elif code == 1:
            bold = True
        elif code == 2:
            faint = True
        elif code == 22:
            bold = faint = False
        elif code in (7, 27):
            inverted = code == 7
        elif code == 39:
            color = None
        elif code in COLORS:
            color = COLORS[code]
    return color, bold, faint, inverted


def main(path):
    lines = open(path, encoding="utf-8").read().rstrip("\n").split("\n")
    width = 120 * CELL_WIDTH + 2 * MARGIN
    height = len(lines) * CELL_HEIGHT + 2 * MARGIN
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="{FONT_SIZE}">')
    print(f'<rect width="100%" height="100%" rx="6" fill="{BACKGROUND}"/>')
    style = (None, False, False, False)
    for row, line in enumerate(lines):
        found, style = runs(line, style)
        for column, text, (color, bold, faint, inverted) in found:
            x, y = MARGIN + column * CELL_WIDTH, MARGIN + row * CELL_HEIGHT
            fill = color or FOREGROUND
            if inverted:
                print(f'<rect x="{x:.1f}" y="{y}" width="{len(text) * CELL_WIDTH:.1f}" height="{CELL_HEIGHT}" fill="{fill}"/>')
                fill = BACKGROUND
            if not text.strip():
                continue
            marks = (' font-weight="bold"' if bold else "") + (' opacity="0.6"' if faint else "")
            # Every stretch is held to its cells, whatever font the reader has.
            print(f'<text x="{x:.1f}" y="{y + FONT_SIZE}" textLength="{len(text) * CELL_WIDTH:.1f}" xml:space="preserve" fill="{fill}"{marks}>{html.escape(text)}</text>')
    print("</svg>")


main(sys.argv[1])
