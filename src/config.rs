//! What an operator says on the command line and in the environment. Printing it for a log hides secrets.

use crate::push::guard::TestOrigin;
use clap::{Args, Parser, Subcommand};
use jiff::civil::{Date, Time};
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use tracing::level_filters::LevelFilter;

/// Why a setting cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// No address of a database.
    #[error("a database address begins with sqlite:// or postgres://, such as sqlite://girofresco.db")]
    Database,
    /// No address of a web site.
    #[error("a public address begins with https:// (or http:// on this machine), such as https://giro.example.org")]
    PublicUrl,
    /// Would be reachable from other machines without encryption.
    #[error(
        "listening on {0} would be open to other machines without encryption; listen on 127.0.0.1, or put a proxy in front \
         and name its https:// address with --public-url"
    )]
    Open(SocketAddr),
    /// No way to write to somebody.
    #[error("a contact for push services is mailto:NAME@HOST or https://HOST, of a domain of yours (not example.com)")]
    Contact,
    /// A push service for tests, where others could use it.
    #[error("a push service for tests can be named only while listening on this machine alone, not on {0}")]
    TestOrigin(SocketAddr),
    /// No time of day.
    #[error("a time of day has the form 08:00")]
    Time,
}

/// The address of a database. What is printed of it has no password.
#[derive(Clone, PartialEq, Eq)]
pub struct Database(String);

impl Database {
    /// The address as given, for the one who opens the database.
    pub fn secret(&self) -> &str {
        &self.0
    }

    /// The file of an SQLite database.
    pub fn file(&self) -> Option<PathBuf> {
        let path = self.0.strip_prefix("sqlite:")?;
        let path = path.strip_prefix("//").unwrap_or(path);
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        (!path.is_empty() && path != ":memory:").then(|| PathBuf::from(path))
    }

    /// The address of an SQLite file.
    pub fn of_file(path: &std::path::Path) -> Self {
        Self(format!("sqlite://{}", path.display()))
    }
}

impl FromStr for Database {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        let known = ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme));
        if known { Ok(Self(text.to_owned())) } else { Err(ConfigError::Database) }
    }
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.0.split_once('?').map_or(self.0.as_str(), |(address, _)| address);
        match plain.split_once("://") {
            Some((scheme, rest)) => match rest.rsplit_once('@') {
                Some((_, place)) => write!(f, "{scheme}://***@{place}"),
                None => f.write_str(plain),
            },
            None => f.write_str(plain),
        }
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

/// The address under which people reach the server, without a slash at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is encrypted.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl FromStr for PublicUrl {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        let url = text.trim_end_matches('/');
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let right = host.is_some_and(|host| {
            !host.is_empty() && !host.contains(['/', '?', '#', '@']) && !host.contains(char::is_whitespace)
        });
        if right { Ok(Self(url.to_owned())) } else { Err(ConfigError::PublicUrl) }
    }
}

/// Plans daily pickup rounds of surplus food and follows every crate from shop to distribution point.
#[derive(Debug, Parser)]
#[command(name = "girofresco", version, about, max_term_width = 100)]
pub struct CommandLine {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// How much is told on the standard error: off, error, warn, info, debug or trace [serve and demo: info].
    #[arg(long, global = true, env = "GIROFRESCO_LOG", value_name = "LEVEL")]
    pub log: Option<LevelFilter>,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the web app.
    Serve(Serve),
    /// Show an invented day around Lodi, in a database and with a clock of its own.
    Demo(Demo),
    /// Take in a directory of CSV files: all of it or nothing.
    Import(Import),
    /// Plan a day and print the plan.
    Plan(Plan),
    /// Verify the ledger of every area.
    Check(OnDatabase),
    /// Make a code that lets a coordinator in, once and for ten minutes.
    Invite(Invite),
}

/// Where the data is.
#[derive(Debug, Clone, Args)]
pub struct OnDatabase {
    /// The database: sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME.
    #[arg(long, env = "DATABASE_URL", default_value = "sqlite://girofresco.db", hide_env_values = true)]
    pub database: Database,
}

/// How people reach the server.
#[derive(Debug, Clone, Args)]
pub struct Listening {
    /// The address and port to listen on.
    #[arg(long, env = "GIROFRESCO_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// The address people use, when a proxy stands in front.
    #[arg(long, env = "GIROFRESCO_PUBLIC_URL")]
    pub public_url: Option<PublicUrl>,
}

impl Listening {
    /// Refuses to be open to other machines without encryption.
    ///
    /// # Errors
    /// When the address is not of this machine and no https address is named.
    pub fn check(&self) -> Result<(), ConfigError> {
        let encrypted = self.public_url.as_ref().is_some_and(PublicUrl::is_https);
        if self.listen.ip().is_loopback() || encrypted { Ok(()) } else { Err(ConfigError::Open(self.listen)) }
    }

    /// The address to give to people, without a slash at its end.
    pub fn url(&self) -> String {
        self.public_url.as_ref().map_or_else(|| format!("http://{}", self.listen), |url| url.as_str().to_owned())
    }
}

/// Whom push services may write to about this server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact(String);

impl Contact {
    /// The contact.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Contact {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        let mail = text.strip_prefix("mailto:").and_then(|address| address.split_once('@')).map(|(_, host)| host);
        let host = mail.or_else(|| text.strip_prefix("https://")).unwrap_or_default();
        let host = host.split(['/', ':']).next().unwrap_or_default().to_lowercase();
        // Push services refuse the domains that stand in documentation.
        let made_up = host.split('.').any(|part| part == "example");
        let written = !host.is_empty() && text.chars().all(|c| c.is_ascii_graphic());
        if written && !made_up { Ok(Self(text.to_owned())) } else { Err(ConfigError::Contact) }
    }
}

/// How messages get to phones.
#[derive(Debug, Clone, Args)]
pub struct Push {
    /// The file of the server's key, made at the first start; beside an SQLite database unless given.
    #[arg(long, env = "GIROFRESCO_PUSH_KEY", value_name = "FILE")]
    pub push_key: Option<PathBuf>,
    /// Whom push services may write to: mailto:NAME@HOST or https://HOST; the public address unless given.
    #[arg(long, env = "GIROFRESCO_PUSH_CONTACT")]
    pub push_contact: Option<Contact>,
    /// For tests: a push service on this machine that is let through beside the real ones, http://127.0.0.1:PORT.
    #[arg(long, env = "GIROFRESCO_PUSH_TEST_ORIGIN", hide = true)]
    pub push_test_origin: Option<TestOrigin>,
}

impl Push {
    /// Refuses a push service for tests where others reach the server.
    ///
    /// # Errors
    /// When there is one and the server does not listen on this machine alone.
    pub fn check(&self, listening: &Listening) -> Result<(), ConfigError> {
        let alone = listening.listen.ip().is_loopback() && listening.public_url.is_none();
        if self.push_test_origin.is_none() || alone { Ok(()) } else { Err(ConfigError::TestOrigin(listening.listen)) }
    }

    /// The file of the key: the one named, else one beside the database file, else one in the current directory.
    pub fn key_file(&self, database: &Database) -> PathBuf {
        const NAME: &str = "girofresco-push.pem";
        let beside = || database.file().map_or_else(|| PathBuf::from(NAME), |file| file.with_file_name(NAME));
        self.push_key.clone().unwrap_or_else(beside)
    }

    /// Whom push services may write to.
    pub fn contact(&self, listening: &Listening) -> String {
        match (&self.push_contact, &listening.public_url) {
            (Some(contact), _) => contact.as_str().to_owned(),
            (None, Some(url)) if url.is_https() => url.as_str().to_owned(),
            // On one machine alone nobody can be written to.
            _ => "mailto:girofresco@localhost".to_owned(),
        }
    }
}

/// `serve`
#[derive(Debug, Clone, Args)]
pub struct Serve {
    /// How people reach it.
    #[command(flatten)]
    pub listening: Listening,
    /// How messages get to phones.
    #[command(flatten)]
    pub push: Push,
    /// Where the data is.
    #[command(flatten)]
    pub data: OnDatabase,
}

/// `demo`
#[derive(Debug, Clone, Args)]
pub struct Demo {
    /// How people reach it.
    #[command(flatten)]
    pub listening: Listening,
    /// How messages get to phones.
    #[command(flatten)]
    pub push: Push,
    /// Everything invented follows from this number.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// The day to show; the coming Thursday unless given.
    #[arg(long)]
    pub date: Option<Date>,
    /// When the demo's clock starts, local time.
    #[arg(long, default_value = "08:00", value_parser = time_of_day)]
    pub at: Time,
    /// How many seconds of the demo pass in one second.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub speed: u32,
    /// Let invented people do their part as the clock runs.
    #[arg(long)]
    pub play: bool,
    /// A database of an earlier demo, or a new one; a temporary file unless given.
    #[arg(long, hide_env_values = true)]
    pub database: Option<Database>,
}

/// `import`
#[derive(Debug, Clone, Args)]
pub struct Import {
    /// A folder with any of sites, vehicles, people, shifts, lots as .csv, .xlsx or .ods; or one workbook, or one file.
    pub path: PathBuf,
    /// The language of what is said.
    #[arg(long, value_parser = ["it", "en"], default_value = "en")]
    pub lang: String,
    /// Where the data goes.
    #[command(flatten)]
    pub data: OnDatabase,
}

/// `plan`
#[derive(Debug, Clone, Args)]
pub struct Plan {
    /// The day to plan.
    #[arg(long)]
    pub date: Date,
    /// The same seed gives the same plan.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// How long to search at most.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub seconds: u32,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
    /// The area, when there are several.
    #[arg(long)]
    pub area: Option<String>,
    /// Where the data is.
    #[command(flatten)]
    pub data: OnDatabase,
}

/// `invite`
#[derive(Debug, Clone, Args)]
pub struct Invite {
    /// The coordinator's name; they are added when there is none of that name.
    #[arg(long, default_value = "Coordinamento")]
    pub name: String,
    /// The area, when there are several.
    #[arg(long)]
    pub area: Option<String>,
    /// Where the data is.
    #[command(flatten)]
    pub data: OnDatabase,
}

fn time_of_day(text: &str) -> Result<Time, ConfigError> {
    let parts = text.split_once(':').filter(|(hour, minute)| (1..=2).contains(&hour.len()) && minute.len() == 2);
    let (hour, minute) = parts.ok_or(ConfigError::Time)?;
    let (hour, minute) = (hour.parse().map_err(|_| ConfigError::Time)?, minute.parse().map_err(|_| ConfigError::Time)?);
    Time::new(hour, minute, 0, 0).map_err(|_| ConfigError::Time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn parse(line: &str) -> Result<CommandLine, clap::Error> {
        CommandLine::try_parse_from(line.split_whitespace())
    }

    #[test]
    fn the_command_line_is_well_formed() {
        CommandLine::command().debug_assert();
        let Command::Demo(demo) = parse("girofresco demo --seed 7 --at 18:30 --speed 300 --play").unwrap().command
        else {
            panic!("a demo")
        };
        assert_eq!((demo.seed, demo.at, demo.speed, demo.play), (7, jiff::civil::time(18, 30, 0, 0), 300, true));
        assert!(demo.database.is_none());
        assert!(parse("girofresco demo --at 25:00").is_err());
        assert!(parse("girofresco demo --date 2026-02-30").is_err());
        assert!(parse("girofresco plan").is_err());
    }

    #[test]
    fn passwords_are_not_printed() {
        let database: Database = "postgres://giro:s3cret@db.example.org/giro?password=s3cret".parse().unwrap();
        assert_eq!(format!("{database:?}"), "\"postgres://***@db.example.org/giro\"");
        let line = parse("girofresco check --database postgres://giro:s3c@ret@host/giro").unwrap();
        assert!(!format!("{line:?}").contains("s3c"), "{line:?}");
        assert!("mysql://host/giro".parse::<Database>().is_err());
    }

    #[test]
    fn it_opens_to_other_machines_only_behind_encryption() {
        let listening = |listen: &str, url: Option<&str>| Listening {
            listen: listen.parse().unwrap(),
            public_url: url.map(|url| url.parse().unwrap()),
        };
        assert_eq!(listening("127.0.0.1:8080", None).check(), Ok(()));
        assert_eq!(listening("[::1]:8080", None).check(), Ok(()));
        assert!(listening("0.0.0.0:8080", None).check().is_err());
        assert!(listening("0.0.0.0:8080", Some("http://giro.example.org")).check().is_err());
        assert_eq!(listening("0.0.0.0:8080", Some("https://giro.example.org/")).check(), Ok(()));
        assert_eq!(listening("0.0.0.0:8080", Some("https://giro.example.org/")).url(), "https://giro.example.org");
        assert!("https://".parse::<PublicUrl>().is_err());
        assert!("https://a/b".parse::<PublicUrl>().is_err());
    }

    #[test]
    fn push_services_can_write_to_somebody_real() {
        for contact in ["mailto:avvisi@giro.lodi.it", "https://giro.lodi.it", "https://giro.lodi.it:8443/contatti"] {
            assert!(contact.parse::<Contact>().is_ok(), "{contact}");
        }
        for contact in [
            "",
            "avvisi@giro.lodi.it",
            "mailto:",
            "mailto:x",
            "http://giro.lodi.it",
            "https://",
            "https://example.com",
            "mailto:a@x.example.org",
            "mailto:a@b c.it",
        ] {
            assert!(contact.parse::<Contact>().is_err(), "{contact}");
        }
    }

    #[test]
    fn a_push_service_for_tests_is_only_for_this_machine() {
        let parse = |more: &str| match parse(&format!("girofresco serve {more}")).unwrap().command {
            Command::Serve(serve) => serve.push.check(&serve.listening),
            other => panic!("{other:?}"),
        };
        assert_eq!(parse("--push-test-origin http://127.0.0.1:9"), Ok(()));
        assert!(parse("--listen 0.0.0.0:80 --push-test-origin http://127.0.0.1:9").is_err());
        assert!(parse("--public-url https://giro.lodi.it --push-test-origin http://127.0.0.1:9").is_err());
        assert_eq!(parse("--listen 0.0.0.0:80"), Ok(()));
    }

    #[test]
    fn the_push_key_lies_beside_the_database_file() {
        let Command::Serve(serve) = parse("girofresco serve").unwrap().command else { panic!("serve") };
        let of = |database: &str| serve.push.key_file(&database.parse().unwrap());
        assert_eq!(of("sqlite:///var/lib/giro/giro.db"), PathBuf::from("/var/lib/giro/girofresco-push.pem"));
        assert_eq!(of("sqlite://giro.db"), PathBuf::from("girofresco-push.pem"));
        assert_eq!(of("postgres://host/giro"), PathBuf::from("girofresco-push.pem"));
    }

    #[test]
    fn the_file_of_a_database_is_found() {
        let file = |address: &str| address.parse::<Database>().unwrap().file();
        assert_eq!(file("sqlite://girofresco.db"), Some(PathBuf::from("girofresco.db")));
        assert_eq!(file("sqlite:///var/lib/giro.db?mode=rwc"), Some(PathBuf::from("/var/lib/giro.db")));
        assert_eq!(file("sqlite::memory:"), None);
        assert_eq!(file("postgres://host/giro"), None);
    }
}
