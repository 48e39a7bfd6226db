//! What a form sent: fields by name, each read into the type it should have, with its error where it is not.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::RequestExt;
use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::Method;
use axum::http::header::CONTENT_TYPE;
use jiff::civil::{Date, Time};
use tower_http::timeout::TimeoutError;

use super::Web;
use super::error::WebError;
use super::sent::{count, sent};
use crate::app::{Act, Field, FieldError, FieldErrorKind, FieldName, Refusal, Thing};
use crate::domain::dates;
use crate::domain::id::{LotId, OpId};
use crate::domain::quantity::Decidegrees;
use crate::domain::text::TextError;
use crate::domain::time::{Millis, clock_time};
use crate::domain::{phone, text, written};

/// The most bytes of a form without files.
const MOST_FORM_BYTES: usize = 256 * 1024;
/// The most bytes of a form that anybody may send: a code, a language.
pub const MOST_PUBLIC_BYTES: usize = 4 * 1024;
/// The most fields of a form, and parts of one with files. The longest forms ask a few things of each lot of a day.
const MOST_FIELDS: usize = 4_000;
/// How long a form may take to arrive: a picture over the worst network of a phone.
const LONGEST: Duration = Duration::from_mins(5);
/// The most bytes of a form with a picture.
pub const MOST_UPLOAD_BYTES: usize = 12 * 1024 * 1024;

/// What waited on a phone for no longer than this, in milliseconds, was sent at once; and a page's time that is farther off
/// is wrong.
const AT_ONCE: i64 = 60_000;

/// What a handler reads, and once only. Reading a field that cannot be taken notes an error; [`Input::check`] ends with
/// all of them.
#[derive(Debug, Default)]
pub struct Input {
    fields: BTreeMap<String, Vec<String>>,
    files: BTreeMap<String, Vec<SentFile>>,
    errors: Vec<FieldError>,
    act: Option<OpId>,
    /// How long an act waited on the phone that sends it.
    waited: Option<Duration>,
    asked: Option<Asked>,
}

/// A file that was sent.
#[derive(Debug)]
pub struct SentFile {
    /// Its name on the machine of the sender; old browsers send the whole path.
    pub name: String,
    pub bytes: Bytes,
}

/// What a handler asks its form for, noted for whoever puts this beside the request: how tests know that a page and its
/// handler speak of the same fields.
#[derive(Debug, Clone, Default)]
pub struct Asked(Arc<Mutex<BTreeSet<String>>>);

impl Asked {
    /// The names asked for so far.
    pub fn names(&self) -> BTreeSet<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, name: &FieldName) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_string());
    }
}

/// What of a form can be shown again.
#[derive(Debug)]
pub struct Parts {
    pub fields: BTreeMap<String, Vec<String>>,
    /// The fields whose file was sent.
    pub files: BTreeSet<String>,
    pub act: Option<OpId>,
}

impl<S: Send + Sync> FromRequest<S> for Input {
    type Rejection = WebError;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebError> {
        let read = tokio::time::timeout(LONGEST, Self::read(request, state));
        read.await.map_err(|_| WebError::too_slow())?
    }
}

impl Input {
    async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Self, WebError> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let waited = sent(request.headers()).and_then(|sent| sent.waited);
        let mut input = Self { asked: request.extensions().get().cloned(), waited, ..Self::default() };
        if matches!(*request.method(), Method::GET | Method::HEAD) {
            input.add_pairs(form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes()))?;
        } else if kind.starts_with("multipart/form-data") {
            let mut parts = Multipart::from_request(request, state).await.map_err(|_| WebError::unreadable())?;
            let mut count = 0;
            while let Some(part) = parts.next_field().await.map_err(|error| unreadable(&error))? {
                count += 1;
                if count > MOST_FIELDS {
                    return Err(WebError::too_large());
                }
                let Some(name) = part.name().map(str::to_owned) else { continue };
                let file_name = part.file_name().map(str::to_owned);
                let bytes = part.bytes().await.map_err(|error| unreadable(&error))?;
                if let Some(file_name) = file_name {
                    if !bytes.is_empty() {
                        input.files.entry(name).or_default().push(SentFile { name: file_name, bytes });
                    }
                } else {
                    let text = String::from_utf8(bytes.into()).map_err(|_| WebError::unreadable())?;
                    input.fields.entry(name).or_default().push(text);
                }
            }
        } else {
            // No more than the route takes.
            let body = request.with_limited_body().into_body();
            let bytes = to_bytes(body, MOST_FORM_BYTES)
                .await
                .map_err(|error| if is_too_slow(&error) { WebError::too_slow() } else { WebError::too_large() })?;
            // What is no UTF-8 would be kept as something nobody wrote.
            if form_urlencoded::parse(&bytes).any(|(_, value)| value.contains(char::REPLACEMENT_CHARACTER)) {
                return Err(WebError::unreadable());
            }
            input.add_pairs(form_urlencoded::parse(&bytes))?;
        }
        Ok(input)
    }
}

/// Whether nothing of a body came for too long.
fn is_too_slow(error: &(dyn Error + 'static)) -> bool {
    let mut causes = std::iter::successors(Some(error), |error: &&(dyn Error + 'static)| (*error).source());
    causes.any(<dyn Error>::is::<TimeoutError>)
}

fn unreadable(error: &axum::extract::multipart::MultipartError) -> WebError {
    if is_too_slow(error) {
        WebError::too_slow()
    } else if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        WebError::too_large()
    } else {
        WebError::unreadable()
    }
}

impl Input {
    fn add_pairs(&mut self, pairs: form_urlencoded::Parse<'_>) -> Result<(), WebError> {
        for (index, (name, value)) in pairs.enumerate() {
            if index >= MOST_FIELDS {
                return Err(WebError::too_large());
            }
            self.fields.entry(name.into_owned()).or_default().push(value.into_owned());
        }
        Ok(())
    }

    fn values(&self, name: &FieldName) -> Option<&Vec<String>> {
        if let Some(asked) = &self.asked {
            asked.note(name);
        }
        self.fields.get(name.as_str())
    }

    /// The act of the form: its id and the time of the tap. On a demonstration's clock the phone's time means nothing. What
    /// was sent at once was done just now, whatever the page took the time for.
    ///
    /// # Errors
    /// When the form carries no id.
    pub fn act(&mut self, web: &Web) -> Result<Act, WebError> {
        let missing = |_| Refusal::from(FieldError::new(Field::OpId, FieldErrorKind::Missing));
        let op: OpId = self.text(Field::OpId).parse().map_err(missing)?;
        let told = self.text(Field::OccurredAt).parse().ok().map(Millis);
        let now = web.app.now();
        let waited = self.waited.and_then(|waited| i64::try_from(waited.as_millis()).ok()).filter(|ms| *ms <= AT_ONCE);
        let told = match (told, waited.map(|ms| Millis(now.0 - ms))) {
            (Some(told), Some(tapped)) if (told.0 - tapped.0).abs() > AT_ONCE => Some(tapped),
            (told, _) => told,
        };
        let occurred = told.filter(|_| web.app.machine().clock.is_real());
        self.act = Some(op);
        Ok(Act { op, occurred, device_seq: count(self.text(Field::DeviceSeq)) })
    }

    /// What is left to show once it was read.
    pub fn into_parts(self) -> Parts {
        Parts { fields: self.fields, files: self.files.into_keys().collect(), act: self.act }
    }

    /// The first value of a field, without spaces around it; empty when there is none.
    pub fn text(&self, name: impl Into<FieldName>) -> &str {
        self.values(&name.into()).and_then(|values| values.first()).map_or("", |value| value.trim())
    }

    /// Every value of a field.
    pub fn all(&self, name: impl Into<FieldName>) -> impl Iterator<Item = &str> {
        self.values(&name.into()).into_iter().flatten().map(|value| value.trim())
    }

    /// Whether a box was ticked or a button pressed.
    pub fn has(&self, name: impl Into<FieldName>) -> bool {
        self.values(&name.into()).is_some()
    }

    /// Whether a field is not there, or nothing was written into it.
    pub fn is_empty(&self, name: impl Into<FieldName>) -> bool {
        self.text(name).is_empty()
    }

    /// The lots of which a question is asked: those with a field of their own.
    ///
    /// # Errors
    /// When a field names no lot.
    pub fn lots(&self, field: Field) -> Result<Vec<LotId>, Refusal> {
        let prefix = format!("{field}-");
        let named = self.fields.keys().filter_map(|name| name.strip_prefix(&prefix));
        named.map(|lot| lot.parse().map_err(|_| Refusal::NotFound(Thing::Lot))).collect()
    }

    /// Takes a file that was sent. That it was is remembered.
    pub fn take_file(&mut self, name: impl Into<FieldName>) -> Option<Bytes> {
        let name = name.into();
        if let Some(asked) = &self.asked {
            asked.note(&name);
        }
        self.files
            .get_mut(name.as_str())
            .and_then(|files| files.first_mut())
            .map(|file| std::mem::take(&mut file.bytes))
    }

    /// Takes all files that were sent by a name.
    pub fn take_files(&mut self, name: impl Into<FieldName>) -> Vec<SentFile> {
        let name = name.into();
        if let Some(asked) = &self.asked {
            asked.note(&name);
        }
        self.files.get_mut(name.as_str()).map(std::mem::take).unwrap_or_default()
    }

    /// Notes what is wrong with a field.
    pub fn error(&mut self, name: impl Into<FieldName>, kind: FieldErrorKind) {
        self.note(FieldError::new(name, kind));
    }

    /// Notes what somebody else found wrong with a field.
    pub fn note(&mut self, error: FieldError) {
        self.errors.push(error);
    }

    /// A value as `read` makes it from what was written. An empty field is `None` and no error.
    fn optional<T>(&mut self, name: &FieldName, read: impl FnOnce(&str) -> Result<T, FieldErrorKind>) -> Option<T> {
        let text = self.text(name);
        if text.is_empty() {
            return None;
        }
        read(text).map_err(|kind| self.error(name, kind)).ok()
    }

    /// The same where a field must not be empty.
    fn must_be_there(&mut self, name: &FieldName) {
        if self.is_empty(name) {
            self.error(name, FieldErrorKind::Missing);
        }
    }

    /// A whole number within bounds. An empty field is `None` and no error.
    pub fn number(&mut self, name: impl Into<FieldName>, least: i64, most: i64) -> Option<i64> {
        self.optional(&name.into(), |text| within(written::amount(text, 0)?, least, most, 1))
    }

    /// A whole number within bounds that must be there.
    pub fn needed_number(&mut self, name: impl Into<FieldName>, least: i64, most: i64) -> i64 {
        let name = name.into();
        self.must_be_there(&name);
        self.number(&name, least, most).unwrap_or(least)
    }

    /// Kilograms as grams. Empty is `None`.
    pub fn kilograms(&mut self, name: impl Into<FieldName>, most: i64) -> Option<i64> {
        self.optional(&name.into(), |text| within(written::kilograms(text)?, 0, most, 1000))
    }

    /// A temperature, typed as `3,5`, `3.5` or `-18`. Empty is `None`.
    pub fn temperature(&mut self, name: impl Into<FieldName>) -> Option<Decidegrees> {
        let read = |text: &str| written::reading(text, 1).map(Decidegrees).ok_or(FieldErrorKind::NotANumber);
        self.optional(&name.into(), read)
    }

    /// A telephone number, with what people write beside it. Empty is an empty one.
    pub fn phone(&mut self, name: impl Into<FieldName>) -> Option<String> {
        let read = |text: &str| {
            phone::check(text)?;
            Ok(text::name(text)?)
        };
        let name = name.into();
        if self.is_empty(&name) { Some(String::new()) } else { self.optional(&name, read) }
    }

    /// A time of day. Empty is `None`.
    pub fn time(&mut self, name: impl Into<FieldName>) -> Option<Time> {
        self.optional(&name.into(), |text| clock_time(text).ok_or(FieldErrorKind::NotATime))
    }

    /// A time of day that must be there.
    pub fn needed_time(&mut self, name: impl Into<FieldName>) -> Option<Time> {
        let name = name.into();
        self.must_be_there(&name);
        self.time(&name)
    }

    /// A date, as a `DateChooser` sends it: the field is a date, or `other` and the field beside it is. Empty is `None`.
    pub fn date(&mut self, name: impl Into<FieldName>) -> Option<Date> {
        let name = name.into();
        let date = |text: &str| Ok(written::date(text)?);
        if self.text(&name) != "other" {
            return self.optional(&name, date);
        }
        let other = self.text(name.other());
        let missing = other.is_empty().then_some(FieldErrorKind::Missing);
        date(other).map_err(|kind: FieldErrorKind| self.error(&name, missing.unwrap_or(kind))).ok()
    }

    /// A date that must be there.
    pub fn needed_date(&mut self, name: impl Into<FieldName>) -> Option<Date> {
        let name = name.into();
        self.must_be_there(&name);
        self.date(&name)
    }

    /// A day of a plan that must be there: a shift, a closure.
    pub fn planned_date(&mut self, name: impl Into<FieldName>, today: Date) -> Option<Date> {
        let name = name.into();
        let (first, last) = dates::planned(today);
        let date = self.needed_date(&name)?;
        if !(first..=last).contains(&date) {
            self.error(name, FieldErrorKind::DateNotBetween { first, last });
        }
        Some(date)
    }

    /// One of the choices: a word of the domain, or an id. Empty or unknown is an error.
    pub fn choice<T: FromStr>(&mut self, name: impl Into<FieldName>) -> Option<T> {
        let name = name.into();
        self.must_be_there(&name);
        self.optional_choice(&name)
    }

    /// One of the choices, or none.
    pub fn optional_choice<T: FromStr>(&mut self, name: impl Into<FieldName>) -> Option<T> {
        self.optional(&name.into(), |text| text.parse().map_err(|_| FieldErrorKind::NotAChoice))
    }

    /// Free text that must be there, as `read` checks it.
    pub fn needed<T>(
        &mut self,
        name: impl Into<FieldName>,
        read: impl FnOnce(&str) -> Result<T, TextError>,
    ) -> Option<T> {
        let name = name.into();
        read(self.text(&name)).map_err(|error| self.error(&name, error.into())).ok()
    }

    /// Ends reading: the errors noted so far, if any.
    ///
    /// # Errors
    /// When a field could not be taken.
    pub fn check(&mut self) -> Result<(), Refusal> {
        Refusal::if_any(std::mem::take(&mut self.errors))
    }
}

/// A number within bounds, which are said in units of `unit`.
fn within(number: i64, least: i64, most: i64, unit: i64) -> Result<i64, FieldErrorKind> {
    if number < least {
        Err(FieldErrorKind::TooSmall { least: least / unit })
    } else if number > most {
        Err(FieldErrorKind::TooLarge { most: most / unit })
    } else {
        Ok(number)
    }
}

#[cfg(test)]
impl Input {
    /// A form with these fields.
    pub fn of(pairs: &[(FieldName, &str)]) -> Self {
        let field = |(name, value): &(FieldName, &str)| (name.to_string(), vec![(*value).to_owned()]);
        Self { fields: pairs.iter().map(field).collect(), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubt_is_asked_and_a_phone_is_one() {
        let mut input = Input::of(&[
            (Field::Persons.into(), "1.000"),
            (Field::Kg.into(), "1,250"),
            (Field::Crates.into(), "1.200,0"),
            (Field::Phone.into(), "3,93331E+11"),
            (Field::Date.into(), "27/11/2026"),
        ]);
        assert_eq!(input.number(Field::Persons, 0, 10_000), None);
        assert_eq!(input.kilograms(Field::Kg, 10_000_000), None);
        assert_eq!(input.number(Field::Crates, 0, 10_000), Some(1200));
        assert_eq!(input.phone(Field::Phone), None);
        assert_eq!(input.date(Field::Date), Some(jiff::civil::date(2026, 11, 27)));
        let Err(Refusal::Invalid(errors)) = input.check() else { panic!("three errors") };
        let doubt = |thousands: &str, decimals: &str| FieldErrorKind::Doubtful {
            thousands: thousands.into(),
            decimals: decimals.into(),
        };
        let kinds: Vec<FieldErrorKind> = errors.into_iter().map(|error| error.kind).collect();
        assert_eq!(kinds, [doubt("1000", "1"), doubt("1250", "1,25"), FieldErrorKind::NotAPhone]);
    }

    #[test]
    fn every_error_is_noted_at_its_field() {
        let date = FieldName::from(Field::Date);
        let mut input = Input::of(&[
            (Field::Crates.into(), "900"),
            (Field::Minutes.into(), "x"),
            (date.other(), "2026-02-30"),
            (date, "other"),
            (Field::Temperature.into(), "\u{2212}18"),
        ]);
        assert_eq!(input.number(Field::Crates, 0, 500), None);
        assert_eq!(input.number(Field::Minutes, 0, 500), None);
        assert_eq!(input.date(Field::Date), None);
        assert_eq!(input.number(Field::Families, 0, 1), None);
        assert_eq!(input.temperature(Field::Temperature), Some(Decidegrees(-180)));
        let Err(Refusal::Invalid(errors)) = input.check() else { panic!("three errors") };
        let named: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(named, ["crates", "minutes", "date"]);
    }
}
