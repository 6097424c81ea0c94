//! # What it does
//! Finds sources that no entry cites.
//!
//! # Why it is bad
//! Members never see it, so it only costs whoever keeps the list up to date; often an entry lost its source by mistake.
//!
//! # Example
//! `[sources.leaflet]`, and no entry with `sources = ["leaflet"]`.

use crate::checks::{CheckContext, Rule};
use crate::knowledge::{Finding, Knowledge, Level};

pub const RULE: Rule = Rule { code: "unused-source", level: Level::Warning, summary: "a source that no entry cites", check };

fn check(knowledge: &Knowledge, _: &CheckContext) -> Vec<Finding> {
    let cited = |id: &str| knowledge.entries.iter().flat_map(|entry| &entry.sources).any(|source| knowledge[source.value].id.value == id);
    let unused = knowledge.sources.iter().filter(|source| !cited(&source.id.value));
    unused
        .map(|source| {
            RULE.at(source.id.span.clone(), format!("no entry cites `{}`", source.id.value))
                .help("name it in the `sources` of the entry it is for, or take it away")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::checks::testing::{entry, found};

    #[test]
    fn a_source_that_nobody_cites_is_found() {
        assert_eq!(found(&RULE, "", &entry("bread", "")), [""; 0]);
        let rest = format!("[sources.leaflet]\npublisher = \"Bakers\"\ntitle = \"Leaflet\"\n{}", entry("bread", ""));
        assert_eq!(found(&RULE, "", &rest), ["leaflet: no entry cites `leaflet`"]);
    }
}
