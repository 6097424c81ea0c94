"""Makes src/text/words/common.txt: the common words of English and Spanish with how common they are.

Run by a maintainer, never by a user or a build:

    pip download --no-deps wordfreq==3.1.1 && unzip wordfreq-3.1.1-*.whl -d wordfreq-3.1.1
    pip install msgpack==1.1.0
    python3 tools/common_words.py wordfreq-3.1.1

Input: the "small" lists of wordfreq 3.1.1 (words seen at least once in a million). Their data is licensed
CC BY-SA 4.0 (see NOTICE); so is the file made here. The output is the same to the byte for the same input.

A line is a word, then tenths of its Zipf frequency in English and in Spanish, two digits each: `real 55 56` (a word of Zipf z
is seen 10^z times in 10^9 words; 00 where the language's list lacks it). Letters are lower case and without accents, as the
bot compares them; lines are in the order of the alphabet, so that the program finds a word without building a table of them.
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
            if folded.isascii() and folded.isalpha() and folded.islower() and len(folded) >= 2:
                # wordfreq counts in centibels below certainty; Zipf 9 is certainty.
                words.setdefault(folded, round(90 - centibels / 10))
    return words


def main(data: Path) -> None:
    lists = [read(data / "wordfreq" / "data" / f"small_{language}.msgpack.gz") for language in LANGUAGES]
    words = sorted(set().union(*lists))
    lines = [" ".join([word, *(f"{zipf.get(word, 0):02}" for zipf in lists)]) for word in words]
    target = ROOT / "src" / "text" / "words" / "common.txt"
    target.write_text("\n".join(lines) + "\n", encoding="ascii")
    print(f"{target}: {len(words)} words")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
