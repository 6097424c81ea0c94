//! Cuts folded text into words and numbers.
//!
//! Grammar: a *word* is letters and digits with inner apostrophes; a *number* is digits with inner commas and points, an
//! optional `$` before it and an optional `%` after it. Everything else parts tokens.

use super::number::{self, Number, Unit};

/// A piece of text that can be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Word(String),
    Number(Number),
}

/// The tokens of folded text, in order; a number takes the multipliers and the unit that follow it.
pub(super) fn tokens(folded: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut raw = RawTokens { rest: folded.chars().peekable() }.filter(|token| token == "%" || token.chars().any(char::is_alphanumeric));
    let mut pending = raw.next();
    while let Some(token) = pending.take() {
        pending = raw.next();
        let Some(mut number) = number::of_token(&token).or_else(|| {
            let thousandths = number::of_word(&token)?;
            Some(Number { thousandths, unit: Unit::Plain })
        }) else {
            if token != "%" {
                tokens.push(Token::Word(token));
            }
            continue;
        };
        while let Some(next) = &pending {
            if let Some(product) = number::multiplier(next).and_then(|factor| number.thousandths.checked_mul(factor)) {
                number.thousandths = product;
            } else if let Some(unit) = number::unit(next) {
                number.unit = unit;
            } else if next == "%" {
                number.unit = Unit::Percent;
            } else if let Some(sum) = ones_after_tens(number.thousandths, next) {
                number.thousandths = sum;
            } else {
                break;
            }
            pending = raw.next();
        }
        // "por ciento" is two words; the first stays a word, which costs nothing.
        if let Some(unit) = share_unit(&tokens, number.unit) {
            tokens.iter_mut().rev().skip(1).take(1).for_each(|token| {
                if let Token::Number(before) = token {
                    before.unit = unit;
                }
            });
        }
        tokens.push(Token::Number(number));
    }
    tokens
}

/// "21 or 24 percent", "from 25 to 30 dollars": the first number counts what the second does.
fn share_unit(before: &[Token], unit: Unit) -> Option<Unit> {
    let [.., Token::Number(Number { unit: Unit::Plain, .. }), Token::Word(joint)] = before else { return None };
    (unit != Unit::Plain && matches!(joint.as_str(), "or" | "to" | "and" | "o" | "a" | "y" | "u")).then_some(unit)
}

/// "seventy five", "setenta y cinco" (the "y" is skipped by no one: it stays a word).
fn ones_after_tens(thousandths: u64, word: &str) -> Option<u64> {
    let ones = number::of_word(word).filter(|ones| *ones < 10_000)?;
    let is_tens = (20_000..100_000).contains(&thousandths) && thousandths.is_multiple_of(10_000);
    is_tens.then_some(thousandths + ones)
}

struct RawTokens<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
}

impl Iterator for RawTokens<'_> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        while self.rest.next_if(|&c| !c.is_alphanumeric() && c != '$' && c != '%').is_some() {}
        let mut token = String::new();
        while let Some(&character) = self.rest.peek() {
            let last = token.chars().last();
            let after_digit = last.is_some_and(|c| c.is_ascii_digit());
            let joins = character.is_alphanumeric()
                || (character == '\'' && last.is_some_and(char::is_alphabetic))
                || (matches!(character, ',' | '.') && after_digit && self.digit_follows())
                || (character == '$' && token.is_empty())
                || (character == '%' && (after_digit || token.is_empty()));
            if !joins || last == Some('%') {
                break;
            }
            token.push(character);
            self.rest.next();
            // "5-day" parts by itself; "3pm", "24hrs", "25an" part where letters follow a plain number.
            if token.chars().all(|c| c.is_ascii_digit()) && self.unit_follows() {
                break;
            }
        }
        while token.ends_with('\'') {
            token.pop();
        }
        (!token.is_empty()).then_some(token)
    }
}

impl RawTokens<'_> {
    fn digit_follows(&self) -> bool {
        let mut ahead = self.rest.clone();
        ahead.next();
        ahead.next().is_some_and(|c| c.is_ascii_digit())
    }

    /// Whether letters follow that make a word of their own: "hrs", "hr", "days", "am", "pm", "states".
    fn unit_follows(&self) -> bool {
        let letters: String = self.rest.clone().take_while(|c| c.is_alphabetic()).collect();
        matches!(
            letters.as_str(),
            "am" | "pm"
                | "hr"
                | "hrs"
                | "hour"
                | "hours"
                | "day"
                | "days"
                | "year"
                | "years"
                | "yr"
                | "yrs"
                | "states"
                | "an"
                | "per"
                | "percent"
                | "million"
                | "billion"
                | "mil"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let shown: Vec<String> = tokens(text)
            .into_iter()
            .map(|token| match token {
                Token::Word(word) => word,
                Token::Number(number) => format!(
                    "<{number}{}>",
                    match number.unit {
                        Unit::Plain => "",
                        Unit::Percent => "%",
                        Unit::Dollars => "$",
                    }
                ),
            })
            .collect();
        shown.join(" ")
    }

    #[test]
    fn text_is_cut_into_words_and_numbers() {
        for (text, expected) in [
            ("was it 75,000, right?", "was it <75000> right"),
            ("21 percent or 24%?", "<21%> or <24%>"),
            ("was it 21 or 24 percent", "was it <21%> or <24%>"),
            ("$25/hr in 2023", "<25$> hr in <2023>"),
            ("made 3.29 billion dollars", "made <3290000000$>"),
            ("24hrs, 3pm", "<24> hrs <3> pm"),
            ("1199nw and sb-525", "1199nw and sb <525>"),
            ("don't 'quote' it", "don't quote it"),
            ("seventy five thousand", "<75000>"),
            ("3 mil millones", "<3000000000>"),
            ("six-five-five", "<6> <5> <5>"),
            ("%%% $ ...", ""),
        ] {
            assert_eq!(shown(text), expected, "{text:?}");
        }
    }
}
