//! Something that is wrong, or may be, at a place in a curator's file. Findings are values; only edges print them.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A knowledge file: its path as the curator gave it, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// For messages only; the core opens nothing.
    pub path: String,
    /// The whole file.
    pub text: String,
}

/// A place in one of the files.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// Index into the files that were parsed.
    pub file: usize,
    /// Bytes in that file's text, on character boundaries.
    pub bytes: Range<usize>,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The knowledge can be served; members would be better off if it were mended.
    Warning,
    /// The knowledge can't be served.
    Error,
}

impl Level {
    /// The word that commands and JSON use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One thing that is wrong, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name, kebab-case, as the README lists it.
    pub code: &'static str,
    /// How bad it is.
    pub level: Level,
    /// Where it is; `None` where no single place is to blame (no file, no campaign at all).
    pub span: Option<Span>,
    /// What is wrong, lower case, without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// A second place that explains the first, and what it is ("first defined here").
    pub related: Option<(Span, String)>,
}

impl Finding {
    /// An error at a place.
    #[must_use]
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { code, level: Level::Error, span: Some(span), message: message.into(), help: None, related: None }
    }

    /// A warning at a place.
    #[must_use]
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { level: Level::Warning, ..Self::error(code, span, message) }
    }

    /// With what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With a second place that explains the first.
    #[must_use]
    pub fn see(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related = Some((span, label.into()));
        self
    }

    /// Line and column, both from 1, the column in characters.
    #[must_use]
    pub fn line_and_column(&self, files: &[SourceFile]) -> (usize, usize) {
        let Some(span) = &self.span else { return (1, 1) };
        let Some(before) = files.get(span.file).and_then(|file| file.text.get(..span.bytes.start)) else { return (1, 1) };
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
        (line, column)
    }
}
