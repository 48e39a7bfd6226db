//! What we ship must be ours to ship: licences, bans, doubled crates and sources, read from `cargo metadata` and judged
//! by the lists of `deny.toml`.

use crate::spdx;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use toml::Value as Toml;

/// How the lock file ends the address of the public index.
const PUBLIC_INDEX: &str = "/crates.io-index";

#[test]
fn the_crates_keep_to_the_policy() {
    assert_eq!(violations(&our_crates(), &our_policy()), Vec::<String>::new());
}

#[test]
fn every_allowed_licence_is_needed() {
    let crates = our_crates();
    let policy = our_policy();
    for licence in &policy.licences {
        let mut without = policy.licences.clone();
        without.remove(licence);
        let refused = crates.iter().any(|one| !licence_is_allowed(one, &without));
        assert!(refused, "deny.toml allows {licence}, which no crate needs");
    }
}

#[derive(Clone)]
struct Crate {
    name: String,
    version: String,
    licence: String,
    source: Option<String>,
}

impl Crate {
    fn is(&self, spec: &str) -> bool {
        match spec.split_once('@') {
            None => self.name == spec,
            Some((name, version)) => self.name == name && covers(version, &self.version),
        }
    }
}

fn covers(series: &str, version: &str) -> bool {
    version.strip_prefix(series).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

struct Policy {
    licences: BTreeSet<String>,
    banned: Vec<Entry>,
    may_be_doubled: Vec<Entry>,
}

struct Entry {
    spec: String,
    reason: String,
}

fn violations(crates: &[Crate], policy: &Policy) -> Vec<String> {
    let mut found = Vec::new();
    for one in crates {
        let Crate { name, version, licence, source } = one;
        if !licence_is_allowed(one, &policy.licences) {
            found.push(format!("{name} {version}: the licence \"{licence}\" is not allowed"));
        }
        if source.as_ref().is_some_and(|source| !source.ends_with(PUBLIC_INDEX)) {
            found.push(format!("{name} {version}: comes from {source:?}, not from the public index"));
        }
        for ban in policy.banned.iter().filter(|ban| one.is(&ban.spec)) {
            found.push(format!("{name} {version}: banned, because {}", ban.reason));
        }
    }
    found.extend(doubled(crates, &policy.may_be_doubled));
    found
}

fn licence_is_allowed(one: &Crate, allowed: &BTreeSet<String>) -> bool {
    spdx::allows(&one.licence, |licence| allowed.contains(licence)).unwrap_or(false)
}

fn doubled(crates: &[Crate], skips: &[Entry]) -> Vec<String> {
    let mut versions: BTreeMap<&str, Vec<&Crate>> = BTreeMap::new();
    for one in crates {
        versions.entry(&one.name).or_default().push(one);
    }
    versions.retain(|_, all| all.len() > 1);

    let mut found = Vec::new();
    for (name, all) in &versions {
        let unexplained: Vec<&str> = all
            .iter()
            .filter(|one| !skips.iter().any(|skip| one.is(&skip.spec)))
            .map(|one| one.version.as_str())
            .collect();
        if unexplained.len() > 1 {
            found.push(format!("{name} is there {} times: {}", all.len(), unexplained.join(", ")));
        }
    }
    let needed = |skip: &&Entry| versions.values().flatten().any(|one| one.is(&skip.spec));
    found.extend(
        skips.iter().filter(|skip| !needed(skip)).map(|skip| format!("the skip of {} is no longer needed", skip.spec)),
    );
    found
}

fn our_policy() -> Policy {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/deny.toml")).expect("deny.toml");
    let policy = parse_policy(&text);
    for entry in policy.banned.iter().chain(&policy.may_be_doubled) {
        assert!(entry.reason.len() > 10, "deny.toml gives no reason for {}", entry.spec);
    }
    policy
}

fn parse_policy(text: &str) -> Policy {
    let file: Toml = text.parse().expect("TOML");
    let entries = |list: &Toml| -> Vec<Entry> {
        let text = |entry: &Toml, key: &str| entry.get(key).and_then(Toml::as_str).unwrap_or_default().to_owned();
        let entry = |entry| Entry { spec: text(entry, "crate"), reason: text(entry, "reason") };
        list.as_array().expect("a list").iter().map(entry).collect()
    };
    let licences = file["licenses"]["allow"].as_array().expect("a list");
    Policy {
        licences: licences.iter().map(|licence| licence.as_str().expect("a name").to_owned()).collect(),
        banned: entries(&file["bans"]["deny"]),
        may_be_doubled: entries(&file["bans"]["skip"]),
    }
}

fn our_targets() -> Vec<String> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/deny.toml")).expect("deny.toml");
    let file: Toml = text.parse().expect("TOML");
    let targets = file["graph"]["targets"].as_array().expect("a list");
    targets.iter().map(|target| target.as_str().expect("a name").to_owned()).collect()
}

fn our_crates() -> Vec<Crate> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--locked", "--format-version", "1"]);
    cargo.current_dir(env!("CARGO_MANIFEST_DIR"));
    for target in our_targets() {
        cargo.args(["--filter-platform", &target]);
    }
    let output = cargo.output().expect("cargo runs");
    assert!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let crates = parse_crates(&serde_json::from_slice(&output.stdout).expect("JSON"));
    assert!(crates.len() > 100, "only {} crates: the list cannot be whole", crates.len());
    crates
}

fn parse_crates(metadata: &Json) -> Vec<Crate> {
    let text = |package: &Json, key: &str| package[key].as_str().map(str::to_owned);
    let packages = metadata["packages"].as_array().expect("a list");
    packages
        .iter()
        .map(|package| Crate {
            name: text(package, "name").expect("a name"),
            version: text(package, "version").expect("a version"),
            licence: text(package, "license").unwrap_or_default(),
            source: text(package, "source"),
        })
        .collect()
}

mod planted {
    use super::*;

    fn policy() -> Policy {
        parse_policy(
            r#"
            [licenses]
            allow = ["MIT"]
            [bans]
            deny = [{ crate = "native-tls", reason = "TLS is rustls everywhere" }]
            skip = [{ crate = "syn@2", reason = "half of the macros moved on" }]
            "#,
        )
    }

    fn published(name: &str, version: &str, licence: &str) -> Crate {
        Crate {
            name: name.into(),
            version: version.into(),
            licence: licence.into(),
            source: Some(format!("registry+{PUBLIC_INDEX}")),
        }
    }

    fn found_in(more: &[Crate]) -> Vec<String> {
        let mut crates = vec![published("syn", "2.0.119", "MIT"), published("syn", "3.0.10", "MIT")];
        crates.extend_from_slice(more);
        violations(&crates, &policy())
    }

    #[test]
    fn a_clean_tree_passes() {
        assert_eq!(found_in(&[published("serde", "1.0.0", "Apache-2.0 OR MIT")]), Vec::<String>::new());
    }

    #[test]
    fn a_foreign_licence_is_found() {
        let found = found_in(&[published("copyleft", "1.0.0", "MIT AND GPL-3.0-only")]);
        assert_eq!(found, ["copyleft 1.0.0: the licence \"MIT AND GPL-3.0-only\" is not allowed"]);
    }

    #[test]
    fn a_missing_licence_is_found() {
        assert_eq!(found_in(&[published("silent", "1.0.0", "")]).len(), 1);
    }

    #[test]
    fn a_banned_crate_is_found() {
        let found = found_in(&[published("native-tls", "0.2.0", "MIT")]);
        assert_eq!(found, ["native-tls 0.2.0: banned, because TLS is rustls everywhere"]);
    }

    #[test]
    fn a_crate_from_elsewhere_is_found() {
        let mut fork = published("axum", "0.8.0", "MIT");
        fork.source = Some("git+https://example.org/axum".into());
        assert_eq!(found_in(&[fork]).len(), 1);
    }

    #[test]
    fn a_doubled_crate_is_found() {
        let found = found_in(&[published("sha2", "0.10.9", "MIT"), published("sha2", "0.11.1", "MIT")]);
        assert_eq!(found, ["sha2 is there 2 times: 0.10.9, 0.11.1"]);
    }

    #[test]
    fn a_third_version_is_found_despite_the_skip() {
        assert_eq!(found_in(&[published("syn", "1.0.109", "MIT")]).len(), 1);
    }

    #[test]
    fn a_skip_that_is_no_longer_needed_is_found() {
        let found = violations(&[published("syn", "3.0.10", "MIT")], &policy());
        assert_eq!(found, ["the skip of syn@2 is no longer needed"]);
        let found = violations(&[published("syn", "2.0.119", "MIT")], &policy());
        assert_eq!(found, ["the skip of syn@2 is no longer needed"]);
    }

    #[test]
    fn a_series_covers_its_own_versions_only() {
        assert!(covers("0.1", "0.1.6"));
        assert!(!covers("0.1", "0.10.9"));
        assert!(covers("2.0.119", "2.0.119"));
    }
}
