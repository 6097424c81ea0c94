use super::*;

/// What the cases call the employer.
const NAMES: [&str; 3] = ["Kaiser", "KP", "Kaiser Permanente"];

fn describes_danger(message: &str) -> bool {
    super::describes_danger(message, NAMES)
}

/// Messages of two authors; the second wrote the first part without having seen the patterns or what the first had
/// written, and each later part before the patterns were changed for it.
const FILES: [(&str, &str); 2] = [
    ("emergencies.tsv", include_str!("../../../../tests/data/emergencies.tsv")),
    ("emergencies-second.tsv", include_str!("../../../../tests/data/emergencies-second.tsv")),
];

/// A line of a data file: where it stands, the text, and whether danger is expected.
struct Case {
    file: &'static str,
    line: usize,
    text: &'static str,
    danger: bool,
}

fn cases() -> impl Iterator<Item = Case> {
    FILES.into_iter().flat_map(|(file, text)| {
        let lines = text.lines().enumerate().skip(1).filter(|(_, line)| !line.starts_with('#'));
        lines.map(move |(at, line)| {
            let (text, expected) = line.split_once('\t').expect("two columns");
            assert!(matches!(expected, "yes" | "no"), "{file}, line {}: {expected}", at + 1);
            Case { file, line: at + 1, text, danger: expected == "yes" }
        })
    })
}

/// Checks every case as `written`; `None` leaves one out.
fn check(written: impl Fn(&Case) -> Option<String>) {
    let wrong: Vec<String> = cases()
        .filter_map(|case| {
            let text = written(&case)?;
            (describes_danger(&text) != case.danger).then(|| format!("{}, line {}: {text:?} should be {}", case.file, case.line, case.danger))
        })
        .collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_line_of_the_pattern_files_is_read() {
    let (_, mistakes) = Guard::load();
    assert!(mistakes.is_empty(), "{mistakes:#?}");
}

#[test]
fn a_line_that_cannot_be_read_is_a_mistake() {
    for line in ["@nobody", "a & ", "#9-x", "^", "can't", "a||b", "corazón"] {
        let mut lexicon = Lexicon::new("");
        lexicon.read(line);
        assert!(!lexicon.finish().is_empty(), "{line}");
    }
    assert!(!Lexicon::new("breathe = breath @unheard_of").finish().is_empty());
}

#[test]
fn danger_is_told_from_idle_talk() {
    check(|case| Some(case.text.to_owned()));
}

#[test]
fn capitals_and_curly_apostrophes_change_nothing() {
    check(|case| Some(case.text.to_uppercase().replace('\'', "’")));
}

#[test]
fn a_strike_beside_it_makes_danger_no_idiom() {
    for (before, after) in [
        ("i know theres a strike but ", ""),
        ("is kaiser open ", ""),
        ("", " where do i go is there a strike"),
        ("hay huelga ", ""),
        ("", " kaiser esta abierto?"),
    ] {
        check(|case| case.danger.then(|| format!("{before}{}{after}", case.text)));
    }
}

#[test]
fn a_polite_question_stays_a_question() {
    for (before, after) in
        [("Hi, quick question: ", ""), ("Can you help me please? ", ""), ("", ", please and thank you"), ("Hola, una pregunta. ", " Gracias.")]
    {
        check(|case| (!case.danger).then(|| format!("{before}{}{after}", case.text)));
    }
}

#[test]
fn a_misspelled_word_is_taken_for_the_one_that_it_sounds_like() {
    for text in ["mi hermana esta combulcionando", "he had a siezure and is unconshious", "hellllp she is chokking", "tiene una emorrajia", "heart atttack"] {
        assert!(describes_danger(text), "{text}");
    }
}

#[test]
fn what_is_said_of_an_employer_in_a_manner_of_speaking_is_known_by_its_name() {
    for (message, names, expected) in
        [("the mill is dying", &["Mill"][..], false), ("the mill's bleeding us dry", &["the mill", "Mill"], false), ("Ana is dying", &["Mill"], true)]
    {
        assert_eq!(super::describes_danger(message, names.iter().copied()), expected, "{message}");
    }
}

#[test]
fn no_message_is_too_odd() {
    let long = "is the clinic open and ".repeat(400);
    for text in ["", "?", "🙂", "\u{200b}", "日本", "'", "...", "911911911911911911911911", long.as_str()] {
        assert!(!describes_danger(text), "{text:?}");
    }
    assert!(describes_danger(&format!("{long} i cant breathe")));
}
