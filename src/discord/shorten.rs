//! Shortens text that is too long: at the end of a sentence where there is one, else between words, and always with a word that says
//! that something is missing. Never inside a word, so never inside a character of several parts either.

/// How long Discord takes a text to be, in UTF-16 code units.
#[must_use]
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The text, or as many whole sentences of it as fit together with `more`, which follows after a space. Where not even one
/// sentence fits, as many words, followed by "…".
#[must_use]
pub fn shorten(text: &str, most: usize, more: &str) -> String {
    if length(text) <= most {
        return text.to_owned();
    }
    let behind = if more.is_empty() { String::new() } else { format!(" {more}") };
    let room = most.saturating_sub(length(&behind));
    if let Some(sentences) = longest(text, room, ends_sentence) {
        return format!("{sentences}{behind}");
    }
    let words = longest(text, room.saturating_sub(1), |_, next| next.is_whitespace()).unwrap_or_default();
    // With no room for `more`, the three points alone say it.
    let shortened = format!("{words}…{behind}");
    if length(&shortened) <= most { shortened } else { "…".chars().take(most).collect() }
}

/// A line for a button or a menu: as many words as fit, followed by "…".
#[must_use]
pub fn label(text: &str, most: usize) -> String {
    if length(text) <= most {
        return text.to_owned();
    }
    let words = longest(text, most.saturating_sub(1), |_, next| next.is_whitespace()).unwrap_or_default();
    format!("{}…", words.trim_end_matches(|c: char| c.is_ascii_punctuation()))
}

/// The longest beginning within `most` units that may be cut off where it ends; `None` where there is none.
fn longest(text: &str, most: usize, may_end: impl Fn(&str, char) -> bool) -> Option<&str> {
    let mut units = 0;
    let mut found = None;
    for (at, next) in text.char_indices() {
        if units > most {
            break;
        }
        let before = text.get(..at).unwrap_or_default();
        if !before.trim().is_empty() && may_end(before, next) {
            found = Some(before);
        }
        units += next.len_utf16();
    }
    found.map(str::trim_end).filter(|found| !found.is_empty())
}

/// Whether a sentence ends here: behind a mark that ends it and closes it, before white space.
fn ends_sentence(before: &str, next: char) -> bool {
    let marks = before.trim_end_matches(['"', '\'', '”', '’', ')', '»', '*', '_']);
    let ends_here = next.is_whitespace() && !before.ends_with(char::is_whitespace) && marks.ends_with(['.', '!', '?', '…', ':']);
    // "Oct. 4", "U.S. law", "St. Mary's": a short word before a point is more likely a short form than the end.
    let last = marks.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_short_form = last.strip_suffix('.').is_some_and(|word| word.contains('.') || (word.chars().count() <= 3 && word.starts_with(char::is_uppercase)));
    ends_here && (!is_short_form || next == '\n')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{label, length, shorten};

    #[test]
    fn text_is_cut_behind_a_sentence_and_says_so() {
        for (text, most, expected) in [
            ("One. Two.", 9, "One. Two."),
            ("One bird. Two birds. Three birds.", 28, "One bird. Two birds. (more)"),
            ("Wages rise on Oct. 4 and later. Then more follows here.", 44, "Wages rise on Oct. 4 and later. (more)"),
            ("one two three four five", 16, "one two… (more)"),
            ("¿Qué pasa? ¡Nada de nada, señora mía!", 20, "¿Qué pasa? (more)"),
        ] {
            assert_eq!(shorten(text, most, "(more)"), expected, "{text}");
        }
    }

    #[test]
    fn a_label_ends_behind_a_word() {
        assert_eq!(label("Are the gates open, please?", 20), "Are the gates open…");
        assert_eq!(label("Are the gates open?", 19), "Are the gates open?");
        assert_eq!(label("Donaudampfschifffahrt", 10), "…");
    }

    proptest! {
        #[test]
        fn what_is_left_fits_and_is_whole_words_of_the_text(text in "(\\PC{0,12}[ .!?\n]){0,40}", most in 10_usize..200) {
            let shortened = shorten(&text, most, "(more)");
            prop_assert!(length(&shortened) <= most);
            let kept = shortened.strip_suffix(" (more)").unwrap_or(&shortened);
            let kept = if shortened == text { kept } else { kept.strip_suffix('…').unwrap_or(kept) };
            prop_assert!(shortened == text || text.starts_with(kept));
            if shortened != text && text.starts_with(kept) {
                prop_assert!(text.get(kept.len()..).is_some_and(|rest| rest.chars().next().is_none_or(char::is_whitespace)) || kept.is_empty());
            }
            prop_assert!(length(&label(&text, most)) <= most);
        }
    }
}
