//! Runs one rule over a small made-up campaign: a union of bakers.

use jiff::civil::{Date, date};

use super::{CheckContext, Rule};
use crate::knowledge::{Finding, Knowledge, SourceFile, Span, parse};
use crate::matching::LeftOut;

/// The day of every check.
pub const TODAY: Date = date(2024, 6, 1);

/// The bakers' knowledge: further lines of `[campaign]`, then the rest of the file.
pub fn bakers(campaign: &str, rest: &str) -> Knowledge {
    let text = format!(
        "schema = 1\n[campaign]\nid = \"bakers\"\ntitle = \"Bakers on strike\"\nnames = [\"bakers\"]\n{campaign}\n\
         [sources.gazette]\npublisher = \"The Gazette\"\ntitle = \"Ovens stay cold\"\n{rest}"
    );
    let parsed = parse(vec![SourceFile { path: "bakers.toml".to_owned(), text }]);
    parsed.knowledge.unwrap_or_else(|| panic!("{:#?}", parsed.findings))
}

/// An entry with the least that it needs, and further lines.
pub fn entry(id: &str, lines: &str) -> String {
    format!("[[entries]]\nid = \"{id}\"\nquestion = \"What about {id}?\"\nanswer = \"Nothing new.\"\nsources = [\"gazette\"]\n{lines}\n")
}

/// What a rule finds: the text it points at, then the message, and the second place where there is one.
pub fn found(rule: &Rule, campaign: &str, rest: &str) -> Vec<String> {
    let knowledge = bakers(campaign, rest);
    shown(rule, &knowledge, Vec::new())
}

/// The same, for phrasings that were measured.
pub fn shown(rule: &Rule, knowledge: &Knowledge, left_out: Vec<LeftOut>) -> Vec<String> {
    let findings = (rule.check)(knowledge, &CheckContext { today: TODAY, left_out });
    let shown = |finding: &Finding| {
        assert_eq!((finding.code, finding.level), (rule.code, rule.level));
        assert!(finding.help.is_some(), "no help: {finding:?}");
        let pointed = finding.span.as_ref().map_or("", |span| written(knowledge, span));
        let related = finding.related.as_ref().map(|(span, label)| format!(" ({label}: {})", written(knowledge, span)));
        format!("{pointed}: {}{}", finding.message, related.unwrap_or_default())
    };
    findings.iter().map(shown).collect()
}

/// What stands at a place.
pub fn written<'k>(knowledge: &'k Knowledge, span: &Span) -> &'k str {
    knowledge.files[span.file].text.get(span.bytes.clone()).unwrap()
}
