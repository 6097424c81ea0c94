//! The bot's token, the one secret there is. It is read from the environment or from a file that the environment names, and it is
//! a type of its own so that it can't end up in a log or an error by mistake.

use std::ffi::OsString;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use thiserror::Error;

/// The variable that holds the token.
pub const VARIABLE: &str = "DISCORD_TOKEN";

/// The variable that names a file that holds it.
pub const FILE_VARIABLE: &str = "DISCORD_TOKEN_FILE";

/// Where an operator gets one.
const PORTAL: &str = "https://discord.com/developers/applications";

/// Largest file that is read for a token, in bytes; one has some seventy characters, and a larger file is another one.
const LARGEST: u64 = 4096;

/// A token. Shown, it tells nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token(…)")
    }
}

/// Why there is no token to use. None of these repeats what was found.
#[derive(Debug, Error)]
pub enum TokenError {
    /// Neither variable is set.
    #[error(
        "there is no token; copy it from {PORTAL} (your application, Bot, Reset Token) into the environment variable {VARIABLE}, \
         or into a file that {FILE_VARIABLE} names"
    )]
    Missing,
    /// The file can't be read.
    #[error("the token can't be read: {}: {source}; check the path in {FILE_VARIABLE} and the file's permissions", path.display())]
    Unreadable {
        /// As it was given.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// What was found is no token.
    #[error("what {0} holds is not a token, which is one word of plain letters, digits and punctuation; copy it anew from {PORTAL}")]
    Malformed(&'static str),
}

impl Token {
    /// The token that the environment holds or names. White space around it is not part of it.
    ///
    /// # Errors
    ///
    /// That there is none, that its file can't be read, or that it can't be one; each with the next step.
    pub fn from_environment(variable: impl Fn(&str) -> Option<OsString>) -> Result<Self, TokenError> {
        let set = |name| variable(name).filter(|value| !value.is_empty());
        if let Some(value) = set(VARIABLE) {
            let value = value.into_string().map_err(|_| TokenError::Malformed(VARIABLE))?;
            return Self::new(&value).ok_or(TokenError::Malformed(VARIABLE));
        }
        let path = PathBuf::from(set(FILE_VARIABLE).ok_or(TokenError::Missing)?);
        let mut text = String::new();
        match File::open(&path).and_then(|file| file.take(LARGEST).read_to_string(&mut text)) {
            Ok(_) => Self::new(&text).ok_or(TokenError::Malformed(FILE_VARIABLE)),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(TokenError::Malformed(FILE_VARIABLE)),
            Err(source) => Err(TokenError::Unreadable { path, source }),
        }
    }

    fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        // Some copy it as it stands in a header.
        let word = text.strip_prefix("Bot ").unwrap_or(text).trim_start();
        (!word.is_empty() && word.chars().all(|c| c.is_ascii_graphic())).then(|| Self(word.to_owned()))
    }

    /// The token itself, to be sent to Discord and nowhere else.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::{Token, TokenError};

    fn read(token: Option<&str>, file: Option<&str>) -> Result<Token, TokenError> {
        Token::from_environment(|name| if name == super::VARIABLE { token } else { file }.map(OsString::from))
    }

    fn file(content: &[u8]) -> (tempfile::TempDir, String) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        std::fs::write(&path, content).unwrap();
        let path = path.to_str().unwrap().to_owned();
        (folder, path)
    }

    #[test]
    fn white_space_and_the_word_of_the_header_are_no_part_of_it() {
        for text in ["abc.DEF-1_2", "  abc.DEF-1_2\r\n", "Bot abc.DEF-1_2", "\tBot  abc.DEF-1_2 "] {
            assert_eq!(read(Some(text), None).unwrap().reveal(), "abc.DEF-1_2", "{text:?}");
        }
    }

    #[test]
    fn a_file_is_read_where_the_variable_is_missing_or_empty() {
        let (_folder, path) = file(b"from.file\n");
        assert_eq!(read(None, Some(&path)).unwrap().reveal(), "from.file");
        assert_eq!(read(Some(""), Some(&path)).unwrap().reveal(), "from.file");
        assert_eq!(read(Some("from.variable"), Some(&path)).unwrap().reveal(), "from.variable");
    }

    #[test]
    fn what_is_missing_unreadable_or_no_token_is_told_with_the_next_step() {
        let (_folder, empty) = file(b" \n");
        let (_other, binary) = file(b"\xff\xfe");
        for (token, file, told) in [
            (None, None, "DISCORD_TOKEN_FILE names"),
            (Some(""), Some(""), "there is no token"),
            (Some("two words"), None, "what DISCORD_TOKEN holds is not a token"),
            (Some("   "), None, "what DISCORD_TOKEN holds is not a token"),
            (None, Some("/no/such/file"), "/no/such/file"),
            (None, Some(empty.as_str()), "what DISCORD_TOKEN_FILE holds"),
            (None, Some(binary.as_str()), "what DISCORD_TOKEN_FILE holds"),
        ] {
            let message = read(token, file).unwrap_err().to_string();
            assert!(message.contains(told), "{token:?} {file:?}: {message}");
        }
    }

    #[test]
    fn it_is_never_shown() {
        let token = read(Some("hush.hush"), None).unwrap();
        assert_eq!(format!("{token:?} {:?}", Some(&token)), "Token(…) Some(Token(…))");
        let error = read(Some("hush hush"), None).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hush"));
    }
}
