//! Takes Discord's markup off a message and leaves its words.
//!
//! Grammar (source: Discord, "Message Formatting"):
//! mention `<@id>` `<@!id>` `<@&id>` `@everyone` `@here`, channel `<#id>`, command `</name:id>`, emoji `<:name:id>` `<a:name:id>`,
//! time `<t:seconds:style>`, masked link `[text](address)`, spoiler `||text||`, bold, italic, strike-through, code, quotes.

/// The text without mentions, addresses, emoji codes and formatting marks.
#[must_use]
pub fn strip(message: &str) -> String {
    let mut plain = String::with_capacity(message.len());
    let characters: Vec<char> = message.chars().collect();
    let mut at = 0;
    while let Some(&character) = characters.get(at) {
        let rest = characters.get(at..).unwrap_or_default();
        if let Some(length) = angle_code(rest).or_else(|| call_to_all(rest)).or_else(|| address(rest, &plain)) {
            plain.push(' ');
            at += length;
            continue;
        }
        match character {
            '*' | '`' | '|' | '~' | '[' | ']' | '_' | '@' => plain.push(' '),
            '>' if plain.is_empty() || plain.ends_with('\n') => {}
            _ => plain.push(character),
        }
        at += 1;
    }
    plain
}

/// Length of `<…>` at the start, where it is one of Discord's codes.
fn angle_code(text: &[char]) -> Option<usize> {
    /// Longest code: `<a:` + a name of 32 + `:` + an id of 20 + `>`, with room.
    const LONGEST: usize = 64;
    let (&first, &second) = (text.first()?, text.get(1)?);
    if first != '<' || !matches!(second, '@' | '#' | ':' | 'a' | 't' | '/' | 'i') {
        return None;
    }
    let close = text.iter().take(LONGEST).position(|&c| c == '>')?;
    let inside = text.get(1..close)?;
    let is_code = inside.iter().any(char::is_ascii_digit) && !inside.iter().any(|c| c.is_whitespace());
    is_code.then_some(close + 1)
}

/// Length of a mention of everyone at the start of `text`.
fn call_to_all(text: &[char]) -> Option<usize> {
    let starts = |mention: &&str| mention.chars().eq(text.iter().copied().take(mention.len())) && !text.get(mention.len()).is_some_and(|c| c.is_alphanumeric());
    ["@everyone", "@here"].into_iter().find(starts).map(str::len)
}

/// Length of a web address at the start of `text`, where a word may begin.
fn address(text: &[char], before: &str) -> Option<usize> {
    if before.chars().last().is_some_and(char::is_alphanumeric) {
        return None;
    }
    let starts = |prefix: &str| prefix.chars().zip(text).filter(|(a, b)| a.eq_ignore_ascii_case(b)).count() == prefix.len();
    if !["http://", "https://", "www."].iter().any(|prefix| starts(prefix)) {
        return None;
    }
    Some(text.iter().position(|&c| c.is_whitespace() || c == ')' || c == '>').unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::strip;

    #[test]
    fn markup_goes_and_words_stay() {
        for (message, expected) in [
            ("<@123456> is the **ER** open?", "is the ER open?"),
            ("<@!1> <#2> <:sad:33> when", "when"),
            ("||are pharmacies open||", "are pharmacies open"),
            ("see https://example.org/a?b=c please", "see please"),
            ("[the deal](https://example.org) raises?", "the deal ( ) raises?"),
            ("> quoted\n> lines", "quoted lines"),
            ("`code` ~~gone~~ @everyone", "code gone"),
            ("@here @everyone, is everyone here @hereby", ", is everyone here hereby"),
            ("is 3 < 4?", "is 3 < 4?"),
        ] {
            let plain = strip(message);
            let words: Vec<&str> = plain.split_whitespace().collect();
            assert_eq!(words.join(" "), expected, "{message:?}");
        }
    }
}
