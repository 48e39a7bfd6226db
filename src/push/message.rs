//! What a phone is sent: one JSON that some browsers show by themselves (Declarative Web Push) and our worker reads elsewhere.

use serde_json::json;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The most bytes of text that a message carries, as push services take it.
pub const MOST_BYTES: usize = 3052;
/// The most characters of a body: what is longer is cut off by phones anyway.
const MOST_BODY: usize = 400;
/// The most characters of a title.
const MOST_TITLE: usize = 120;

/// A notice as it is shown on a phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown<'a> {
    /// The id of the notice.
    pub id: String,
    pub title: &'a str,
    pub body: &'a str,
    /// A newer one with the same tag takes its place on the screen.
    pub tag: &'a str,
    /// The language of the words.
    pub lang: &'a str,
    /// The page it leads to, without the server.
    pub href: &'a str,
    /// Where a browser that shows it by itself goes at a tap, with the server.
    pub navigate: &'a str,
    /// Whether it makes itself heard again although one with its tag is shown.
    pub urgent: bool,
    /// Whether it makes no sound.
    pub silent: bool,
    /// Whether the pages that the page may need are fetched at once.
    pub ahead: bool,
    pub new: i64,
}

/// The message.
pub fn text(shown: &Shown<'_>) -> String {
    json!({
        "web_push": 8030,
        "app_badge": shown.new,
        "notification": {
            "title": cut(shown.title, MOST_TITLE),
            "body": cut(shown.body, MOST_BODY),
            "navigate": shown.navigate,
            "tag": shown.tag,
            "lang": shown.lang,
            "silent": shown.silent,
            "data": { "id": shown.id, "href": shown.href, "again": shown.urgent && !shown.silent, "ahead": shown.ahead },
        },
    })
    .to_string()
}

/// At most `most` characters, with dots where something is missing.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

/// What push services know a tag by: the same for the same tag, and nothing to read.
pub fn topic(tag: &str) -> String {
    Sha256::digest(tag.as_bytes())[..16].iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown<'a>(title: &'a str, body: &'a str) -> Shown<'a> {
        Shown {
            id: "0190a7c0-0000-7000-8000-000000000000".to_owned(),
            title,
            body,
            tag: "cold/0190a7c0-0000-7000-8000-000000000000",
            lang: "it",
            href: "/driver",
            navigate: "https://giro.lodi.it/notices/0190a7c0-0000-7000-8000-000000000000/open",
            urgent: true,
            silent: false,
            ahead: false,
            new: 2,
        }
    }

    #[test]
    fn a_message_is_one_that_browsers_can_show_by_themselves() {
        let value: serde_json::Value = serde_json::from_str(&text(&shown("Codogno", "Subito in frigo"))).unwrap();
        assert_eq!(value["web_push"], 8030);
        assert_eq!(value["app_badge"], 2);
        let notification = &value["notification"];
        assert_eq!(notification["title"], "Codogno");
        assert_eq!(notification["navigate"], "https://giro.lodi.it/notices/0190a7c0-0000-7000-8000-000000000000/open");
        assert_eq!(notification["data"]["href"], "/driver");
        assert_eq!(notification["data"]["again"], true);
    }

    #[test]
    fn the_longest_message_fits() {
        let (title, body) = ("\u{1}".repeat(1000), "\u{1}".repeat(5000));
        assert!(text(&shown(&title, &body)).len() > MOST_BYTES, "nobody writes control characters");
        let (title, body) = ("🥖".repeat(1000), "🥖".repeat(5000));
        let text = text(&shown(&title, &body));
        assert!(text.len() <= MOST_BYTES, "{}", text.len());
        assert!(text.contains('…'));
    }

    #[test]
    fn a_topic_is_short_and_of_few_characters() {
        assert_eq!(topic("cold/1").len(), 32);
        assert!(topic("cold/1").chars().all(|c| c.is_ascii_alphanumeric()));
        assert_ne!(topic("cold/1"), topic("cold/2"));
    }
}
