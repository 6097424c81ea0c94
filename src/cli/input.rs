//! Reads the lines that people and programs send, whatever is in them.

use std::io::{self, BufRead, Read};

/// Most that is read of one line, in bytes; the rest of it is passed over. Far more than the longest message that is looked at.
const LONGEST_LINE: u64 = 1024 * 1024;

/// Lines without their line breaks. What is not UTF-8 in them is replaced.
pub(super) struct Lines<R> {
    reader: R,
}

impl<R: BufRead> Lines<R> {
    pub(super) const fn new(reader: R) -> Self {
        Self { reader }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<String>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut bytes = Vec::new();
        match self.reader.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut bytes) {
            Err(error) => return Some(Err(error)),
            Ok(0) => return None,
            Ok(_) => {}
        }
        let cut_off = bytes.last() != Some(&b'\n') && bytes.len() as u64 == LONGEST_LINE;
        if cut_off && let Err(error) = self.reader.skip_until(b'\n') {
            return Some(Err(error));
        }
        let line = String::from_utf8_lossy(&bytes);
        let line = line.strip_suffix('\n').unwrap_or(&line);
        Some(Ok(line.strip_suffix('\r').unwrap_or(line).to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_LINE, Lines};

    fn lines(bytes: &[u8]) -> Vec<String> {
        Lines::new(bytes).map(Result::unwrap).collect()
    }

    #[test]
    fn every_line_counts_even_an_empty_one_and_the_last_without_a_break() {
        assert_eq!(lines(b"one\n\r\ntwo\r\n\nthree"), ["one", "", "two", "", "three"]);
        assert_eq!(lines(b""), Vec::<String>::new());
        assert_eq!(lines(b"\n"), [""]);
    }

    #[test]
    fn what_is_not_utf_8_is_replaced() {
        assert_eq!(lines(b"caf\xe9\n\xff\n"), ["caf\u{fffd}", "\u{fffd}"]);
    }

    #[test]
    fn of_a_line_without_end_the_beginning_is_read() {
        let long = usize::try_from(LONGEST_LINE).unwrap();
        for extra in [0, 1, 5000] {
            let mut bytes = vec![b'x'; long + extra];
            bytes.extend(b"\nnext\n");
            let lines = lines(&bytes);
            assert_eq!((lines[0].len(), lines[1].as_str(), lines.len()), (long, "next", 2), "{extra}");
        }
    }
}
