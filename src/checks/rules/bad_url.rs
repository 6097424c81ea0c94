//! # What it does
//! Finds addresses that can't be opened: not `http://` or `https://`, without a host, or with spaces in them.
//!
//! # Why it is bad
//! An answer is worth its sources; a member who taps a dead address trusts neither.
//!
//! # Example
//! `url = "www.gazette.example/ovens"`

use crate::checks::{CheckContext, Rule};
use crate::knowledge::{Finding, Knowledge, Level};

pub const RULE: Rule = Rule { code: "bad-url", level: Level::Error, summary: "an address that can't be opened", check };

fn check(knowledge: &Knowledge, _: &CheckContext) -> Vec<Finding> {
    let addresses = knowledge.sources.iter().filter_map(|source| source.url.as_ref());
    addresses
        .filter_map(|url| {
            let (message, help) = fault(&url.value)?;
            Some(RULE.at(url.span.clone(), message).help(help))
        })
        .collect()
}

/// What is wrong with an address, and what to do.
fn fault(url: &str) -> Option<(&'static str, &'static str)> {
    const COPY: &str = "copy the whole address from the browser: https://…";
    let Some((scheme, rest)) = url.split_once("://") else { return Some(("this address does not begin with https://", COPY)) };
    if !["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return Some(("this address does not begin with https://", COPY));
    }
    if url.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"')) {
        return Some(("this address holds a character that no address can hold", "write %20 for a space; where two addresses stand here, keep one"));
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default().split(':').next().unwrap_or_default();
    let is_host = host.split('.').count() > 1 && host.split('.').all(|label| !label.is_empty());
    (!is_host).then_some(("this address names no site", COPY))
}

#[cfg(test)]
mod tests {
    use super::{RULE, fault};
    use crate::checks::testing::found;

    #[test]
    fn addresses_that_can_be_opened_pass() {
        for url in ["https://gazette.example", "http://www.gazette.example:8080/a_(b)?c=d#e", "HTTPS://gazette.example/ñ", "https://u@gazette.example/"] {
            assert_eq!(fault(url), None, "{url}");
        }
    }

    #[test]
    fn addresses_that_cannot_be_opened_are_found() {
        for url in
            ["www.gazette.example", "ftp://gazette.example", "https://", "https:///ovens", "https://gazette", "https://gazette..example", "https://a b.example"]
        {
            assert!(fault(url).is_some(), "{url}");
        }
        let rest = "url = \"https://gazette .example\"\n[sources.b]\npublisher = \"B\"\ntitle = \"B\"\nurl = \"mailto:b@b.example\"\n";
        assert_eq!(
            found(&RULE, "", rest),
            [
                "https://gazette .example: this address holds a character that no address can hold",
                "mailto:b@b.example: this address does not begin with https://"
            ]
        );
    }
}
