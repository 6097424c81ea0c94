//! Text as a terminal shows it: nothing in it can steer the terminal, and lines fit its width. Styles are always written;
//! the stream that they are written to leaves them out where they don't belong (a file, a pipe, `NO_COLOR`).

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};

use anstyle::{AnsiColor, Style};

use crate::assistant::Reply;
use crate::assistant::wording::{self, LineKind};
use crate::knowledge::Knowledge;

/// Widest line, in characters: longer ones are tiring to read.
const WIDEST: usize = 100;

/// Headings.
pub(super) const BOLD: Style = Style::new().bold();
/// What one need not read.
pub(super) const DIM: Style = Style::new().dimmed();
/// What one must not miss.
pub(super) const WARN: Style = AnsiColor::Yellow.on_default();
/// Plain text.
pub(super) const PLAIN: Style = Style::new();

/// Where text for people is written.
pub(super) struct Page<W> {
    out: W,
    width: Option<usize>,
}

impl Page<anstream::AutoStream<io::StdoutLock<'static>>> {
    /// Standard output.
    pub(super) fn stdout() -> Self {
        /// Where a terminal does not tell its width.
        const USUAL: usize = 80;
        let width = io::stdout().is_terminal().then(|| {
            let told = terminal_size::terminal_size_of(io::stdout());
            told.map_or(USUAL, |(terminal_size::Width(columns), _)| usize::from(columns))
        });
        Self::new(anstream::stdout().lock(), width)
    }
}

impl<W: Write> Page<W> {
    /// Lines are broken at `width`, at most at [`WIDEST`]; without a width, which only a terminal has, they are not.
    pub(super) fn new(out: W, width: Option<usize>) -> Self {
        Self { out, width: width.map(|width| width.min(WIDEST)) }
    }

    /// The width that lines must fit, where there is one.
    pub(super) const fn width(&self) -> Option<usize> {
        self.width
    }

    /// Something drawn, which has its own lines and styles and steers no terminal, and an empty line.
    pub(super) fn drawing(&mut self, drawing: &str) -> io::Result<()> {
        writeln!(self.out, "{drawing}\n")
    }

    /// An empty line.
    pub(super) fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// A paragraph.
    pub(super) fn line(&mut self, style: Style, text: &str) -> io::Result<()> {
        self.item(style, "", text)
    }

    /// A paragraph behind a mark; its further lines stand as far in as its first.
    pub(super) fn item(&mut self, style: Style, mark: &str, text: &str) -> io::Result<()> {
        self.marked(PLAIN, mark, style, text)
    }

    /// The same, with a style for the mark too. The mark is the caller's own text.
    pub(super) fn marked(&mut self, mark_style: Style, mark: &str, style: Style, text: &str) -> io::Result<()> {
        let indent = mark.chars().count();
        let mut before = Cow::Borrowed(mark);
        for line in wrapped(&visible(text), self.width.map(|width| width.saturating_sub(indent))) {
            writeln!(self.out, "{mark_style}{before}{mark_style:#}{style}{line}{style:#}")?;
            before = Cow::Owned(" ".repeat(indent));
        }
        Ok(())
    }

    /// A whole reply.
    pub(super) fn reply(&mut self, reply: &Reply, knowledge: &Knowledge) -> io::Result<()> {
        let mut first = true;
        for line in wording::lines(reply, knowledge) {
            let opens =
                matches!(line.kind, LineKind::Understood | LineKind::Answer(_) | LineKind::Dated | LineKind::Message | LineKind::Heading | LineKind::Related);
            if opens && !first {
                self.blank()?;
            }
            first = false;
            match line.kind {
                LineKind::Suggestion(number) => self.item(PLAIN, &format!("  {number}. "), &line.text)?,
                LineKind::Source => self.item(DIM, "  - ", &line.text)?,
                kind => self.line(style(kind), &line.text)?,
            }
        }
        Ok(())
    }

    /// Makes all that was written visible now.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

const fn style(kind: LineKind) -> Style {
    match kind {
        LineKind::Emergency => AnsiColor::Red.on_default().bold(),
        LineKind::Notice | LineKind::Past => WARN,
        LineKind::Understood | LineKind::Heading | LineKind::Related => BOLD,
        LineKind::Dated | LineKind::Sources | LineKind::Source => DIM,
        LineKind::Answer(_) | LineKind::Message | LineKind::Suggestion(_) => PLAIN,
    }
}

/// The text with all that could steer a terminal, or turn the direction of writing, spelled out: `\u{1b}`. Line breaks stay.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c != '\n' && steers(c)) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\n' => shown.push('\n'),
            '\t' => shown.push(' '),
            _ if steers(c) => shown.extend(c.escape_unicode()),
            _ => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// JSON whose texts can't steer a terminal: the format itself lets more than ASCII's control characters through.
pub(super) fn visible_json(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for c in json.chars() {
        if steers(c) {
            // Writing to a string can't fail.
            let _ = write!(shown, "\\u{:04x}", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Control characters, and those that turn the direction of writing.
const fn steers(c: char) -> bool {
    matches!(c, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The lines of a text, none wider than `width` characters save where a single word is.
fn wrapped(text: &str, width: Option<usize>) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut used = 0;
        for (place, word) in paragraph.split(' ').enumerate() {
            let length = word.chars().count();
            if place > 0 && width.is_some_and(|width| used + 1 + length > width) && !line.trim().is_empty() {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
                used = 0;
            } else if place > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += length;
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{Page, visible, visible_json, wrapped};

    #[test]
    fn nothing_steers_the_terminal() {
        for (text, shown) in [
            ("plain ñ 日本", "plain ñ 日本"),
            ("two\nlines", "two\nlines"),
            ("two\r\nlines\tand more", "two\nlines and more"),
            ("\u{1b}[2Jgone", "\\u{1b}[2Jgone"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("\u{202e}backwards", "\\u{202e}backwards"),
            ("bell\u{7}", "bell\\u{7}"),
        ] {
            assert_eq!(visible(text), shown, "{text:?}");
        }
        let json = visible_json(&serde_json::to_string("\u{9b}\u{202e}\u{1b}é\n").unwrap());
        assert!(json.is_ascii() || json.contains('é'));
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), "\u{9b}\u{202e}\u{1b}é\n");
        assert!(!json.contains(['\u{9b}', '\u{202e}', '\u{1b}']));
    }

    #[test]
    fn words_are_kept_whole_and_lines_within_the_width() {
        let lines = |text, width| wrapped(text, Some(width));
        assert_eq!(lines("one two three", 8), ["one two", "three"]);
        assert_eq!(lines("one\n\ntwo", 80), ["one", "", "two"]);
        assert_eq!(lines("see https://example.org/long now", 8), ["see", "https://example.org/long", "now"]);
        assert_eq!(lines("", 8), [""]);
        assert_eq!(lines("ñandú ñandú", 5), ["ñandú", "ñandú"]);
        assert_eq!(lines("a b", 0), ["a", "b"]);
        assert_eq!(wrapped("one two three", None), ["one two three"]);
    }

    #[test]
    fn a_line_without_a_terminal_is_not_broken_and_none_is_wider_than_a_hundred() {
        let text = "word ".repeat(60);
        for (width, widest) in [(None, 299), (Some(40), 40), (Some(500), 100)] {
            let mut out = Vec::new();
            Page::new(&mut out, width).item(super::PLAIN, "  - ", &text).unwrap();
            let out = String::from_utf8(out).unwrap();
            let longest = out.lines().map(|line| line.chars().count()).max().unwrap();
            assert!(longest <= widest + 4 && (width.is_none() || longest <= widest), "{width:?}: {longest}");
            assert!(out.lines().skip(1).all(|line| line.starts_with("    word")));
        }
    }
}
