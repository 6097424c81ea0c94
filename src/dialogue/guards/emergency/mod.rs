//! Recognises that someone describes danger to life **now**, their own or that of someone with them, in the words of worried
//! people on a phone: misspelled, unpunctuated, in English, Spanish or both.
//!
//! Missing one is the worst failure this program can have, so the patterns are broad, and every filter that takes a match away
//! again is narrow. What is recognised stands in the text files under `lists`, in a small pattern language (`patterns`):
//!
//! * `signs_of_….txt`: what can be seen or felt ("can't breathe"). Only an idiom, a denial or a general question takes it away.
//! * `events.txt`: what has happened ("collapsed"). A date in the past or planned care beside it takes it away too.
//! * `topics.txt`: names of what threatens life ("stroke"). They count only where someone has it, calls for help, or says
//!   little else.
//! * `hints.txt`: what is no danger by itself ("sweating"), but is with others beside it, in someone who is named.
//! * `idioms.txt`: uses that mean nothing of the kind ("dying to know"); their words are covered before anything is sought.
//! * `contexts.txt`: the words around a match that the rules above speak of.

mod message;
mod patterns;
mod spelling;

use std::ops::Range;
use std::sync::LazyLock;

use message::Words;
use patterns::{Atom, Lexicon, PatternSet};

/// Whether the raw message describes danger to life now. `names` are what people call the employer: "… is dying" is said of
/// organisations in a manner of speaking.
#[must_use]
pub fn describes_danger<'n>(message: &str, names: impl IntoIterator<Item = &'n str>) -> bool {
    GUARD.describes_danger(message, names)
}

/// The signs, by subject in three files only because one would be long.
const SIGNS: &str = concat!(include_str!("lists/signs_of_illness.txt"), include_str!("lists/signs_of_injury.txt"), include_str!("lists/signs_of_despair.txt"));

static GUARD: LazyLock<Guard> = LazyLock::new(|| Guard::load().0);

/// Words from a topic to a planned or general use of it: "appointment for my seizure medication" is one phrase, a question about
/// an appointment after a plea is another.
const CARE_REACH: usize = 6;

/// Words from an event to what is planned for it.
const PLANNED_REACH: usize = 4;

/// Words from an event to the date that puts it in the past; a longer way crosses into another clause of unpunctuated text.
const PAST_REACH: usize = 7;

/// Words from "what if", "people with" to what is asked in general.
const GENERAL_REACH: usize = 8;

/// A sign is taken for a general question only right behind one: "what does chest pain mean".
const GENERAL_REACH_OF_SIGNS: usize = 3;

/// Words from "now" to what it is said of.
const NOW_REACH: usize = 2;

/// Words from "having" to what one has.
const PRESENT_REACH: usize = 4;

/// A message of so few words that names a topic is about nothing else: "heart attack help".
const BARE_WORDS: usize = 4;

/// Hints are enough when two strong ones, a strong and a slight one, or three slight ones come together: one more than a common
/// cold has, on the test data.
const ENOUGH_HINTS: u32 = 3;
/// One more where no one is named whom they concern.
const ENOUGH_HINTS_OF_NO_ONE: u32 = 4;
const STRONG_HINT: u32 = 2;
const SLIGHT_HINT: u32 = 1;

struct Guard {
    lexicon: Lexicon,
    signs: PatternSet,
    events: PatternSet,
    topics: PatternSet,
    strong_hints: PatternSet,
    slight_hints: PatternSet,
    idioms: PatternSet,
    /// Ways of speaking of organisations; not looked for where someone close is named.
    manners: PatternSet,
    /// Those close to whoever writes.
    close: Option<Atom>,
    /// The same, and whoever writes.
    person: Option<Atom>,
    acute: PatternSet,
    now: PatternSet,
    plea: PatternSet,
    past: PatternSet,
    people: PatternSet,
    general: PatternSet,
    planned: PatternSet,
    care: PatternSet,
    having: PatternSet,
    present: PatternSet,
    denial: PatternSet,
}

/// The places of all cues in a message.
struct Cues {
    acute: bool,
    now: Vec<Range<usize>>,
    plea: bool,
    past: Vec<Range<usize>>,
    people: Vec<Range<usize>>,
    general: Vec<Range<usize>>,
    planned: Vec<Range<usize>>,
    care: Vec<Range<usize>>,
    having: Vec<Range<usize>>,
    present: Vec<Range<usize>>,
    denial: Vec<Range<usize>>,
}

impl Guard {
    /// Reads the text files that are part of the program; gives their lines that could not be read, too: none, as a test holds.
    fn load() -> (Self, Vec<String>) {
        let mut lexicon = Lexicon::new(include_str!("lists/words.txt"));
        let contexts = include_str!("lists/contexts.txt");
        let mut context = |name: &str| lexicon.read(section(contexts, name));
        let [acute, now, plea, past, people, general] = ["acute", "now", "plea", "past", "people", "general"].map(&mut context);
        let [planned, care, having, present, denial] = ["planned", "care", "having", "present", "denial"].map(&mut context);
        let signs = lexicon.read(SIGNS);
        let events = lexicon.read(include_str!("lists/events.txt"));
        let topics = lexicon.read(include_str!("lists/topics.txt"));
        let [strong_hints, slight_hints] = ["strong", "slight"].map(|name| lexicon.read(section(include_str!("lists/hints.txt"), name)));
        let idioms = lexicon.read(section(include_str!("lists/idioms.txt"), "always"));
        let manners = lexicon.read(section(include_str!("lists/idioms.txt"), "unless somebody"));
        let [close, person] = ["close", "person"].map(|name| lexicon.group(name));
        let mistakes = lexicon.finish();
        let guard = Self {
            lexicon,
            signs,
            events,
            topics,
            strong_hints,
            slight_hints,
            idioms,
            manners,
            close,
            person,
            acute,
            now,
            plea,
            past,
            people,
            general,
            planned,
            care,
            having,
            present,
            denial,
        };
        (guard, mistakes)
    }

    fn describes_danger<'n>(&self, message: &str, names: impl IntoIterator<Item = &'n str>) -> bool {
        let mut words = Words::read(message, &self.lexicon, names);
        let mut covered = self.idioms.places(&words);
        if !words.any_fulfils(0..words.len(), self.close) {
            covered.extend(self.manners.places(&words));
        }
        for place in covered {
            words.cover(place);
        }
        let cues = self.cues(&words);
        self.signs.any(&words, |place| self.sign_stands(&words, &cues, place))
            || self.events.any(&words, |place| self.event_stands(&words, &cues, place))
            || self.topics.any(&words, |place| self.topic_stands(&words, &cues, place))
            || self.hints_add_up(&words, &cues)
    }

    fn cues(&self, words: &Words) -> Cues {
        Cues {
            acute: self.acute.any(words, |_| true),
            now: self.now.places(words),
            plea: self.plea.any(words, |_| true),
            past: self.past.places(words),
            people: self.people.places(words),
            general: self.general.places(words),
            planned: self.planned.places(words),
            care: self.care.places(words),
            having: self.having.places(words),
            present: self.present.places(words),
            denial: self.denial.places(words),
        }
    }

    /// Whether enough hints stand beside each other, each in words of its own.
    fn hints_add_up(&self, words: &Words, cues: &Cues) -> bool {
        let mut counted: Vec<Range<usize>> = Vec::new();
        let mut weight = 0;
        for (hints, each) in [(&self.strong_hints, STRONG_HINT), (&self.slight_hints, SLIGHT_HINT)] {
            for place in hints.places(words) {
                let is_new = counted.iter().all(|other| place.end <= other.start || other.end <= place.start);
                if is_new && self.event_stands(words, cues, &place) {
                    counted.push(place);
                    weight += each;
                }
            }
        }
        weight >= if words.any_fulfils(0..words.len(), self.person) { ENOUGH_HINTS } else { ENOUGH_HINTS_OF_NO_ONE }
    }

    fn sign_stands(&self, words: &Words, cues: &Cues, place: &Range<usize>) -> bool {
        !is_denied(words, cues, place)
            && !self.is_general(words, &cues.people, place, GENERAL_REACH)
            && !self.is_general(words, &cues.general, place, GENERAL_REACH_OF_SIGNS)
    }

    fn event_stands(&self, words: &Words, cues: &Cues, place: &Range<usize>) -> bool {
        let elsewhere = is_near(words, &cues.past, place, PAST_REACH)
            || is_near(words, &cues.planned, place, PLANNED_REACH)
            || self.is_general(words, &cues.general, place, GENERAL_REACH);
        self.sign_stands(words, cues, place) && (is_now(words, cues, place) || !elsewhere)
    }

    fn topic_stands(&self, words: &Words, cues: &Cues, place: &Range<usize>) -> bool {
        let having = is_now(words, cues, place) || precedes(words, &cues.having, place, PRESENT_REACH);
        let present = having || cues.plea || precedes(words, &cues.present, place, PRESENT_REACH) || words.len() <= BARE_WORDS;
        let elsewhere = is_near(words, &cues.care, place, CARE_REACH) || self.is_asked_of(words, &cues.general, place);
        present && (having || !elsewhere) && self.event_stands(words, cues, place)
    }

    /// Whether a general question follows: "a stroke, what is that", but not "a stroke, where do I go".
    fn is_asked_of(&self, words: &Words, cues: &[Range<usize>], place: &Range<usize>) -> bool {
        let follows = |cue: &&Range<usize>| follows(words, std::slice::from_ref(*cue), place, GENERAL_REACH_OF_SIGNS);
        cues.iter().filter(follows).any(|cue| !words.any_fulfils(cue.end..cue.end + 1, self.person))
    }

    /// Whether the match is part of a general question. Someone named between the two makes it theirs: "what do I do, my dad …".
    fn is_general(&self, words: &Words, cues: &[Range<usize>], place: &Range<usize>, reach: usize) -> bool {
        let leads = |cue: &&Range<usize>| precedes(words, std::slice::from_ref(*cue), place, reach);
        cues.iter().filter(leads).any(|cue| !words.any_fulfils(cue.end..place.start, self.person))
    }
}

/// Whether a cue ends before `place`, in the same sentence, with at most `reach` words between.
fn precedes(words: &Words, cues: &[Range<usize>], place: &Range<usize>, reach: usize) -> bool {
    cues.iter().any(|cue| cue.end <= place.start && place.start - cue.end <= reach && words.same_sentence(cue.start, place.start))
}

/// Whether a cue stands on either side of `place`, in the same sentence, with at most `reach` words between.
fn is_near(words: &Words, cues: &[Range<usize>], place: &Range<usize>, reach: usize) -> bool {
    precedes(words, cues, place, reach) || follows(words, cues, place, reach)
}

/// Whether a cue begins after `place`, in the same sentence, with at most `reach` words between.
fn follows(words: &Words, cues: &[Range<usize>], place: &Range<usize>, reach: usize) -> bool {
    let near = |cue: &Range<usize>| cue.start >= place.end && cue.start - place.end <= reach;
    cues.iter().any(|cue| near(cue) && words.same_sentence(cue.start, place.start))
}

/// Whether the match is said to happen now, whatever else is said of it.
fn is_now(words: &Words, cues: &Cues, place: &Range<usize>) -> bool {
    cues.acute || is_near(words, &cues.now, place, NOW_REACH)
}

/// Whether the match is said not to be: "no chest pain", "I'm not suicidal". Only words that lead from the denial to the match
/// may stand between, so that "911 is not answering he is choking" denies nothing.
fn is_denied(words: &Words, cues: &Cues, place: &Range<usize>) -> bool {
    cues.denial
        .iter()
        .any(|cue| cue.end <= place.start && words.same_clause(cue.start, place.start) && (cue.end..place.start).all(|between| words.is_link(between)))
}

/// The lines of `text` under `[name]`.
fn section<'a>(text: &'a str, name: &str) -> &'a str {
    let heading = format!("[{name}]\n");
    text.split_once(&heading).map_or("", |(_, rest)| rest.split_once("\n[").map_or(rest, |(section, _)| section))
}

#[cfg(test)]
mod tests;
