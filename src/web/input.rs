//! What a form sent: fields by name, each read into the type it should have, with its fault where it is not.

use std::collections::BTreeMap;
use std::str::FromStr;

use axum::body::to_bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use jiff::civil::{Date, Time};

use super::Web;
use super::error::WebError;
use super::sent::count;
use crate::app::{Act, FieldError, FieldErrorKind, Refusal};
use crate::domain::id::OpId;
use crate::domain::quantity::Decidegrees;
use crate::domain::time::{Millis, clock_time};

/// The most bytes of a form without files.
const MOST_FORM_BYTES: usize = 256 * 1024;
/// The most bytes of a form with a picture.
pub const MOST_UPLOAD_BYTES: usize = 12 * 1024 * 1024;

/// The fields of a form. Reading one that cannot be taken notes a fault; [`Input::check`] ends with all of them.
#[derive(Debug, Clone, Default)]
pub struct Input {
    fields: BTreeMap<String, Vec<String>>,
    files: BTreeMap<String, Vec<u8>>,
    faults: Vec<FieldError>,
}

impl FromRequest<Web> for Input {
    type Rejection = WebError;

    async fn from_request(request: Request, web: &Web) -> Result<Self, WebError> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let mut input = Self::default();
        if kind.starts_with("multipart/form-data") {
            let mut parts = Multipart::from_request(request, web).await.map_err(|_| WebError::unreadable())?;
            while let Some(part) = parts.next_field().await.map_err(|error| unreadable(&error))? {
                let Some(name) = part.name().map(str::to_owned) else { continue };
                let is_file = part.file_name().is_some();
                let bytes = part.bytes().await.map_err(|error| unreadable(&error))?;
                if is_file {
                    if !bytes.is_empty() {
                        input.files.insert(name, bytes.to_vec());
                    }
                } else {
                    let text = String::from_utf8(bytes.to_vec()).map_err(|_| WebError::unreadable())?;
                    input.fields.entry(name).or_default().push(text);
                }
            }
        } else {
            let bytes = to_bytes(request.into_body(), MOST_FORM_BYTES).await.map_err(|_| WebError::too_large())?;
            for (name, value) in form_urlencoded::parse(&bytes) {
                // What is no UTF-8 would be kept as something nobody wrote.
                if value.contains(char::REPLACEMENT_CHARACTER) {
                    return Err(WebError::unreadable());
                }
                input.fields.entry(name.into_owned()).or_default().push(value.into_owned());
            }
        }
        Ok(input)
    }
}

impl FromIterator<(String, String)> for Input {
    /// Fields as a form that was filled in would send them: what a form that is shown for the first time starts with.
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        let mut input = Self::default();
        for (name, value) in pairs {
            input.fields.entry(name).or_default().push(value);
        }
        input
    }
}

fn unreadable(error: &axum::extract::multipart::MultipartError) -> WebError {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        WebError::too_large()
    } else {
        WebError::unreadable()
    }
}

impl Input {
    /// The act of the form: its id and the time of the tap. On a demonstration's clock the phone's time means nothing.
    ///
    /// # Errors
    /// When the form carries no id.
    pub fn act(&self, web: &Web) -> Result<Act, WebError> {
        let op: OpId =
            self.text("op_id").parse().map_err(|_| Refusal::from(FieldError::new("op_id", FieldErrorKind::Missing)))?;
        let told = self.text("occurred_at").parse().ok().map(Millis);
        let occurred = told.filter(|_| web.app.machine().clock.is_real());
        Ok(Act { op, occurred, device_seq: count(self.text("device_seq")) })
    }

    /// The first value of a field, without spaces around it; empty when there is none.
    pub fn text(&self, name: &str) -> &str {
        self.fields.get(name).and_then(|values| values.first()).map_or("", |value| value.trim())
    }

    /// Every value of a field.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.fields.get(name).into_iter().flatten().map(|value| value.trim())
    }

    /// Whether a box was ticked or a button pressed.
    pub fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// Fields whose name starts with `prefix`, as the rest of the name and the first value.
    pub fn starting_with<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.fields.iter().filter_map(move |(name, values)| {
            Some((name.strip_prefix(prefix)?, values.first().map_or("", |value| value.trim())))
        })
    }

    /// A file that was sent.
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(Vec::as_slice)
    }

    /// Notes a fault.
    pub fn fault(&mut self, name: impl Into<String>, what: FieldErrorKind) {
        self.faults.push(FieldError::new(name, what));
    }

    /// A whole number within bounds. An empty field is `None` and no fault.
    pub fn number(&mut self, name: &str, least: i64, most: i64) -> Option<i64> {
        let text = self.text(name).to_owned();
        if text.is_empty() {
            return None;
        }
        match text.parse::<i64>() {
            Err(_) => self.fault(name, FieldErrorKind::NotANumber),
            Ok(number) if number < least => self.fault(name, FieldErrorKind::TooSmall { least }),
            Ok(number) if number > most => self.fault(name, FieldErrorKind::TooLarge { most }),
            Ok(number) => return Some(number),
        }
        None
    }

    /// A whole number within bounds that must be there.
    pub fn needed_number(&mut self, name: &str, least: i64, most: i64) -> i64 {
        if self.text(name).is_empty() {
            self.fault(name, FieldErrorKind::Missing);
        }
        self.number(name, least, most).unwrap_or(least)
    }

    /// A decimal number with comma or point, in thousandths: kilograms into grams. Empty is `None`.
    pub fn thousandths(&mut self, name: &str, most: i64) -> Option<i64> {
        let text = self.text(name).to_owned();
        if text.is_empty() {
            return None;
        }
        match decimal(&text, 3) {
            None => self.fault(name, FieldErrorKind::NotANumber),
            Some(number) if number < 0 => self.fault(name, FieldErrorKind::TooSmall { least: 0 }),
            Some(number) if number > most => self.fault(name, FieldErrorKind::TooLarge { most: most / 1000 }),
            Some(number) => return Some(number),
        }
        None
    }

    /// A temperature, typed as `3,5`, `3.5` or `-18`. Empty is `None`.
    pub fn temperature(&mut self, name: &str) -> Option<Decidegrees> {
        let text = self.text(name).replace('\u{2212}', "-");
        if text.is_empty() {
            return None;
        }
        let read = decimal(&text, 1).map(Decidegrees);
        if read.is_none() {
            self.fault(name, FieldErrorKind::NotANumber);
        }
        read
    }

    /// A time of day. Empty is `None`.
    pub fn time(&mut self, name: &str) -> Option<Time> {
        let text = self.text(name);
        if text.is_empty() {
            return None;
        }
        let read = clock_time(text);
        if read.is_none() {
            self.fault(name, FieldErrorKind::NotATime);
        }
        read
    }

    /// A date, as a `DateChooser` sends it: `name` is a date, or `other` and `name-other` is. Empty is `None`.
    pub fn date(&mut self, name: &str) -> Option<Date> {
        let chosen = self.text(name);
        let text = if chosen == "other" { self.text(&format!("{name}-other")).to_owned() } else { chosen.to_owned() };
        if text.is_empty() {
            if chosen == "other" {
                self.fault(name, FieldErrorKind::Missing);
            }
            return None;
        }
        let date = text.parse().ok();
        if date.is_none() {
            self.fault(name, FieldErrorKind::NotADate);
        }
        date
    }

    /// One of the choices: a word of the domain, or an id. Empty or unknown is a fault.
    pub fn choice<T: FromStr>(&mut self, name: &str) -> Option<T> {
        let text = self.text(name);
        let wrong = if text.is_empty() { FieldErrorKind::Missing } else { FieldErrorKind::NotAChoice };
        let chosen = text.parse().ok();
        if chosen.is_none() {
            self.fault(name, wrong);
        }
        chosen
    }

    /// Free text that must be there, as `read` checks it.
    pub fn needed<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, crate::domain::text::TextError>,
    ) -> Option<T> {
        match read(self.text(name)) {
            Ok(value) => Some(value),
            Err(error) => {
                self.fault(name, error.into());
                None
            }
        }
    }

    /// Ends reading: the faults noted so far, if any.
    ///
    /// # Errors
    /// When a field could not be taken.
    pub fn check(&mut self) -> Result<(), Refusal> {
        if self.faults.is_empty() { Ok(()) } else { Err(Refusal::Invalid(std::mem::take(&mut self.faults))) }
    }
}

/// A decimal number with a comma or a point, in units of ten to the minus `places`; more places are cut off.
fn decimal(text: &str, places: u32) -> Option<i64> {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, part) = text.split_once([',', '.']).unwrap_or((text, ""));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || whole.len() > 9 || part.len() > 9 || !digits(whole) || !digits(part) {
        return None;
    }
    let padded: String = part.chars().chain(std::iter::repeat('0')).take(places as usize).collect();
    let fraction = if padded.is_empty() { 0 } else { padded.parse().ok()? };
    Some(sign * (whole.parse::<i64>().ok()? * 10_i64.pow(places) + fraction))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&str, &str)]) -> Input {
        let mut input = Input::default();
        for (name, value) in pairs {
            input.fields.entry((*name).to_owned()).or_default().push((*value).to_owned());
        }
        input
    }

    #[test]
    fn decimals_take_comma_and_point() {
        assert_eq!(decimal("3,5", 1), Some(35));
        assert_eq!(decimal("-18", 1), Some(-180));
        assert_eq!(decimal("12.3456", 3), Some(12_345));
        for bad in ["", "3,5,1", "ventitré", "-", "1e9", "99999999999"] {
            assert_eq!(decimal(bad, 1), None, "{bad}");
        }
    }

    #[test]
    fn every_fault_is_noted_at_its_field() {
        let mut input = of(&[("a", "900"), ("b", "x"), ("d", "other"), ("d-other", "2026-02-30"), ("t", "\u{2212}18")]);
        assert_eq!(input.number("a", 0, 500), None);
        assert_eq!(input.number("b", 0, 500), None);
        assert_eq!(input.date("d"), None);
        assert_eq!(input.number("missing", 0, 1), None);
        assert_eq!(input.temperature("t"), Some(Decidegrees(-180)));
        let Err(Refusal::Invalid(faults)) = input.check() else { panic!("three faults") };
        let named: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(named, ["a", "b", "d"]);
    }
}
