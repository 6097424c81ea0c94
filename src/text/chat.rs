//! Contractions and the short forms of chats, written out: "dont u" and "don't you" are the same two words.
//!
//! Forms that mean something else in a labour dispute stay as they are: "rn" is a registered nurse, not "right now".

use super::Language;

/// Short forms that mean the same in an English message, without apostrophes and in the order of the alphabet, as in the next table.
const ENGLISH: &[(&str, &str)] = &[
    ("2day", "today"),
    ("2moro", "tomorrow"),
    ("abt", "about"),
    ("aint", "is not"),
    ("appnt", "appointment"),
    ("appt", "appointment"),
    ("appts", "appointments"),
    ("arent", "are not"),
    ("b4", "before"),
    ("bc", "because"),
    ("bcuz", "because"),
    ("becuz", "because"),
    ("cannot", "can not"),
    ("cant", "can not"),
    ("cos", "because"),
    ("couldnt", "could not"),
    ("couldve", "could have"),
    ("coz", "because"),
    ("cuz", "because"),
    ("didnt", "did not"),
    ("dnt", "do not"),
    ("doc", "doctor"),
    ("docs", "doctors"),
    ("doesnt", "does not"),
    ("dont", "do not"),
    ("dunno", "do not know"),
    ("gimme", "give me"),
    ("gonna", "going to"),
    ("gotta", "got to"),
    ("hadnt", "had not"),
    ("hasnt", "has not"),
    ("havent", "have not"),
    ("hes", "he is"),
    ("hosp", "hospital"),
    ("hows", "how is"),
    ("hr", "hour"),
    ("hrs", "hours"),
    ("im", "i am"),
    ("isnt", "is not"),
    ("ive", "i have"),
    ("lemme", "let me"),
    ("mins", "minutes"),
    ("mos", "months"),
    ("msg", "message"),
    ("n", "and"),
    ("pls", "please"),
    ("plz", "please"),
    ("ppl", "people"),
    ("r", "are"),
    ("shes", "she is"),
    ("shouldnt", "should not"),
    ("thats", "that is"),
    ("theres", "there is"),
    ("theyre", "they are"),
    ("theyve", "they have"),
    ("tho", "though"),
    ("thru", "through"),
    ("thx", "thanks"),
    ("til", "until"),
    ("tmr", "tomorrow"),
    ("tmrw", "tomorrow"),
    ("u", "you"),
    ("ur", "your"),
    ("wanna", "want to"),
    ("wasnt", "was not"),
    ("wat", "what"),
    ("wats", "what is"),
    ("werent", "were not"),
    ("whats", "what is"),
    ("whens", "when is"),
    ("wheres", "where is"),
    ("whos", "who is"),
    ("whys", "why is"),
    ("wk", "week"),
    ("wks", "weeks"),
    ("wont", "will not"),
    ("wouldnt", "would not"),
    ("wut", "what"),
    ("y", "why"),
    ("ya", "you"),
    ("yall", "you all"),
    ("youre", "you are"),
    ("youve", "you have"),
    ("yr", "year"),
    ("yrs", "years"),
];

/// Short forms that mean the same in a Spanish message.
const SPANISH: &[(&str, &str)] = &[
    ("aki", "aqui"),
    ("aser", "hacer"),
    ("asta", "hasta"),
    ("bn", "bien"),
    ("cdo", "cuando"),
    ("d", "de"),
    ("dnd", "donde"),
    ("dsd", "desde"),
    ("i", "y"),
    ("k", "que"),
    ("ke", "que"),
    ("kien", "quien"),
    ("kuando", "cuando"),
    ("kuantas", "cuantas"),
    ("kuanto", "cuanto"),
    ("kuantos", "cuantos"),
    ("m", "me"),
    ("ns", "no se"),
    ("pa", "para"),
    ("pal", "para el"),
    ("porq", "porque"),
    ("pq", "porque"),
    ("q", "que"),
    ("qien", "quien"),
    ("s", "es"),
    ("tb", "tambien"),
    ("tmb", "tambien"),
    ("tnc", "entonces"),
    ("toy", "estoy"),
    ("ubo", "hubo"),
    ("x", "por"),
    ("xa", "para"),
    ("xfa", "por favor"),
    ("xk", "porque"),
    ("xq", "porque"),
];

/// English endings after an apostrophe.
const ENDINGS: &[(&str, &str)] = &[("n't", "not"), ("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'m", "am"), ("'d", "would")];

/// Writes one folded word out, as one or more words, into `words`.
pub(super) fn expand(word: &str, language: Option<Language>, words: &mut Vec<String>) {
    let table = match language {
        Some(Language::Spanish) => SPANISH,
        _ => ENGLISH,
    };
    let bare: String = word.chars().filter(|&c| c != '\'').collect();
    if let Some((_, long)) = table.binary_search_by(|(short, _)| (*short).cmp(&bare)).ok().and_then(|at| table.get(at)) {
        words.extend(long.split(' ').map(str::to_owned));
        return;
    }
    if word.contains('\'') {
        for (ending, long) in ENDINGS {
            if let Some(stem) = word.strip_suffix(ending).filter(|stem| !stem.is_empty()) {
                words.push(stem.to_owned());
                words.push((*long).to_owned());
                return;
            }
        }
        // "what's" asks; "baker's" owns: the letter after the apostrophe says nothing for the latter.
        if let Some(stem) = word.strip_suffix("'s") {
            words.push(stem.to_owned());
            if matches!(stem, "what" | "when" | "where" | "who" | "how" | "why" | "that" | "there" | "it" | "he" | "she") {
                words.push("is".to_owned());
            }
            return;
        }
    }
    if !bare.is_empty() {
        words.push(bare);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_are_in_the_order_of_the_alphabet() {
        for table in [ENGLISH, SPANISH] {
            assert!(table.is_sorted_by(|(one, _), (other, _)| one < other));
            assert!(table.iter().all(|(short, _)| !short.contains('\'')));
        }
    }

    #[test]
    fn short_forms_are_written_out() {
        for (word, language, expected) in [
            ("dont", None, "do not"),
            ("don't", Some(Language::English), "do not"),
            ("won't", None, "will not"),
            ("kaiser's", None, "kaiser"),
            ("what's", None, "what is"),
            ("x", Some(Language::Spanish), "por"),
            ("d", Some(Language::Spanish), "de"),
            ("i", Some(Language::English), "i"),
            ("rn", None, "rn"),
        ] {
            let mut words = Vec::new();
            expand(word, language, &mut words);
            assert_eq!(words.join(" "), expected, "{word}");
        }
    }
}
