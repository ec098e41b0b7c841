//! Who may ask: whoever has the token that the program printed, once, and then the cookie that it was exchanged for.

use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

use crate::refusal::Refusal;

/// Bytes of a token and of a cookie.
const BYTES: usize = 32;

/// The token, until it is used, and the cookie.
pub struct Session {
    /// Hash of the token; hashes are compared in constant time.
    token: Mutex<Option<blake3::Hash>>,
    /// Name of the cookie: cookies know no ports, so that two servers need two names.
    name: String,
    cookie: String,
}

impl Session {
    /// A new session of the server on this port, and its token.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn new(port: u16) -> Result<(Self, String), getrandom::Error> {
        let (token, cookie) = (secret()?, secret()?);
        let hash = blake3::hash(token.as_bytes());
        Ok((Self { token: Mutex::new(Some(hash)), name: format!("righting-{port}"), cookie }, token))
    }

    /// Name of the cookie.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Takes the token and gives the cookie for it, as the text of its header.
    ///
    /// # Errors
    /// When the token is another, or was used.
    pub fn exchange(&self, token: &str) -> Result<HeaderValue, Refusal> {
        let mut held = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        let again = "start `righting serve` again for a new address";
        match held.as_ref() {
            None => {
                Err(Refusal::forbidden("token_used", "this address has been opened once, and opens once only")
                    .help(again))
            }
            Some(expected) if *expected != blake3::hash(token.as_bytes()) => {
                Err(Refusal::forbidden("token_wrong", "the token of this address is not that of the server")
                    .help(again))
            }
            Some(_) => {
                *held = None;
                let text = format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.name, self.cookie);
                HeaderValue::try_from(text).map_err(|error| Refusal::broken("cookie", error.to_string()))
            }
        }
    }

    /// Whether a request comes with the cookie.
    ///
    /// # Errors
    /// When it comes without.
    pub fn admits(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let expected = blake3::hash(self.cookie.as_bytes());
        let pairs =
            headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(';'));
        let mut own = pairs.filter_map(|pair| pair.trim().split_once('=')).filter(|(name, _)| *name == self.name);
        if own.any(|(_, value)| blake3::hash(value.as_bytes()) == expected) {
            return Ok(());
        }
        let message = "this browser has no session with the server";
        Err(Refusal::new(axum::http::StatusCode::UNAUTHORIZED, "no_session", message)
            .help("open the address that `righting serve` printed; it opens once, in one browser"))
    }
}

/// A secret in hexadecimal.
fn secret() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; BYTES];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_cookie(text: &str) -> HeaderMap {
        HeaderMap::from_iter([(COOKIE, HeaderValue::try_from(text).unwrap())])
    }

    #[test]
    fn a_token_is_exchanged_once_for_the_cookie_that_admits() {
        let (session, token) = Session::new(8080).unwrap();
        assert_eq!(session.exchange("0").unwrap_err().problem().kind, "token_wrong");
        let cookie = session.exchange(&token).unwrap();
        assert_eq!(session.exchange(&token).unwrap_err().problem().kind, "token_used");
        let text = cookie.to_str().unwrap();
        assert!(text.ends_with("; Path=/; HttpOnly; SameSite=Strict"), "{text}");
        let pair = text.split(';').next().unwrap();
        for good in [pair.to_owned(), format!("a=b; {pair}"), format!("{pair}; c=d")] {
            assert!(session.admits(&with_cookie(&good)).is_ok(), "{good}");
        }
        for bad in ["righting-8080=", "righting-8080=0", "a=b", &pair.replace("8080", "8081"), &format!("{pair}0")] {
            assert!(session.admits(&with_cookie(bad)).is_err(), "{bad}");
        }
        assert!(session.admits(&HeaderMap::new()).is_err());
        assert_ne!(Session::new(8080).unwrap().1, token);
    }
}
