"""Makes src/text/words/{en,es}.txt: the common words of English and Spanish with how common they are.

Run by a maintainer, never by a user or a build:

    pip download --no-deps wordfreq==3.1.1 && unzip wordfreq-3.1.1-*.whl -d wordfreq-3.1.1
    pip install msgpack==1.1.0
    python3 tools/common_words.py wordfreq-3.1.1

Input: the "small" lists of wordfreq 3.1.1 (words seen at least once in a million). Their data is licensed
CC BY-SA 4.0 (see NOTICE); so are the files made here. The output is the same to the byte for the same input.

A line `=52` opens the words of Zipf frequency 5.2 (a word of Zipf z is seen 10^z times in 10^9 words); the words
follow, one a line, in the order of the alphabet. Letters are lower case and without accents, as the bot compares them.
"""

import gzip
import sys
import unicodedata
from pathlib import Path

import msgpack

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "es")


def fold(word: str) -> str:
    """Lower case without accents: what `text::fold` makes of it."""
    decomposed = unicodedata.normalize("NFKD", word.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def read(path: Path) -> dict[str, int]:
    """Maps each folded word to its Zipf frequency in tenths."""
    with gzip.open(path) as file:
        header, *buckets = msgpack.load(file, raw=False)
    assert header == {"format": "cB", "version": 1}, header
    words: dict[str, int] = {}
    for centibels, bucket in enumerate(buckets):
        for word in bucket:
            folded = fold(word)
            if folded.isascii() and folded.isalpha() and len(folded) >= 2:
                # wordfreq counts in centibels below certainty; Zipf 9 is certainty.
                words.setdefault(folded, round(90 - centibels / 10))
    return words


def main(data: Path) -> None:
    for language in LANGUAGES:
        words = read(data / "wordfreq" / "data" / f"small_{language}.msgpack.gz")
        lines, current = [], None
        for word, zipf in sorted(words.items(), key=lambda item: (-item[1], item[0])):
            if zipf != current:
                lines.append(f"={zipf}")
                current = zipf
            lines.append(word)
        target = ROOT / "src" / "text" / "words" / f"{language}.txt"
        target.write_text("\n".join(lines) + "\n", encoding="ascii")
        print(f"{target}: {len(words)} words")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
