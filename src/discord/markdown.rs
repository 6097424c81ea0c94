//! Curators' plain text as Discord shows it unchanged: what would call people or be read as formatting is made harmless, all else
//! stays as it was written. `check` warns of such marks, but a knowledge with warnings is served.

use super::limits::{self, length};
use super::shorten::label;
use crate::assistant::{Citation, sentences, wording};
use crate::text::Language;

/// Longest text of a link, in UTF-16 code units: a title is longer only by mistake, and a description must hold many.
const LINKED: usize = 300;

/// The text with marks that would call people, or format, made plain.
#[must_use]
pub fn plain(text: &str) -> String {
    let text = text.replace("@everyone", "@\u{200b}everyone").replace("@here", "@\u{200b}here").replace("<@", "<\u{200b}@").replace("<#", "<\u{200b}#");
    let mut plain = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let begins = line.trim_start();
        if ["# ", "## ", "### ", "-# ", "> ", ">>> "].iter().any(|mark| begins.starts_with(mark)) {
            plain.push('\\');
            push_words(begins, &mut plain);
        } else {
            push_words(line, &mut plain);
        }
    }
    plain
}

/// A source as a link of its publisher and title, and its day; without an address it is no link.
#[must_use]
pub fn source(language: Language, source: &Citation) -> String {
    let named = label(&wording::named(language, source), LINKED);
    let address = source.url.as_deref().and_then(address);
    let mut text = match address {
        Some(address) => format!("[{}]({address})", plain(&named).replace('[', "\\[").replace(']', "\\]")),
        None => plain(&named),
    };
    if let Some(day) = source.published {
        text.push_str(", ");
        text.push_str(&sentences::date(language, day));
    }
    text
}

/// An address that may stand between parentheses.
#[must_use]
pub fn address(url: &str) -> Option<String> {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let is_one_word = !url.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>'));
    let address = url.replace('(', "%28").replace(')', "%29");
    (is_web && is_one_word && length(&address) <= limits::LINK).then_some(address)
}

fn push_words(line: &str, plain: &mut String) {
    for word in line.split_inclusive(char::is_whitespace) {
        // A backslash would break an address, and Discord formats nothing inside one.
        if word.contains("://") { plain.push_str(word) } else { push_word(word, plain) }
    }
}

fn push_word(word: &str, plain: &mut String) {
    let mut characters = word.chars().peekable();
    let mut before: Option<char> = None;
    while let Some(character) = characters.next() {
        let next = characters.peek().copied();
        let is_mark = match character {
            '*' | '`' => true,
            '~' | '|' => next == Some(character) || before == Some(character),
            // Between letters it is part of a name.
            '_' => !(before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)),
            _ => false,
        };
        if is_mark {
            plain.push('\\');
        }
        plain.push(character);
        before = Some(character);
    }
}

#[cfg(test)]
mod tests {
    use super::{address, plain, source};
    use crate::assistant::Citation;
    use crate::text::Language::{English, Spanish};

    #[test]
    fn only_what_calls_or_formats_is_touched() {
        for (text, expected) in [
            ("Plain text: 3.5 % (from 2031), \"quoted\" - ¿sí?", "Plain text: 3.5 % (from 2031), \"quoted\" - ¿sí?"),
            ("@everyone and @here", "@\u{200b}everyone and @\u{200b}here"),
            ("<@12> <@&3> <#4>", "<\u{200b}@12> <\u{200b}@&3> <\u{200b}#4>"),
            ("*not* __this__ `code` ~~gone~~ ||hidden||", "\\*not\\* \\_\\_this\\_\\_ \\`code\\` \\~\\~gone\\~\\~ \\|\\|hidden\\|\\|"),
            ("snake_case a | b ~5", "snake_case a | b ~5"),
            ("# head\n- item\n> said", "\\# head\n- item\n\\> said"),
            ("see https://a.example/_x_*y", "see https://a.example/_x_*y"),
            ("ada@mill.example", "ada@mill.example"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }

    #[test]
    fn sources_are_links_where_there_is_an_address() {
        let day = Some(jiff::civil::date(2031, 5, 4));
        let cited = |url: Option<&str>, published| Citation {
            id: "a".to_owned(),
            publisher: "Gazette".to_owned(),
            title: "Walk [out]".to_owned(),
            published,
            url: url.map(str::to_owned),
        };
        for (language, cited, expected) in [
            (English, cited(Some("https://g.example/a_(b)"), day), "[Gazette: “Walk \\[out\\]”](https://g.example/a_%28b%29), May 4, 2031"),
            (Spanish, cited(None, day), "Gazette: «Walk [out]», 4 de mayo de 2031"),
            (English, cited(Some("javascript:alert(1)"), None), "Gazette: “Walk [out]”"),
        ] {
            assert_eq!(source(language, &cited), expected);
        }
        assert_eq!(address("https://g.example/ a"), None);
    }
}
