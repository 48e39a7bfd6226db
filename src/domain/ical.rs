//! Calendars as text (RFC 5545): what phones subscribe to.

use crate::domain::time::Millis;

/// The longest line, in octets, without its end.
const LONGEST_LINE: usize = 75;

/// One entry of a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What stays the same whatever else changes.
    pub uid: String,
    pub from: Millis,
    pub until: Millis,
    pub summary: String,
    pub location: String,
    /// What more there is to say.
    pub description: String,
    /// Whether it does not take place.
    pub cancelled: bool,
}

/// A calendar as text, as it stands at an instant.
pub fn calendar(name: &str, events: &[Event], now: Millis) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| fold(&mut text, &format!("{name}:{value}"));
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//Girofresco//Girofresco//IT");
    line("CALSCALE", "GREGORIAN");
    line("METHOD", "PUBLISH");
    line("NAME", &escaped(name));
    line("X-WR-CALNAME", &escaped(name));
    line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    line("X-PUBLISHED-TTL", "PT1H");
    for event in events {
        line("BEGIN", "VEVENT");
        line("UID", &escaped(&event.uid));
        line("DTSTAMP", &utc(now));
        line("DTSTART", &utc(event.from));
        line("DTEND", &utc(event.until));
        line("SUMMARY", &escaped(&event.summary));
        if !event.location.is_empty() {
            line("LOCATION", &escaped(&event.location));
        }
        if !event.description.is_empty() {
            line("DESCRIPTION", &escaped(&event.description));
        }
        line("STATUS", if event.cancelled { "CANCELLED" } else { "CONFIRMED" });
        line("END", "VEVENT");
    }
    line("END", "VCALENDAR");
    text
}

/// A text as a value: backslash, semicolon, comma and line ends are written with a backslash.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' | '\r' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// Adds a line, in pieces of at most 75 octets that never cut a character; each but the first begins with a space.
fn fold(text: &mut String, line: &str) {
    let mut room = LONGEST_LINE;
    for c in line.chars() {
        if c.len_utf8() > room {
            text.push_str("\r\n ");
            room = LONGEST_LINE - 1;
        }
        room -= c.len_utf8();
        text.push(c);
    }
    text.push_str("\r\n");
}

fn utc(at: Millis) -> String {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or_default().strftime("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(summary: &str) -> Event {
        Event {
            uid: "shift-1@girofresco".to_owned(),
            from: Millis(1_795_680_000_000),
            until: Millis(1_795_683_600_000),
            summary: summary.to_owned(),
            location: String::new(),
            description: "1. Punto; via Roma, 1\n2. a\\b".to_owned(),
            cancelled: false,
        }
    }

    #[test]
    fn lines_are_short_and_end_as_they_must() {
        let text = calendar("Turni", &[event(&"è più là ".repeat(40))], Millis(1_795_600_000_000));
        for line in text.split("\r\n") {
            assert!(line.len() <= LONGEST_LINE && !line.contains('\n'), "{line:?}");
        }
        let unfolded = text.replace("\r\n ", "");
        assert!(unfolded.contains(&"è più là ".repeat(40)), "{unfolded}");
        assert!(text.ends_with("END:VCALENDAR\r\n"));
    }

    #[test]
    fn values_are_escaped_and_times_are_utc() {
        let text = calendar("Turni", &[event("a, b; c")], Millis(1_795_600_000_000)).replace("\r\n ", "");
        assert!(text.contains("SUMMARY:a\\, b\\; c\r\n"));
        assert!(text.contains("DESCRIPTION:1. Punto\\; via Roma\\, 1\\n2. a\\\\b\r\n"), "{text}");
        assert!(text.contains("DTSTART:20261126T080000Z\r\nDTEND:20261126T090000Z\r\n"), "{text}");
    }
}
