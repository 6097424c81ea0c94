//! Folds away everything that makes two spellings of the same letters differ: compatibility forms, look-alike letters of
//! other scripts, zero-width characters, case and accents. Spanish is often typed without accents, so they never count.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton;

/// Lower-case text without accents, controls or look-alike letters; runs of white space become one space.
#[must_use]
pub fn fold(raw: &str) -> String {
    let mut folded = String::with_capacity(raw.len());
    // Nearly all that is typed is ASCII, of which the other forms make nothing else, at ten times the time.
    if raw.is_ascii() {
        raw.chars().for_each(|character| push_folded(character, &mut folded));
    } else {
        raw.nfkc().flat_map(unsquare).nfkd().for_each(|character| push_folded(character, &mut folded));
    }
    folded.trim().to_owned()
}

fn push_folded(character: char, folded: &mut String) {
    match character {
        _ if is_combining_mark(character) || is_invisible(character) => {}
        _ if character.is_whitespace() || character.is_control() => {
            if !folded.ends_with(' ') {
                folded.push(' ');
            }
        }
        '‘' | '’' | 'ʼ' | '`' | '´' | '′' => folded.push('\''),
        _ if character.is_ascii() => folded.push(character.to_ascii_lowercase()),
        // Only letters look like letters: "¡" is no "i".
        _ if !character.is_alphabetic() => folded.push(character),
        _ => push_latin(character, folded),
    }
}

/// The letter in "negative squared" and "negative circled" letters, which compatibility forms leave alone.
fn unsquare(character: char) -> std::iter::Once<char> {
    let code = u32::from(character);
    let offset = match code {
        0x1F150..=0x1F169 => code - 0x1F150,
        0x1F170..=0x1F189 => code - 0x1F170,
        _ => return std::iter::once(character),
    };
    std::iter::once(char::from_u32(u32::from('a') + offset).unwrap_or(character))
}

/// Pushes the Latin letter that `character` looks like, or the lower-case character itself.
fn push_latin(character: char, folded: &mut String) {
    // Lower case first: Cyrillic "К" and "к" both look like "k".
    let lower: String = character.to_lowercase().collect();
    let look_alike: String = skeleton(&lower).collect();
    if look_alike.chars().all(|c| c.is_ascii_alphabetic()) {
        folded.push_str(&look_alike.to_ascii_lowercase());
        return;
    }
    let upper: String = character.to_uppercase().collect();
    let look_alike: String = skeleton(&upper).collect();
    if look_alike.chars().all(|c| c.is_ascii_alphabetic()) {
        folded.push_str(&look_alike.to_ascii_lowercase());
    } else {
        folded.push_str(&lower);
    }
}

/// Zero-width characters, joiners, variation selectors and marks that turn the direction of text.
fn is_invisible(character: char) -> bool {
    matches!(u32::from(character),
        0x00AD | 0x034F | 0x061C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F
        | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xE0000..=0xE0FFF)
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn spellings_of_the_same_letters_fold_to_one() {
        for (raw, expected) in [
            ("¿Cuándo EMPEZÓ la huelga?", "¿cuando empezo la huelga?"),
            ("año", "ano"),
            ("ｆｕｌｌｗｉｄｔｈ", "fullwidth"),
            ("𝓼𝓽𝓻𝓲𝓴𝓮", "strike"),
            ("🅺🅰🅸🆂🅴🆁 🆂🆄🅲🅺🆂", "kaiser sucks"),
            ("ѕtrіkе", "strike"),
            ("¡Ayuda!", "¡ayuda!"),
            ("str\u{200b}ike\u{202e}", "strike"),
            ("don’t", "don't"),
            ("  a \t\n b\u{0}c ", "a b c"),
            ("Ｋaiser №5", "kaiser no5"),
        ] {
            assert_eq!(fold(raw), expected, "{raw:?}");
        }
    }

    #[test]
    fn other_scripts_stay_readable_as_themselves() {
        assert_eq!(fold("日本"), "日本");
    }
}
