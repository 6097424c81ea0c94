//! What members see on Discord. Replies are made by hand where a change of the engine must change nothing, else a made-up dispute
//! answers. Whatever is asked, typed or pressed: the response keeps Discord's limits and repeats nothing of it.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops at what it did not expect")]

mod drawn;

use std::fmt::Write;
use std::sync::LazyLock;

use drawn::{drawn, responded};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use strikebot::assistant::{Answer, Assistant, Notice, Reply, Suggestion, Unsaid, Verdict, sentences};
use strikebot::discord::message::{Component, Message};
use strikebot::discord::render::{self, Audience};
use strikebot::discord::{Asker, CustomId, Place, Request, Response, limits, respond};
use strikebot::knowledge::{Knowledge, SourceFile, parse};
use strikebot::matching::Index;
use strikebot::text::Language::{self, English, Spanish};

const TODAY: Date = date(2031, 5, 5);
const LATER: Date = date(2031, 6, 1);
const TYPED: &str = "xyzzy @everyone";

fn parsed(text: String) -> Knowledge {
    let parsed = parse(vec![SourceFile { path: "made-up.toml".to_owned(), text }]);
    parsed.knowledge.unwrap_or_else(|| panic!("{:?}", parsed.findings))
}

fn learnt(text: String) -> Assistant {
    let knowledge = parsed(text);
    let index = Index::build(&knowledge);
    Assistant::new(knowledge, index)
}

static MILL: LazyLock<Assistant> = LazyLock::new(|| learnt(include_str!("fixtures/mill.toml").to_owned()));

/// All that curators could overdo: long ids, titles, questions and answers, many topics, questions and sources.
static MUCH: LazyLock<Assistant> = LazyLock::new(|| {
    let long = |word: &str, times: usize| vec![word; times].join(" ");
    let mut text =
        format!("schema = 1\n[campaign]\nid = \"much\"\ntitle = \"{}\"\ncontact = \"{}\"\nemergency = \"entry-0\"\n", long("title", 300), long("contact", 500));
    for source in 0..40 {
        let (title, path) = (long("headline", 60), "a".repeat(source * 20));
        writeln!(text, "[sources.s{source}]\npublisher = \"Publisher {source} {}\"\ntitle = \"{title}\"\nurl = \"https://a.example/({path})\"", long("of", 30))
            .unwrap();
    }
    let states = ["open", "limited", "may-close", "closed", "rescheduled"];
    for entry in 0..160 {
        let id = if entry % 7 == 3 { format!("entry-{entry}-{}", "x".repeat(110)) } else { format!("entry-{entry}") };
        let category = if entry < 130 { "many".to_owned() } else { format!("topic-{entry}") };
        let sources: Vec<String> = (0..40).map(|source| format!("\"s{source}\"")).collect();
        let question = format!("Question {entry} {}?", long("word", entry));
        let answer = format!("Answer {entry}. {}", long("A sentence of the answer.", entry * 3));
        let state = states[entry % states.len()];
        writeln!(
            text,
            "[[entries]]\nid = \"{id}\"\ncategory = \"{category}\"\nquestion = \"{question}\"\nphrasings = [\"short {entry}\"]\nanswer = \"{answer}\""
        )
        .unwrap();
        writeln!(text, "sources = [{}]\nas_of = 2031-05-04\nservice = \"{state}\"\nrelated = [\"entry-1\", \"entry-2\"]", sources.join(", ")).unwrap();
        writeln!(text, "[entries.es]\nquestion = \"¿Pregunta {entry}?\"\nanswer = \"{}\"", "ñ".repeat(3000)).unwrap();
    }
    learnt(text)
});

fn asker(language: Option<Language>, place: Place) -> Asker {
    Asker { language, place, is_first: false }
}

fn by_command(language: Language) -> Asker {
    asker(Some(language), Place::Interaction)
}

fn press(written: &str, chosen: Option<&str>, ephemeral: bool) -> Request {
    Request::Press { id: CustomId::read(written), chosen: chosen.map(str::to_owned), ephemeral }
}

fn message(response: &Response) -> &Message {
    match response {
        Response::Say(message) | Response::Replace(message) | Response::Share { copy: message, .. } => message,
        Response::Complete(_) => panic!("choices are no message"),
    }
}

fn answer(id: &str, language: Language, past: bool) -> Answer {
    let knowledge = MILL.knowledge();
    let entry = &knowledge[knowledge.entry_named(id).unwrap()];
    Answer::new(knowledge, entry, entry.text.best(language).unwrap().1, past)
}

fn suggestion(id: &str, language: Language) -> Suggestion {
    let knowledge = MILL.knowledge();
    Suggestion::new(&knowledge[knowledge.entry_named(id).unwrap()], language).unwrap()
}

fn replies(language: Language) -> Vec<(&'static str, Reply)> {
    let campaign = &MILL.knowledge().campaign;
    let answer = |id, past| answer(id, language, past);
    let suggestion = |id| suggestion(id, language);
    let reply = |decision| Reply { decision, ..Reply::empty(TYPED, language) };
    let answered = || reply(Verdict::Answer);
    let abstained = || reply(Verdict::Abstain);
    vec![
        ("answer of the past with a related question", {
            Reply { answers: vec![answer("gates", true)], suggestions: vec![suggestion("shop")], notices: vec![Notice::Past], ..answered() }
        }),
        ("answer that corrects, without an address", Reply { answers: vec![answer("pay", false)], notices: vec![Notice::Correction], ..answered() }),
        ("answer in English only", Reply { answers: vec![answer("shop", false)], notices: vec![Notice::OtherLanguage], ..answered() }),
        ("two parts answered", Reply { answers: vec![answer("gates", false), answer("pay", false)], ..answered() }),
        ("emergency and another part", {
            Reply { answers: vec![answer("danger", false), answer("gates", false)], notices: vec![Notice::Emergency], ..answered() }
        }),
        ("one part answered, the other offered", {
            let suggestions = vec![suggestion("pay"), suggestion("shop")];
            Reply { answers: vec![answer("gates", false)], suggestions, unanswered: vec![TYPED.to_owned()], ..answered() }
        }),
        ("did you mean", Reply { suggestions: vec![suggestion("gates"), suggestion("shop"), suggestion("pay")], ..reply(Verdict::Clarify) }),
        ("unknown, and another dispute", {
            let message = Some(sentences::unknown(language, campaign));
            Reply { message, unsaid: Some(Unsaid::Unknown), notices: vec![Notice::OtherCampaign], ..abstained() }
        }),
        ("declined", {
            let message = Some(sentences::declined(language, campaign));
            Reply { declined: Some("weather".to_owned()), message, unsaid: Some(Unsaid::Declined("weather".to_owned())), ..abstained() }
        }),
        ("one part answered, the other declined", {
            let message = Some(sentences::other_part_declined(language, campaign, None));
            Reply { answers: vec![answer("gates", false)], message, unsaid: Some(Unsaid::Declined("weather".to_owned())), ..answered() }
        }),
        ("one part answered, the other unknown, and another dispute", {
            let message = Some(sentences::other_part_unknown(language, campaign));
            Reply { answers: vec![answer("pay", false)], message, unsaid: Some(Unsaid::Unknown), notices: vec![Notice::OtherCampaign], ..answered() }
        }),
        ("more than is answered at once", {
            let message = Some(sentences::TOO_MANY.in_language(language).to_owned());
            Reply { answers: vec![answer("gates", false), answer("pay", false)], message, is_cut: true, ..answered() }
        }),
    ]
}

fn shown(language: Language) -> String {
    let replies = replies(language).into_iter();
    let shown = replies.map(|(name, reply)| format!("== {name}\n{}\n", drawn(&render::message(MILL.knowledge(), &reply, None, Audience::Asker))));
    shown.collect::<Vec<_>>().concat()
}

#[test]
fn replies_look_like_this_in_english() {
    insta::assert_snapshot!(shown(English));
}

#[test]
fn replies_look_like_this_in_spanish() {
    insta::assert_snapshot!(shown(Spanish));
}

#[test]
fn commands_and_buttons_look_like_this() {
    let mut shown = String::new();
    for language in Language::ALL {
        let code = language.code();
        for (what, request, today) in [
            ("/services", Request::Services, TODAY),
            ("/services afterwards", Request::Services, LATER),
            ("/topics", Request::Topics, TODAY),
            ("/about", Request::About, TODAY),
            ("nothing typed", Request::Complete { typed: String::new() }, TODAY),
            ("a suggestion pressed", press(&format!("ask:{code}:pay"), None, true), TODAY),
            ("a suggestion pressed below a message", press(&format!("ask:{code}:pay"), None, false), TODAY),
            ("Show in the channel", press(&format!("show:{code}:gates,gone"), None, true), LATER),
            ("the other language", press(&format!("lang:{code}:danger,pay:e"), None, true), TODAY),
            ("a topic chosen", press(&format!("topic:{code}"), Some("-"), true), TODAY),
            ("a topic that is gone", press(&format!("topic:{code}"), Some("gone"), true), TODAY),
            ("a question chosen", press(&format!("entry:{code}"), Some("shop"), true), TODAY),
            ("an entry that is gone", press(&format!("ask:{code}:gone"), None, true), TODAY),
            ("a copy of what is gone", press(&format!("show:{code}:gone"), None, true), TODAY),
            ("a button of nobody", press("nonsense", None, true), TODAY),
        ] {
            let response = respond(&MILL, &request, by_command(language), today);
            writeln!(shown, "== {code}: {what}\n{}", responded(&response)).unwrap();
        }
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn a_first_direct_message_is_greeted_unless_someone_is_in_danger() {
    let first = Asker { language: None, place: Place::Message, is_first: true };
    let said = |question: &str, asker| message(&respond(&MILL, &Request::Ask { question: question.to_owned() }, asker, TODAY)).clone();
    let greeted = said("Are the mill gates open?", first);
    assert!(greeted.content.starts_with("Hello! I answer questions about Mill strike, May 2031"), "{}", greeted.content);
    assert_eq!(greeted.flags, 0);
    assert!(said("¿Qué pide el sindicato?", first).content.starts_with("¡Hola!"));
    assert!(said("my father has chest pain and can't breathe", first).content.starts_with("**This may be an emergency."));
    assert!(!said("Are the mill gates open?", Asker { is_first: false, ..first }).content.contains("Hello"));
    assert!(!said("Are the mill gates open?", Asker { place: Place::Interaction, ..first }).content.contains("Hello"));
}

#[test]
fn the_language_of_a_question_wins_over_that_of_the_asker() {
    for (question, asker, begins) in [
        ("¿Están abiertas las entradas del molino?", by_command(English), "**Usted preguntó"),
        ("Are the mill gates open?", by_command(Spanish), "**You asked"),
        ("xqzt", by_command(Spanish), "No lo sé"),
        ("xqzt", asker(None, Place::Message), "I don't know"),
    ] {
        let response = respond(&MILL, &Request::Ask { question: question.to_owned() }, asker, TODAY);
        assert!(message(&response).content.starts_with(begins), "{question}: {}", message(&response).content);
    }
}

#[test]
fn interactions_are_answered_in_private_and_messages_in_place() {
    for request in [Request::Ask { question: "Are the mill gates open?".to_owned() }, Request::Services, Request::Topics, Request::About] {
        for (place, flags, has_show) in [(Place::Interaction, Message::EPHEMERAL, true), (Place::Alone, Message::EPHEMERAL, false), (Place::Message, 0, false)]
        {
            let response = respond(&MILL, &request, asker(None, place), TODAY);
            let message = message(&response);
            assert_eq!(message.flags, flags);
            let ids = message.components.iter().flat_map(|row| &row.0).filter_map(|component| match component {
                Component::Button(button) => CustomId::read(&button.custom_id),
                Component::Select(_) => None,
            });
            let shows = ids.into_iter().any(|id| matches!(id, CustomId::Show { .. }));
            assert_eq!(shows, has_show && matches!(request, Request::Ask { .. }), "{request:?}");
        }
    }
}

#[test]
fn what_is_offered_first_is_what_is_typed_with_typos_and_unfinished() {
    for (typed, language, first) in [
        ("las entrdas", English, "¿Están abiertas las entradas del molino?"),
        ("gat", English, "Are the mill gates open?"),
        ("are the mill gtaes", English, "Are the mill gates open?"),
        ("shpo op", English, "Is the mill shop open?"),
        ("WHAT DOES THE UN", English, "What does the union ask for?"),
        ("emergenc", English, "What should I do in an emergency?"),
        ("que pide", Spanish, "¿Qué pide el sindicato?"),
        ("sindic", Spanish, "¿Qué pide el sindicato?"),
        ("entrdas", Spanish, "¿Están abiertas las entradas del molino?"),
        ("¿Qué hago en", Spanish, "¿Qué hago en una emergencia?"),
    ] {
        let Response::Complete(choices) = respond(&MILL, &Request::Complete { typed: typed.to_owned() }, by_command(language), TODAY) else {
            panic!("{typed}")
        };
        assert_eq!(choices.first().map(|(name, _)| name.as_str()), Some(first), "{typed}: {choices:?}");
        assert!(choices.iter().all(|(name, value)| name == value));
    }
}

#[test]
fn a_reply_in_the_other_language_says_all_that_it_said_and_a_copy_for_all_nothing_of_the_asker() {
    let corrected = sentences::CORRECTION;
    let in_danger = sentences::EMERGENCY;
    for language in Language::ALL {
        let (campaign, other) = (&MILL.knowledge().campaign, language.other());
        for (what, reply) in replies(language) {
            let message = render::message(MILL.knowledge(), &reply, None, Audience::Asker);
            for request in pressed(&message) {
                let Request::Press { id: Some(id), .. } = &request else { continue };
                let (spoken, is_copy) = match id {
                    CustomId::Language { .. } => (other, false),
                    CustomId::Show { .. } => (language, true),
                    _ => continue,
                };
                let response = respond(&MILL, &request, by_command(language), LATER);
                let shown = self::message(&response);
                let is_partly = |unsaid: &Unsaid| !is_copy && !reply.answers.is_empty() && reply.unsaid.as_ref() == Some(unsaid);
                let all = replies(spoken);
                let same = all.iter().find(|(name, _)| *name == what).map(|(_, same)| same).unwrap();
                let offered = |message: &Message| {
                    let ids = pressed(message).into_iter().filter_map(|request| match request {
                        Request::Press { id: Some(CustomId::Ask { entry, .. }), .. } => Some(entry),
                        _ => None,
                    });
                    ids.collect::<Vec<_>>()
                };
                if !reply.beside(MILL.knowledge()).offered.is_empty() && !is_copy {
                    assert_eq!(offered(shown), offered(&render::message(MILL.knowledge(), same, None, Audience::Asker)), "{what}");
                }
                for (sentence, is_said) in [
                    (corrected.in_language(spoken).to_owned(), reply.notices.contains(&Notice::Correction) && !is_copy),
                    (in_danger.in_language(spoken).to_owned(), reply.notices.contains(&Notice::Emergency)),
                    (sentences::other_campaign(spoken, campaign), reply.notices.contains(&Notice::OtherCampaign) && !is_copy),
                    (sentences::other_part_unknown(spoken, campaign), is_partly(&Unsaid::Unknown)),
                    (sentences::other_part_declined(spoken, campaign, None), is_partly(&Unsaid::Declined("weather".to_owned()))),
                    (sentences::TOO_MANY.in_language(spoken).to_owned(), reply.is_cut && !is_copy),
                ] {
                    assert_eq!(shown.content.contains(&sentence), is_said, "{what}: {sentence}\n{}", shown.content);
                }
            }
        }
    }
}

/// Every request that a button or menu of a message makes.
fn pressed(message: &Message) -> Vec<Request> {
    let components = message.components.iter().flat_map(|row| &row.0);
    let requests = components.flat_map(|component| match component {
        Component::Button(button) => vec![press(&button.custom_id, None, true)],
        Component::Select(menu) => menu.options.iter().map(|option| press(&menu.custom_id, Some(&option.value), false)).collect(),
    });
    requests.collect()
}

#[test]
fn whatever_the_curators_overdo_every_message_keeps_the_limits() {
    for language in Language::ALL {
        for place in [Place::Interaction, Place::Message] {
            let mut requests = vec![Request::Services, Request::Topics, Request::About, Request::Ask { question: "short 150".to_owned() }];
            let code = language.code();
            for entry in [0, 1, 40, 80, 159] {
                requests.extend(["ask", "show", "lang"].map(|kind| press(&format!("{kind}:{code}:entry-{entry}"), None, true)));
            }
            requests.push(press(&format!("show:{code}:entry-155,entry-156,entry-158"), None, true));
            requests.push(press(&format!("topic:{code}"), Some("many"), true));
            for round in 0..2 {
                let responses: Vec<Response> = requests.iter().map(|request| respond(&MUCH, request, asker(Some(language), place), LATER)).collect();
                for (request, response) in requests.iter().zip(&responses) {
                    assert_eq!(limits::check(message(response)), Ok(()), "{request:?}");
                    if let Response::Share { instead, .. } = response {
                        assert_eq!(limits::check(instead), Ok(()), "{request:?}");
                    }
                }
                requests = responses.iter().filter(|_| round == 0).flat_map(|response| pressed(message(response))).collect();
            }
            for typed in ["", "quest", "short 1", "Question 150", "¿Pregunta"] {
                let Response::Complete(choices) = respond(&MUCH, &Request::Complete { typed: typed.to_owned() }, asker(Some(language), place), LATER) else {
                    panic!("{typed}")
                };
                assert_eq!(limits::check_choices(&choices), Ok(()), "{typed}");
                assert_eq!(choices.len(), 25, "{typed}");
            }
        }
    }
}

#[test]
fn a_long_answer_ends_behind_a_sentence_with_a_link_to_the_rest() {
    let response = respond(&MUCH, &press("ask:en:entry-159", None, true), by_command(English), TODAY);
    let content = &message(&response).content;
    assert!(content.contains("A sentence of the answer. [There is more at the source](<https://a.example/%28%29>)"), "{content}");
}

fn any_asker() -> impl Strategy<Value = Asker> {
    let language = prop_oneof![Just(None), Just(Some(English)), Just(Some(Spanish))];
    let place = prop_oneof![Just(Place::Interaction), Just(Place::Message)];
    (language, place, any::<bool>()).prop_map(|(language, place, is_first)| Asker { language, place, is_first })
}

fn any_typed() -> impl Strategy<Value = String> {
    prop_oneof!["\\PC{0,80}", "[a-zñ¿? ]{0,60}", "(gates |open |pay |@everyone |<@1> |union |\\*\\*|`){0,12}", ".{0,30}"]
}

proptest! {
    #[test]
    fn any_text_gets_a_response_within_the_limits(typed in any_typed(), asker in any_asker()) {
        for assistant in [&*MILL, &*MUCH] {
            let response = respond(assistant, &Request::Ask { question: typed.clone() }, asker, TODAY);
            prop_assert_eq!(limits::check(message(&response)), Ok(()));
            prop_assert!(!message(&response).content.contains("@everyone"));
            let Response::Complete(choices) = respond(assistant, &Request::Complete { typed: typed.clone() }, asker, TODAY) else { panic!("choices") };
            prop_assert_eq!(limits::check_choices(&choices), Ok(()));
            prop_assert!(!choices.is_empty());
        }
    }

    #[test]
    fn any_press_gets_a_response_within_the_limits(written in "(ask|show|lang|topic|entry):(en|es)(:[a-z0-9,-]{0,20})?(:[ecoux]{0,4})?", chosen in prop::option::of(any_typed()), asker in any_asker(), ephemeral: bool) {
        let response = respond(&MILL, &press(&written, chosen.as_deref(), ephemeral), asker, TODAY);
        prop_assert_eq!(limits::check(message(&response)), Ok(()));
        let is_in_place = matches!(response, Response::Replace(_) | Response::Share { .. });
        prop_assert_eq!(ephemeral, is_in_place);
    }
}
