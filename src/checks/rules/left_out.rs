//! # What it does
//! Finds phrasings that would not lead to their own entry if the bot had never seen them. Whoever calls the check measures it.
//!
//! # Why it is bad
//! Members do not ask in the curators' words. A phrasing that only finds its entry because it stands there shows that those who ask
//! nearly like it are led elsewhere.
//!
//! # Example
//! "when do ovens go cold" in `strike-begins`, where all else that says "ovens" stands in `equipment`.

use crate::checks::phrasings::Owner;
use crate::checks::texts::name;
use crate::checks::{CheckContext, Rule};
use crate::knowledge::{Finding, Knowledge, Level};

pub const RULE: Rule = Rule { code: "left-out", level: Level::Warning, summary: "a phrasing that only finds its own entry because it stands there", check };

fn check(knowledge: &Knowledge, context: &CheckContext) -> Vec<Finding> {
    let led_elsewhere = context.left_out.iter().filter(|left_out| left_out.own != left_out.found);
    led_elsewhere
        .map(|left_out| {
            let (own, found) = (&left_out.own, &left_out.found);
            let finding = RULE.at(left_out.span.clone(), format!("if this did not stand here, who asks it would be led to `{found}` instead of `{own}`"));
            let help = format!(
                "add two or three phrasings like it in {} to `{own}`, or reword those of `{found}` that come near it; where it fits `{found}` better, move it there",
                name(left_out.language)
            );
            let finding = finding.help(help);
            match Owner::named(knowledge, found) {
                Some(owner) => finding.see(owner.place(knowledge, left_out.language), format!("`{found}` takes it")),
                None => finding,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::checks::LeftOut;
    use crate::checks::testing::{bakers, entry, shown};
    use crate::text::Language;

    #[test]
    fn a_phrasing_that_was_led_elsewhere_names_where_to() {
        let declines = "[[declines]]\nid = \"recipes\"\nphrasings = [\"how to bake\"]\n";
        let knowledge = bakers("", &(entry("bread", "phrasings = [\"ovens cold\", \"bake bread\"]") + &entry("ovens", "") + declines));
        let left_out = |phrasing: usize, found: &str| LeftOut {
            span: knowledge.entries[0].text.get(Language::English).unwrap().phrasings[phrasing].span.clone(),
            own: "bread".to_owned(),
            found: found.to_owned(),
            language: Language::English,
        };
        assert_eq!(
            shown(&RULE, &knowledge, vec![left_out(0, "ovens"), left_out(1, "recipes"), left_out(1, "bread")]),
            [
                "ovens cold: if this did not stand here, who asks it would be led to `ovens` instead of `bread` (`ovens` takes it: What about ovens?)",
                "bake bread: if this did not stand here, who asks it would be led to `recipes` instead of `bread` (`recipes` takes it: recipes)",
            ]
        );
        assert_eq!(shown(&RULE, &knowledge, Vec::new()), [""; 0]);
    }
}
