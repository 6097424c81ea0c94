//! Numbers as people write them: `75,000`, `75k`, `3 billion`, `21%`, `21 percent`, `$25`, "three", "setenta y cinco mil".
//!
//! Grammar: digits with grouping commas and a decimal point, or a word for a number; then any number of multipliers
//! ("thousand", "mil", "million", "millones", "k", "m"); then an optional unit. A point that groups (`75.000`, as some write in
//! Spanish) is read as grouping where exactly three digits follow and no other digit could be meant.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Unit {
    /// Things, or nothing said.
    Plain,
    /// Parts of a hundred.
    Percent,
    /// United States dollars.
    Dollars,
}

/// A number in a text, in thousandths, so that it can be compared exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Number {
    /// The value times a thousand.
    pub thousandths: u64,
    /// What it counts.
    pub unit: Unit,
}

impl Number {
    /// A whole number that may be a calendar year of a dispute: no unit, 1900 to 2099.
    #[must_use]
    pub fn year(self) -> Option<i16> {
        let whole = self.thousandths / 1000;
        let is_year = self.unit == Unit::Plain && self.thousandths.is_multiple_of(1000) && (1900..2100).contains(&whole);
        is_year.then(|| i16::try_from(whole).ok()).flatten()
    }

    /// The same value, whatever it counts: "21" may well mean "21 percent".
    #[must_use]
    pub const fn same_value(self, other: Self) -> bool {
        self.thousandths == other.thousandths
    }
}

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.thousandths / 1000, self.thousandths % 1000);
        write!(formatter, "{whole}")?;
        if part > 0 {
            write!(formatter, ".{}", format!("{part:03}").trim_end_matches('0'))?;
        }
        Ok(())
    }
}

/// The number that a folded token begins with (`$23`, `75,000`, `21%`, `75k`), as thousandths and unit.
pub(super) fn of_token(token: &str) -> Option<Number> {
    let (unit, digits) = match token.strip_prefix('$') {
        Some(rest) => (Unit::Dollars, rest),
        None => (Unit::Plain, token),
    };
    let (unit, digits) = match digits.strip_suffix('%') {
        Some(rest) => (Unit::Percent, rest),
        None => (unit, digits),
    };
    let (factor, digits) = match digits.chars().last()? {
        'k' => (1_000, digits.strip_suffix('k')?),
        'm' => (1_000_000, digits.strip_suffix('m')?),
        'b' => (1_000_000_000, digits.strip_suffix('b')?),
        _ => (1, digits),
    };
    // "24th", "1st": an ordinal names a day.
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| digits.strip_suffix(ending)).unwrap_or(digits);
    let thousandths = decimal(digits)?.checked_mul(factor)?;
    Some(Number { thousandths, unit })
}

/// Thousandths of `75,000`, `3.29`, `75.000`, `622`.
fn decimal(digits: &str) -> Option<u64> {
    if !digits.starts_with(|c: char| c.is_ascii_digit()) || !digits.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.') {
        return None;
    }
    let plain = digits.replace(',', "");
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    if part.chars().count() == 3 && whole.chars().count() <= 3 && whole != "0" {
        return format!("{whole}{part}").parse::<u64>().ok()?.checked_mul(1000);
    }
    let mut thousandths: String = part.chars().filter(char::is_ascii_digit).chain("000".chars()).take(3).collect();
    thousandths.insert_str(0, whole);
    thousandths.parse().ok()
}

/// The value of a word for a number, in thousandths. "One" and "un" are left out: they are articles and pronouns. So is
/// the Spanish "once", which an English question says far more often ("once it is over", "more than once").
pub(super) fn of_word(word: &str) -> Option<u64> {
    const WORDS: &[(&str, u64)] = &[
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("eleven", 11),
        ("twelve", 12),
        ("thirteen", 13),
        ("fourteen", 14),
        ("fifteen", 15),
        ("sixteen", 16),
        ("seventeen", 17),
        ("eighteen", 18),
        ("nineteen", 19),
        ("twenty", 20),
        ("thirty", 30),
        ("forty", 40),
        ("fifty", 50),
        ("sixty", 60),
        ("seventy", 70),
        ("eighty", 80),
        ("ninety", 90),
        ("dos", 2),
        ("tres", 3),
        ("cuatro", 4),
        ("cinco", 5),
        ("seis", 6),
        ("siete", 7),
        ("ocho", 8),
        ("nueve", 9),
        ("diez", 10),
        ("doce", 12),
        ("trece", 13),
        ("catorce", 14),
        ("quince", 15),
        ("veinte", 20),
        ("veintiuno", 21),
        ("veintiun", 21),
        ("treinta", 30),
        ("cuarenta", 40),
        ("cincuenta", 50),
        ("sesenta", 60),
        ("setenta", 70),
        ("ochenta", 80),
        ("noventa", 90),
        ("cien", 100),
    ];
    WORDS.iter().find(|(name, _)| *name == word).map(|&(_, value)| value * 1000)
}

/// The factor of a word that multiplies the number before it.
pub(super) fn multiplier(word: &str) -> Option<u64> {
    Some(match word {
        "hundred" => 100,
        "thousand" | "mil" | "k" => 1_000,
        "million" | "millions" | "mill" | "millon" | "millones" | "mln" => 1_000_000,
        "billion" | "billions" | "bn" => 1_000_000_000,
        _ => return None,
    })
}

/// The unit that a word after a number names.
pub(super) fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "percent" | "pct" | "porciento" => Unit::Percent,
        "dollars" | "dollar" | "bucks" | "dolares" => Unit::Dollars,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_read_as_people_mean_them() {
        for (token, thousandths, unit) in [
            ("75,000", 75_000_000, Unit::Plain),
            ("75.000", 75_000_000, Unit::Plain),
            ("75k", 75_000_000, Unit::Plain),
            ("3.29", 3_290, Unit::Plain),
            ("21%", 21_000, Unit::Percent),
            ("$25.50", 25_500, Unit::Dollars),
            ("4th", 4_000, Unit::Plain),
            ("3.14159", 3_141, Unit::Plain),
        ] {
            assert_eq!(of_token(token), Some(Number { thousandths, unit }), "{token}");
        }
        assert_eq!(of_token("99999999999999999999999k"), None);
        assert_eq!(of_token("1199nw"), None);
    }

    #[test]
    fn years_are_told_from_amounts() {
        let year = |token| of_token(token).and_then(Number::year);
        assert_eq!(year("2023"), Some(2023));
        assert_eq!(year("$2023"), None);
        assert_eq!(year("622"), None);
    }
}
