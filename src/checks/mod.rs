//! What `strikebot check` finds in a knowledge that can be read: stale, dangerous, too long, or hard to find answers. One rule a
//! file in `rules`; each returns findings that point at the curator's own text and say what to do in words for someone who
//! does not program. What keeps a file from being read at all is found while it is read and parsed ([`PARSER_CODES`]).

mod phrasings;
mod rules;
#[cfg(test)]
mod testing;
mod texts;

use jiff::civil::Date;

use crate::knowledge::{Finding, Knowledge, Level, Span};
use crate::matching::LeftOut;

/// What a rule must know beside the knowledge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckContext {
    /// The day of the check.
    pub today: Date,
    /// What became of the phrasings when each was left out; empty where nobody measured.
    pub left_out: Vec<LeftOut>,
}

/// One thing to look for.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Kebab-case name.
    pub code: &'static str,
    /// How bad its findings are.
    pub level: Level,
    /// What it looks for, in one line, as the README lists it.
    pub summary: &'static str,
    check: fn(&Knowledge, &CheckContext) -> Vec<Finding>,
}

impl Rule {
    /// A finding of this rule.
    fn at(&self, span: Span, message: impl Into<String>) -> Finding {
        match self.level {
            Level::Error => Finding::error(self.code, span, message),
            Level::Warning => Finding::warning(self.code, span, message),
        }
    }
}

/// All rules, by their codes.
pub const RULES: &[Rule] = &[
    rules::answer_too_long::RULE,
    rules::bad_url::RULE,
    rules::dead_related::RULE,
    rules::does_not_fit::RULE,
    rules::duplicate_phrasing::RULE,
    rules::future_date::RULE,
    rules::left_out::RULE,
    rules::markdown::RULE,
    rules::missing_category::RULE,
    rules::missing_language::RULE,
    rules::near_duplicate_phrasing::RULE,
    rules::no_contact::RULE,
    rules::no_emergency::RULE,
    rules::overlapping_other::RULE,
    rules::pings::RULE,
    rules::pulling_words::RULE,
    rules::question_too_long::RULE,
    rules::repeated_phrasing::RULE,
    rules::stale_review::RULE,
    rules::synonym_in_two_groups::RULE,
    rules::too_few_phrasings::RULE,
    rules::unplaced_service::RULE,
    rules::unused_source::RULE,
    rules::valid_until_before_as_of::RULE,
];

/// What keeps files from being read, all of it errors, by code, and what each means.
pub const PARSER_CODES: &[(&str, &str)] = &[
    ("bad-id", "an id is not lower-case letters, digits and hyphens"),
    ("duplicate-id", "two entries, two declines or two sources have the same id"),
    ("empty-text", "a text has nothing in it"),
    ("missing-key", "something required is not there"),
    ("no-campaign", "no file has a `[campaign]`"),
    ("no-source", "an entry cites no source"),
    ("not-utf-8", "a file is text in another encoding than UTF-8"),
    ("schema", "a file does not say which version of the format it is in, or says one that is not known"),
    ("second-campaign", "more than one file has a `[campaign]`"),
    ("syntax", "a file is not TOML: a quotation mark, a bracket or a comma is lost, or a key stands twice"),
    ("unknown-entry", "a campaign or another dispute names an entry that is not there"),
    ("unknown-key", "a key is not known; the nearest known one is named"),
    ("unknown-related", "an entry is related to one that is not there"),
    ("unknown-source", "an entry cites a source that is not there"),
    ("unknown-value", "a value is not one of those that the key can have"),
    ("wrong-kind", "a value is of another kind: a number where a text must stand, a text where a list must"),
];

/// Everything that the rules find, in the order of the files.
#[must_use]
pub fn check(knowledge: &Knowledge, context: &CheckContext) -> Vec<Finding> {
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| (rule.check)(knowledge, context)).collect();
    findings.sort_by_key(|finding| finding.span.as_ref().map(|span| (span.file, span.bytes.start)));
    findings
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{PARSER_CODES, RULES};

    fn codes() -> impl Iterator<Item = &'static str> {
        RULES.iter().map(|rule| rule.code).chain(PARSER_CODES.iter().map(|(code, _)| *code))
    }

    #[test]
    fn the_tables_are_sorted_and_no_code_stands_twice() {
        assert!(RULES.is_sorted_by(|one, next| one.code < next.code));
        assert!(PARSER_CODES.is_sorted_by(|(one, _), (next, _)| one < next));
        assert!(PARSER_CODES.iter().all(|(code, _)| RULES.iter().all(|rule| rule.code != *code)));
    }

    #[test]
    fn every_rule_has_a_file_of_its_name_with_the_whole_of_its_documentation_and_a_test() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/checks/rules");
        for rule in RULES {
            let path = folder.join(format!("{}.rs", rule.code.replace('-', "_")));
            let text = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("no {}", path.display()));
            for part in ["//! # What it does", "//! # Why it is bad", "//! # Example", "#[test]"] {
                assert!(text.contains(part), "{} has no `{part}`", path.display());
            }
            assert!(text.contains(&format!("\"{}\"", rule.code)), "{}", path.display());
        }
        let files = std::fs::read_dir(folder).unwrap().count();
        assert_eq!(files, RULES.len() + 1, "a file in rules/ is not in RULES");
    }

    #[test]
    fn every_code_is_in_the_readme() {
        let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap_or_default();
        let listed = |code: &str| readme.contains(&format!("| `{code}` |"));
        if !codes().any(listed) {
            eprintln!("skipped: README.md has no table of the codes yet");
            return;
        }
        let missing: Vec<&str> = codes().filter(|code| !listed(code)).collect();
        assert!(missing.is_empty(), "README.md does not list {missing:?}");
    }
}
