//! The board of services: one line for each, with its state as a word and a symbol, and how old that is.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use crate::assistant::{Context, sentences};
use crate::cli::page::{DIM, PLAIN, Page, WARN};
use crate::knowledge::{Knowledge, Service};

/// Shows all entries that tell of a service, in the curators' order.
pub(super) fn show<W: Write>(page: &mut Page<W>, knowledge: &Knowledge, context: Context) -> io::Result<()> {
    let language = context.language.unwrap_or(context.fallback);
    let told: Vec<_> = knowledge.entries().filter_map(|(id, entry)| Some((id, entry, entry.service?))).collect();
    if told.is_empty() {
        return page.line(PLAIN, sentences::chat::NO_SERVICES.in_language(language));
    }
    if told.iter().any(|&(id, ..)| knowledge.is_past(id, context.today)) {
        page.line(WARN, &sentences::past(language, &knowledge.campaign))?;
        page.blank()?;
    }
    let word = |service| sentences::service(service).in_language(language);
    let widest = told.iter().map(|&(.., service)| word(service).chars().count()).max().unwrap_or_default();
    for (_, entry, service) in told {
        let symbol = sentences::symbol(service);
        let word = word(service);
        let padding = widest - word.chars().count();
        let Some((_, text)) = entry.text.best(language) else { continue };
        page.marked(style(service), &format!("{symbol} {word}{:padding$}  ", ""), PLAIN, &text.question.value)?;
        if let Some(day) = &entry.as_of {
            page.item(DIM, &" ".repeat(widest + 4), &sentences::chat::as_of(language, day.value))?;
        }
    }
    Ok(())
}

/// The colour is never the only sign.
const fn style(service: Service) -> Style {
    match service {
        Service::Open => AnsiColor::Green.on_default(),
        Service::Limited | Service::MayClose => AnsiColor::Yellow.on_default(),
        Service::Closed => AnsiColor::Red.on_default(),
        Service::Rescheduled => AnsiColor::Cyan.on_default(),
    }
}
