//! The curators' knowledge on Discord: everything in it fits, in both languages, during the dispute and after it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at what it did not expect")]

mod curated;

use curated::{CONTEXT, assistant, shown};
use jiff::civil::{Date, date};
use strikebot::assistant::{Reply, Verdict, sentences};
use strikebot::discord::message::{Component, Message};
use strikebot::discord::render::{self, Audience};
use strikebot::discord::{Asker, CustomId, Place, Request, Response, limits, respond};
use strikebot::text::Language;

const DAYS: [Date; 2] = [date(2023, 10, 4), CONTEXT.today];

fn asker(language: Language) -> Asker {
    Asker { language: Some(language), place: Place::Interaction, is_first: false }
}

fn said(request: &Request, language: Language, today: Date) -> Message {
    match respond(assistant(), request, asker(language), today) {
        Response::Say(message) | Response::Replace(message) | Response::Share { copy: message, .. } => message,
        Response::Complete(_) => panic!("choices are no message"),
    }
}

fn choices(typed: &str, language: Language) -> Vec<(String, String)> {
    match respond(assistant(), &Request::Complete { typed: typed.to_owned() }, asker(language), DAYS[1]) {
        Response::Complete(choices) => choices,
        Response::Say(_) | Response::Replace(_) | Response::Share { .. } => panic!("no choices"),
    }
}

#[test]
fn every_answer_fits_in_both_languages() {
    for entry in &assistant().knowledge().entries {
        for (language, text) in entry.text.iter() {
            for today in DAYS {
                for request in [
                    Request::Ask { question: text.question.value.clone() },
                    Request::Press { id: Some(CustomId::Ask { language, entry: entry.id.value.clone() }), chosen: None, ephemeral: true },
                ] {
                    let message = said(&request, language, today);
                    assert_eq!(limits::check(&message), Ok(()), "{}", entry.id.value);
                    assert!(message.content.contains(&text.answer.value.replace('*', "\\*")), "{} is whole: {}", entry.id.value, message.content);
                }
            }
        }
    }
}

#[test]
fn the_words_are_those_of_every_edge() {
    let questions =
        ["pharmacies", "¿hay farmacias abiertas?", "how long is the wait in the er", "is my appointment on and why did they strike", "chest pain", "qwzx"];
    for question in questions {
        let reply = assistant().reply(question, CONTEXT);
        let content = said(&Request::Ask { question: question.to_owned() }, CONTEXT.fallback, CONTEXT.today).content;
        let words = shown(&reply);
        let before_sources = words.lines().take_while(|line| !line.starts_with("Source") && !line.starts_with("Fuente"));
        for line in before_sources.filter(|line| reply.suggestions.iter().all(|suggestion| suggestion.question != *line)) {
            assert!(content.contains(line), "{question}: {line}\n{content}");
        }
    }
}

#[test]
fn every_decline_fits_in_both_languages() {
    let knowledge = assistant().knowledge();
    for decline in &knowledge.declines {
        for language in Language::ALL {
            let own = decline.text.best(language).and_then(|(_, text)| text.reply.as_ref());
            let message = own.map_or_else(|| sentences::declined(language, &knowledge.campaign), |reply| reply.value.clone());
            let reply = Reply { decision: Verdict::Abstain, message: Some(message), ..Reply::empty("", language) };
            assert_eq!(limits::check(&render::message(knowledge, &reply, None, Audience::Asker)), Ok(()), "{}", decline.id.value);
        }
        for (language, text) in decline.text.iter() {
            for phrasing in text.phrasings.iter().take(2) {
                assert_eq!(limits::check(&said(&Request::Ask { question: phrasing.value.clone() }, language, DAYS[1])), Ok(()), "{}", phrasing.value);
            }
        }
    }
}

#[test]
fn commands_fit_and_every_entry_can_be_browsed_to() {
    for language in Language::ALL {
        for request in [Request::Services, Request::About] {
            assert_eq!(limits::check(&said(&request, language, DAYS[1])), Ok(()));
        }
        let services = assistant().knowledge().entries.iter().filter(|entry| entry.service.is_some());
        for (_, text) in services.filter_map(|entry| entry.text.best(language)) {
            let board = said(&Request::Services, language, DAYS[1]);
            let field = board.embeds.iter().flat_map(|embed| &embed.fields).find(|field| text.question.value.starts_with(field.name.trim_end_matches('…')));
            assert!(field.is_some_and(|field| field.value.contains("](")), "no source of {:?}", text.question.value);
        }
        let chosen = |menu: &Message, of: fn(&CustomId) -> bool| -> Vec<(CustomId, String)> {
            let components = menu.components.iter().flat_map(|row| &row.0);
            let menus = components.filter_map(|component| match component {
                Component::Select(menu) => Some((CustomId::read(&menu.custom_id)?, menu)),
                Component::Button(_) => None,
            });
            menus
                .filter(|(id, _)| of(id))
                .flat_map(|(id, menu)| menu.options.iter().map(move |option| (id.clone(), option.value.clone())).collect::<Vec<_>>())
                .collect()
        };
        let topics = said(&Request::Topics, language, DAYS[1]);
        let mut found = 0;
        for (id, topic) in chosen(&topics, |id| matches!(id, CustomId::Topic { .. })) {
            let questions = said(&Request::Press { id: Some(id), chosen: Some(topic), ephemeral: true }, language, DAYS[1]);
            assert_eq!(limits::check(&questions), Ok(()));
            found += chosen(&questions, |id| matches!(id, CustomId::Entry { .. })).len();
        }
        assert_eq!(found, assistant().knowledge().entries.len());
    }
}

#[test]
fn questions_are_offered_for_unfinished_and_misspelt_words() {
    let question = |id: &str, language| {
        let knowledge = assistant().knowledge();
        knowledge[knowledge.entry_named(id).unwrap()].text.get(language).unwrap().question.value.clone()
    };
    let mut missed = Vec::new();
    for (typed, language, id) in TYPED {
        let choices = choices(typed, *language);
        let place = choices.iter().position(|(_, value)| *value == question(id, *language));
        if place.is_none_or(|place| place > 2) {
            missed.push((typed, id, place, choices.into_iter().take(3).collect::<Vec<_>>()));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

/// What is typed so far, and the entry that is among the first three then.
const TYPED: &[(&str, Language, &str)] = &[
    ("pharm", Language::English, "pharmacies"),
    ("are pharmcies op", Language::English, "pharmacies"),
    ("farmac", Language::Spanish, "pharmacies"),
    ("famacias abi", Language::Spanish, "pharmacies"),
    ("hospitls", Language::English, "hospitals-and-ers"),
    ("emergency ro", Language::English, "hospitals-and-ers"),
    ("where does this infor", Language::English, "about-the-sources"),
    ("strike over", Language::English, "strike-over"),
];

#[test]
fn something_of_every_topic_is_offered_before_anything_is_typed() {
    let knowledge = assistant().knowledge();
    for language in Language::ALL {
        let offered = choices("", language);
        assert_eq!(offered.len(), limits::CHOICES);
        let entries = knowledge
            .entries
            .iter()
            .filter(|entry| entry.text.best(language).is_some_and(|(_, text)| offered.iter().any(|(_, value)| *value == text.question.value)));
        let topics: std::collections::HashSet<_> = entries.map(|entry| entry.category.as_ref().map(|category| &category.value)).collect();
        let all: std::collections::HashSet<_> = knowledge.entries.iter().map(|entry| entry.category.as_ref().map(|category| &category.value)).collect();
        assert_eq!(topics, all);
    }
}
