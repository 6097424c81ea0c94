//! A question in the form in which it can be compared. Parsing is the only way to get one, and it is never empty.

use serde::{Deserialize, Serialize};

use super::number::{Number, Unit};
use super::token::{Token, tokens};
use super::{Language, chat, fold, is_negation, is_stop_word, stem};

/// One word or number of a question.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Term {
    /// A word.
    Word {
        /// Folded, short forms written out.
        surface: String,
        /// Its Snowball stem.
        stem: String,
    },
    /// A number.
    Number(Number),
}

impl Term {
    /// A word and its stem, by the rules of the language in which the word is at home, else of `language`.
    #[must_use]
    pub fn word(surface: String, language: Language) -> Self {
        let stem = stem::stem(&surface, language);
        Self::Word { surface, stem }
    }

    /// Whether the term may carry a subject: a word that is no stop word.
    #[must_use]
    pub fn is_content(&self) -> bool {
        matches!(self, Self::Word { surface, .. } if !is_stop_word(surface))
    }
}

/// A question that can be compared: at least one term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Term>,
    language: Option<Language>,
}

impl Query {
    /// Reads a text; `None` when nothing is left to compare.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let tokens = tokens(&fold(text));
        let words = tokens.iter().filter_map(|token| match token {
            Token::Word(word) => Some(word.as_str()),
            Token::Number(_) => None,
        });
        // Spanish marks that folding takes away. An "ñ" may be that of a name in an English question, so words outweigh it.
        let marked = text.contains(['¿', '¡']);
        let has_ene = text.contains(['ñ', 'Ñ']);
        let by_words = || Language::of_words(words).or(has_ene.then_some(Language::Spanish));
        let language = if marked { Some(Language::Spanish) } else { by_words() };
        let mut terms = Vec::with_capacity(tokens.len());
        let mut expanded = Vec::new();
        for token in tokens {
            match token {
                Token::Number(number) => terms.push(Term::Number(number)),
                Token::Word(word) => {
                    chat::expand(&word, language, &mut expanded);
                    terms.extend(expanded.drain(..).map(|surface| Term::word(surface, language.unwrap_or(Language::English))));
                }
            }
        }
        Self::of_terms(terms, language)
    }

    /// A query of given terms; `None` for none.
    #[must_use]
    pub fn of_terms(terms: Vec<Term>, language: Option<Language>) -> Option<Self> {
        (!terms.is_empty()).then_some(Self { terms, language })
    }

    /// The terms in the order of the text; at least one.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The language that carries the text; `None` where nothing speaks for any.
    #[must_use]
    pub const fn language(&self) -> Option<Language> {
        self.language
    }

    /// The folded words, without the numbers.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().filter_map(|term| match term {
            Term::Word { surface, .. } => Some(surface.as_str()),
            Term::Number(_) => None,
        })
    }

    /// The numbers, in order.
    pub fn numbers(&self) -> impl Iterator<Item = Number> {
        self.terms.iter().filter_map(|term| match term {
            Term::Number(number) => Some(*number),
            Term::Word { .. } => None,
        })
    }

    /// The words that may carry a subject.
    pub fn content(&self) -> impl Iterator<Item = &Term> {
        self.terms.iter().filter(|term| term.is_content())
    }

    /// The stems of what is negated: the next word that may carry a subject after each negation. "Not sure when" negates the person's
    /// own knowing, "not only" nothing, and "wasn't there a second one" expects a yes: who says so asks as if without the negation.
    pub fn negated(&self) -> impl Iterator<Item = &str> {
        let negation = |term: &Term| matches!(term, Term::Word { surface, .. } if is_negation(surface));
        let expects_yes = |at: usize| at == 1 && self.terms.first().is_some_and(|term| matches!(term, Term::Word { surface, .. } if is_auxiliary(surface)));
        let places = self.terms.iter().enumerate().filter(move |(at, term)| negation(term) && !expects_yes(*at));
        let after = places.filter_map(|(at, _)| self.terms.get(at + 1..));
        let asked = after.filter(|after| !matches!(after.first(), Some(Term::Word { surface, .. }) if negates_nothing(surface)));
        asked.filter_map(move |after| {
            after.iter().find_map(|term| match term {
                Term::Word { stem, .. } if term.is_content() && !negation(term) => Some(stem.as_str()),
                _ => None,
            })
        })
    }

    /// The text in normal form: two questions that differ only in writing have the same one.
    #[must_use]
    pub fn normal_form(&self) -> String {
        let mut form = String::new();
        for term in &self.terms {
            if !form.is_empty() {
                form.push(' ');
            }
            match term {
                Term::Word { surface, .. } => form.push_str(surface),
                Term::Number(number) => {
                    form.push_str(&number.to_string());
                    form.push_str(match number.unit {
                        Unit::Plain => "",
                        Unit::Percent => "%",
                        Unit::Dollars => "$",
                    });
                }
            }
        }
        form
    }
}

/// Words after a negation that tell of the asker's own knowing, or that take it back; and question words, before which "no" is a hasty
/// "know".
fn negates_nothing(word: &str) -> bool {
    matches!(word, "sure" | "know" | "certain" | "understand" | "find" | "see" | "hear" | "idea" | "se" | "entiendo" | "encuentro" | "seguro" | "segura")
        || matches!(word, "only" | "just" | "solo" | "solamente" | "where" | "what" | "when" | "who" | "how" | "if")
}

/// Verbs that open a question to be answered with yes or no.
fn is_auxiliary(word: &str) -> bool {
    matches!(word, "is" | "are" | "was" | "were" | "do" | "does" | "did" | "has" | "have" | "had" | "can" | "could" | "will" | "would" | "should")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_negated_is_the_next_word_that_matters() {
        for (text, negated) in [
            ("which hospitals are NOT open", vec!["open"]),
            ("who wasn't on strike", vec!["strike"]),
            ("not sure when it ended", vec![]),
            ("¿dónde no hubo huelga?", vec!["huelg"]),
            ("is it open", vec![]),
            ("wasn't there a second strike", vec![]),
            ("not only nurses struck", vec![]),
            ("i need to no where to go", vec![]),
        ] {
            assert_eq!(Query::new(text).unwrap().negated().collect::<Vec<_>>(), negated, "{text}");
        }
    }

    #[test]
    fn nothing_to_compare_is_no_query() {
        for text in ["", " ", "?", "!!!", "🙂", "\u{200b}", "...", "'", "\u{0}"] {
            assert_eq!(Query::new(text), None, "{text:?}");
        }
    }

    #[test]
    fn writings_of_one_question_have_one_normal_form() {
        for (one, other) in
            [("What's the raise?", "whats the raise"), ("¿Cuándo empezó?", "cuando empezo"), ("was it 75,000 people", "was it 75k ppl"), ("don't", "do not")]
        {
            assert_eq!(Query::new(one).unwrap().normal_form(), Query::new(other).unwrap().normal_form());
        }
    }
}
