//! What is asked: the questions of the evaluation that was used in development, in so many ways that none comes twice.

use std::fs;
use std::path::Path;

/// How people begin. Together with the endings, so many that each question of the evaluation can be asked in over three hundred ways.
const OPENINGS: [&str; 20] = [
    "",
    "hi!",
    "hello,",
    "hey there,",
    "good morning.",
    "good evening,",
    "quick question:",
    "sorry to bother,",
    "excuse me,",
    "does anyone know",
    "my mom wants to know:",
    "asking for a friend:",
    "just wondering,",
    "pls help,",
    "ok so",
    "so,",
    "um,",
    "first time here,",
    "hola,",
    "buenas tardes,",
];

/// How they end.
const ENDINGS: [&str; 16] = [
    "",
    "thanks",
    "thank you!",
    "thx",
    "ty",
    "please",
    "pls",
    "anyone?",
    "i'm confused",
    "can't find it anywhere",
    "just curious",
    "thanks in advance",
    "gracias",
    "por favor",
    "lol",
    "appreciate it",
];

/// All questions that can be asked, by number.
pub struct Questions(Vec<String>);

impl Questions {
    /// From `tests/evaluation/dev.tsv`.
    pub fn read() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/evaluation/dev.tsv");
        let text = fs::read_to_string(path).expect("the questions are there");
        Self(text.lines().skip(1).filter_map(|line| line.split('\t').next()).map(str::to_owned).collect())
    }

    /// One question; those of two numbers below [`Questions::count`] differ. Neighbours are about different things.
    pub fn asked(&self, number: usize) -> String {
        let question = self.0.get(number % self.0.len()).expect("it is below the length");
        let way = number / self.0.len();
        let (opening, ending) = (OPENINGS.get(way % OPENINGS.len()), ENDINGS.get(way / OPENINGS.len() % ENDINGS.len()));
        let words = [opening.copied().unwrap_or_default(), question, ending.copied().unwrap_or_default()];
        words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// How many differ.
    pub const fn count(&self) -> usize {
        self.0.len() * OPENINGS.len() * ENDINGS.len()
    }

    /// What stands in the box while a question is being typed: a beginning of it, with a typo in every other.
    pub fn typed(&self, number: usize) -> String {
        let question = self.asked(number % self.0.len());
        let length = 1 + number * 7 % question.chars().count().clamp(1, 60);
        let mut typed: Vec<char> = question.chars().take(length).collect();
        if number.is_multiple_of(2) && length > 4 {
            typed.swap(length / 2, length / 2 + 1);
        }
        typed.into_iter().collect()
    }
}
