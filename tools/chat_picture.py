"""Makes docs/chat.svg: a real conversation with `strikebot chat`, as a picture of the terminal.

Run by a maintainer, after a change of what members see:

    cargo build --release && python3 tools/chat_picture.py

Needs tmux, in which the conversation is held, and nothing besides Python. The questions are typed into the real program; what
stands on its screen then, with its colours, is drawn. Nothing is written by hand. A look at the result:

    pip install resvg-py && python3 -c "import resvg_py; open('/tmp/chat.png', 'wb').write(bytes(resvg_py.svg_to_bytes(svg_path='docs/chat.svg')))"
"""

import html
import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "strikebot"
SESSION = f"strikebot-picture-{os.getpid()}"

# The longest address of a source fits a line.
COLUMNS, ROWS = 112, 60
# A typo, a question that must not be answered, and danger to life, in Spanish: what the bot is for.
QUESTIONS = ["how menny people went on strike", "who won", "mi mamá no respira"]
# The day is fixed, so that the picture changes only when the replies do.
COMMAND = ["env", "LC_ALL=C.UTF-8", PROGRAM, "chat", "--knowledge", ROOT / "knowledge", "--today", "2026-11-24"]

# One character, in units of the picture; 0.6 is the width of DejaVu Sans Mono's and most other terminal fonts' characters.
SIZE, LINE, MARGIN = 13, 18, 18
WIDTH = SIZE * 0.602

BACKGROUND, FOREGROUND = "#14161b", "#d7dae0"
COLOURS = ["#5c6370", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#d7dae0"]
ESCAPE = re.compile(r"\x1b\[([0-9;]*)m")


def tmux(*arguments: str) -> str:
    return subprocess.run(["tmux", "-u", "-L", SESSION, *arguments], check=True, capture_output=True, text=True).stdout


def screen() -> str:
    """All that the terminal shows, the part that has scrolled away included."""
    return tmux("capture-pane", "-p", "-e", "-S", "-", "-t", "0")


def wait_for_prompt(count: int) -> None:
    """Until the program waits for the line of this number: its prompt stands alone in the last line."""
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        lines = [ESCAPE.sub("", line).rstrip() for line in screen().splitlines()]
        prompts = [line for line in lines if line.startswith(">")]
        if len(prompts) >= count and prompts[-1] == ">":
            return
        time.sleep(0.1)
    sys.exit(f"no prompt came; the screen shows:\n{screen()}")


def converse() -> list[str]:
    """Holds the conversation and returns the lines of the screen, with the escapes of their colours."""
    # The history is large enough that nothing of the conversation is lost.
    tmux("-f", "/dev/null", "new-session", "-d", "-x", str(COLUMNS), "-y", str(ROWS), *map(str, COMMAND))
    try:
        for number, question in enumerate(QUESTIONS, start=1):
            wait_for_prompt(number)
            tmux("send-keys", "-t", "0", "-l", question)
            tmux("send-keys", "-t", "0", "Enter")
        wait_for_prompt(len(QUESTIONS) + 1)
        lines = screen().splitlines()
    finally:
        tmux("kill-server")
    while lines and ESCAPE.sub("", lines[-1]).strip() in ("", ">"):
        lines.pop()
    return lines


class Style:
    """What the escapes so far have set. It goes on from line to line, as in the terminal."""

    def __init__(self) -> None:
        self.colour, self.bold, self.dim, self.italic, self.underline = FOREGROUND, False, False, False, False

    def apply(self, codes: str) -> None:
        for code in [int(code or 0) for code in codes.split(";")]:
            if code == 0:
                self.__init__()
            elif code in (1, 2, 3, 4):
                setattr(self, ["bold", "dim", "italic", "underline"][code - 1], True)
            elif code == 22:
                self.bold = self.dim = False
            elif code == 23:
                self.italic = False
            elif code == 24:
                self.underline = False
            elif 30 <= code <= 37:
                self.colour = COLOURS[code - 30]
            elif 90 <= code <= 97:
                self.colour = COLOURS[code - 90]
            elif code == 49:
                pass
            elif code == 39:
                self.colour = FOREGROUND
            else:
                sys.exit(f"the program uses the style {code}, which this script does not draw")

    def attributes(self) -> str:
        attributes = [f'fill="{self.colour}"']
        for is_set, attribute in [
            (self.bold, 'font-weight="bold"'),
            (self.dim, 'opacity="0.65"'),
            (self.italic, 'font-style="italic"'),
            (self.underline, 'text-decoration="underline"'),
        ]:
            if is_set:
                attributes.append(attribute)
        return " ".join(attributes)


def draw(lines: list[str]) -> str:
    height = 2 * MARGIN + LINE * len(lines)
    width = 2 * MARGIN + COLUMNS * WIDTH
    questions = "; ".join(QUESTIONS)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" width="{width:.0f}" height="{height}" role="img">',
        f"<title>A conversation with strikebot chat: {html.escape(questions)}</title>",
        f'<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>',
        f'<g font-family="\'DejaVu Sans Mono\', Menlo, Consolas, monospace" font-size="{SIZE}" xml:space="preserve">',
    ]
    style = Style()
    for row, line in enumerate(lines):
        y, column = MARGIN + LINE * row + SIZE, 0
        # What was typed stands out; the program itself leaves it plain.
        typed = ESCAPE.sub("", line).startswith("> ")
        for at, text in enumerate(ESCAPE.split(line.rstrip())):
            if at % 2:
                style.apply(text)
            elif text:
                # Where a piece begins, and how wide it is, does not depend on the reader's font.
                attributes = 'fill="#ffffff" font-weight="bold"' if typed else style.attributes()
                place = f'x="{MARGIN + column * WIDTH:.1f}" y="{y}" textLength="{len(text) * WIDTH:.1f}"'
                if text.strip():
                    parts.append(f"<text {place} {attributes}>{html.escape(text, quote=False)}</text>")
                column += len(text)
    return "\n".join([*parts, "</g>", "</svg>", ""])


def main() -> None:
    if not PROGRAM.exists():
        sys.exit(f"{PROGRAM} is not there: run `cargo build --release` first")
    lines = converse()
    target = ROOT / "docs" / "chat.svg"
    target.parent.mkdir(exist_ok=True)
    target.write_text(draw(lines), encoding="utf-8")
    print(f"{target.relative_to(ROOT)}: {len(lines)} lines")


if __name__ == "__main__":
    main()
